"""The coder against the test sequence of T.82, clause 7.1."""

from countertop.signature.arithmetic import Decoder, Encoder

WORDS = (
    *(0x05E0, 0x0000, 0x8B00, 0x01C4, 0x1700, 0x0034, 0x7FFF, 0x1A3F),
    *(0x951B, 0x05D8, 0x1D17, 0xE770, 0x0000, 0x0000, 0x0656, 0x0E6A),
)
CONTEXT_WORDS = (0x0FE0, 0x0000, 0x0F00, 0x00F0, 0xFF00, *(0,) * 11)
CODE = bytes.fromhex("6989995C32EAFAA0D5FF527FFFFFFFC00000003FFF2D208291")


def bits(words):
    return [word >> place & 1 for word in words for place in range(15, -1, -1)]


def test_the_sequence_of_the_standard_has_its_code():
    encoder = Encoder()
    encoder.encode(bits(CONTEXT_WORDS), bits(WORDS), 0)

    assert encoder.code == CODE


def test_the_code_of_the_standard_has_its_sequence():
    decoder = Decoder(CODE)

    assert decoder.decode(bits(CONTEXT_WORDS), 0) == bits(WORDS)
    assert decoder.is_spent


def test_history_is_a_part_of_the_context():
    alternating = [0, 1] * 200
    learnt, blind = Encoder(), Encoder()
    learnt.encode([0] * 400, alternating)
    blind.encode([0] * 400, alternating, 0)

    assert len(learnt.code) < len(blind.code) / 4
    assert Decoder(learnt.code).decode([0] * 400) == alternating
