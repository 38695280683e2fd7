"""Every published message decodes to its listed fields and encodes to the same bytes, by both twins."""

import pytest

from countertop.codec import Framing
from countertop.iso8583 import interpret
from countertop.iso8583.compile import Compiler
from countertop.iso8583.text_form import from_object, to_object
from countertop.iso8583.vector_check import Verdict, check_vectors
from tests.iso8583.published import MESSAGES, VECTORS, dialect_of, is_bare, payload_of

EACH = pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])


def test_all_are_there_with_their_sources():
    assert len(MESSAGES) == 55
    assert all(vector["source"] for vector in VECTORS)


@EACH
def test_it_decodes_to_its_fields_and_encodes_to_its_bytes(vector):
    dialect, payload, bare = dialect_of(vector), payload_of(vector), is_bare(vector)
    message = interpret.decode(dialect, payload, bare=bare)
    shown = to_object(dialect, message, masked=False, bare=bare)
    assert shown == vector["fields"]
    again = from_object(dialect, vector["fields"])
    assert (dialect.encode_bare(again) if bare else dialect.encode(again)) == payload


@EACH
def test_generated_code_reads_and_writes_the_same(vector):
    dialect, payload = dialect_of(vector), payload_of(vector)
    message = interpret.decode(dialect, payload, bare=is_bare(vector))
    if is_bare(vector):
        payload = dialect.encode(message)
        message = interpret.decode(dialect, payload)
    compiler = Compiler(dialect)
    numbers = interpret.numbers_in(dialect, message, sealed=message.mac is not None)
    decoded = compiler.compile_decoder(numbers)(payload, (message.tpdu, message.header, message.mti))
    assert decoded == message
    assert decoded.mac_input == message.mac_input
    encoded = compiler.compile_encoder(numbers)(message, b"", message.mac or b"")
    assert payload.endswith(encoded)
    assert len(encoded) > len(payload) - dialect.envelope.size - 5


@EACH
def test_its_frame_is_split_and_joined(vector):
    if is_bare(vector):
        return
    framing = Framing.ASCII4 if dialect_of(vector).second_bitmap else Framing.BINARY2
    frame = bytes.fromhex(vector["hex"])
    assert framing.splitter().feed(frame) == [payload_of(vector)]
    assert framing.join(payload_of(vector)) == frame


def test_the_checker_passes_them_all_and_finds_a_changed_one():
    assert all(verdict.passed for verdict in check_vectors(VECTORS))
    changed = [{**MESSAGES[0], "fields": {**MESSAGES[0]["fields"], "11": "000002"}}]
    assert list(check_vectors(changed)) == [Verdict(MESSAGES[0]["name"], False, "11 differs")]
    cut = [{**MESSAGES[0], "hex": MESSAGES[0]["hex"][:-2]}]
    assert [verdict.reason for verdict in check_vectors(cut)] == ["its length prefix is not its length"]
    assert [verdict.reason for verdict in check_vectors([{"hex": "zz"}])] == ["its bytes are no hex"]
    (broken,) = check_vectors([{"name": "broken", "hex": "02", "fields": {}}])
    assert broken.reason.startswith("mti at byte 0")


def test_the_checker_hands_cryptography_on():
    crypto = [vector for vector in VECTORS if "hex" not in vector]
    assert list(check_vectors(crypto)) == []
    verdicts = list(check_vectors(crypto, lambda vector: "" if "KCV" in vector["algorithm"] else "wrong"))
    assert len(verdicts) == len(crypto)
    assert {verdict.reason for verdict in verdicts} == {"", "wrong"}
