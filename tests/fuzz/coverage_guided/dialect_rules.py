"""What holds for any bytes a dialect is given: both decoders agree, what is accepted is written back, all is explained."""

from countertop.iso8583 import DecodeError, interpret
from countertop.iso8583.describe import describe
from countertop.iso8583.errors import MatrixError
from countertop.iso8583.hops import hop_text, read_hop
from countertop.iso8583.matrix import Direction, check
from countertop.iso8583.text_form import from_object, to_object


def verify(dialect, payload):
    message, fault = attempt(dialect.decode, payload)
    plain, plain_fault = attempt(lambda data: interpret.decode(dialect, data), payload)
    assert (message, fault) == (plain, plain_fault)
    table = describe(dialect, payload)
    assert (table.fault is None) is (fault is None)
    if message is None:
        return
    assert message.mac_input == plain.mac_input
    assert dialect.encode(message) == payload
    assert dialect.encode(from_object(dialect, to_object(dialect, message, masked=False))) == payload
    assert read_hop(hop_text(message)) == message.public_fields()
    for direction in Direction:
        try:
            check(message, direction)
        except MatrixError:
            continue


def attempt(decode, payload):
    try:
        return decode(payload), None
    except DecodeError as fault:
        assert 0 <= fault.offset <= len(payload)  # noqa: PT017 - both outcomes are right
        return None, (fault.field, fault.offset, fault.reason)
