"""Random changes to real messages, many of them: one declared error, and what is accepted is written back byte by byte.

FUZZ_EXAMPLES raises the count for a nightly run; FUZZ_SEED repeats one.
"""

import os
import random

import pytest

from countertop.codec import CodecError, FrameError, Framing, TlvError, tlv
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError
from countertop.iso8583.describe import describe
from countertop.iso8583.errors import MatrixError, SubfieldError
from countertop.iso8583.matrix import Direction, check
from countertop.iso8583.private import (
    BlacklistPage,
    ListPage,
    StaffChange,
    TerminalIdentity,
    TransactionInfo,
    read_code_records,
    read_parameters,
    read_status,
    read_upload_details,
    read_whereabouts,
)
from tests.iso8583.published import MESSAGES, dialect_of, is_bare, payload_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "8583"))
POS = [payload_of(vector) for vector in MESSAGES if dialect_of(vector) is UNIONPAY_POS and not is_bare(vector)]
BANKS = [payload_of(vector) for vector in MESSAGES if dialect_of(vector) is INTERBANK]
CHIP = [bytes.fromhex(vector["fields"]["55"]) for vector in MESSAGES if "55" in vector["fields"]]
EXTENDED = [bytes.fromhex(vector["fields"]["62"]) for vector in MESSAGES if "62" in vector["fields"]]
EXTENDED.append(StaffChange(1, "05", "cashier", is_added=True, by="00").data())
WHEREABOUTS = "A20370200800000101PO019+31230416+121473701"
INTERESTING = (0x00, 0x01, 0x0F, 0x10, 0x20, 0x30, 0x39, 0x3A, 0x7F, 0x80, 0x99, 0x9A, 0x9F, 0xA1, 0xF0, 0xFF)


def changed(chance, data):
    """Return the bytes with one to four random changes."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                data[at : at + 1] = bytes((chance.choice(INTERESTING),))
            case 1:
                data[at : at + 1] = bytes((chance.randrange(256),))
            case 2 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 3:
                del data[at:]
            case 4:
                del data[at : at + chance.randint(1, 8)]
            case 5:
                data[at:at] = chance.randbytes(chance.randint(1, 8))
            case _:
                data[at:at] = data[: chance.randint(0, 40)]
    return bytes(data)


def accepted_is_canonical(dialect, data, encode, decode):
    try:
        message = decode(data)
    except DecodeError as fault:
        assert 0 <= fault.offset <= len(data)  # noqa: PT017 - both outcomes are right
        return
    assert encode(message) == data
    message.public_fields()
    describe(dialect, data)
    for direction in Direction:
        try:
            check(message, direction)
        except MatrixError:
            continue


def repaired(data):
    """Return an interbank message whose total length is right again, so that more than the length is tried."""
    return data[:2] + b"%04d" % (len(data) % 10000) + data[6:]


@pytest.mark.parametrize("seed", [SEED])
def test_pos_messages(seed):
    chance = random.Random(seed)
    for _ in range(EXAMPLES):
        data = changed(chance, chance.choice(POS))
        accepted_is_canonical(UNIONPAY_POS, data, UNIONPAY_POS.encode, UNIONPAY_POS.decode)


@pytest.mark.parametrize("seed", [SEED])
def test_interbank_messages(seed):
    chance = random.Random(seed)
    for _ in range(EXAMPLES):
        data = repaired(changed(chance, chance.choice(BANKS)))
        accepted_is_canonical(INTERBANK, data, INTERBANK.encode, INTERBANK.decode)


@pytest.mark.parametrize("seed", [SEED])
def test_chip_data(seed):
    chance = random.Random(seed)
    for _ in range(EXAMPLES):
        data = changed(chance, chance.choice(CHIP))
        for nested in (False, True):
            try:
                items = tlv.parse(data, nested=nested)
            except TlvError as fault:
                assert 0 <= fault.offset <= len(data)  # noqa: PT017 - both outcomes are right
            else:
                assert sum(item.size for item in items) == len(data)


@pytest.mark.parametrize("framing", list(Framing))
def test_frames(framing):
    chance = random.Random(SEED)
    for _ in range(EXAMPLES // 4):
        stream = changed(chance, b"".join(framing.join(chance.choice(POS)) for _ in range(3)))
        splitter, found = framing.splitter(), b""
        try:
            while stream:
                cut = chance.randint(1, 90)
                piece, stream = stream[:cut], stream[cut:]
                found = b"".join(splitter.feed(piece))
        except FrameError:
            assert splitter.waiting == 0
        assert len(found) <= 8192 * 3


@pytest.mark.parametrize("seed", [SEED])
def test_insides_of_fields(seed):
    chance = random.Random(seed)
    texts = ["22000001000600065", "0200000101000062" + "0" * 66, "A3019" + "6" * 19, "9" * 62, WHEREABOUTS]
    for _ in range(EXAMPLES // 4):
        data = changed(chance, chance.choice(EXTENDED))
        readers = (TerminalIdentity.read, ListPage.read, BlacklistPage.read, StaffChange.read)
        for read in (*readers, read_status, read_parameters):
            try:
                read(data)
            except CodecError as fault:
                assert isinstance(fault, SubfieldError)  # noqa: PT017 - both outcomes are right
        text = changed(chance, chance.choice(texts).encode()).decode("latin-1")
        for read in (TransactionInfo.read, read_upload_details, read_code_records, read_whereabouts):
            try:
                read(text)
            except CodecError as fault:
                assert isinstance(fault, SubfieldError)  # noqa: PT017 - both outcomes are right
