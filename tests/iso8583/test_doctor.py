"""The doctor: each mistake people make is named, at its byte, and the message behind it is still read."""

import json
import random
import re
from pathlib import Path

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError, interpret
from countertop.iso8583.doctor import examine
from countertop.iso8583.doctor.mending import _REASONS
from countertop.iso8583.matrix import Direction
from countertop.values import Pan, Track2
from countertop.words import CATALOGUE
from tests.iso8583.published import MESSAGES, dialect_of, is_bare, message_of, named

CORPUS = json.loads((Path(__file__).parents[1] / "corpus" / "bad-bytes.json").read_text("ascii"))
SALE = bytes.fromhex(named("sale request 0200, magnetic")["hex"])
CHIP = bytes.fromhex(named("contactless IC sale request")["hex"])
BANKS = bytes.fromhex(named("CUPS-side")["hex"])
BODY = SALE[2:]
"""TPDU 0-4, header 5-10, MTI 11, bitmap 13-20, 3 at 21, 4 at 24, 11 at 30, 22 at 33, 35 at 37, 60 at 99, 64 at 108."""


def framed(body, dialect=UNIONPAY_POS):
    return (len(body).to_bytes(2, "big") if dialect is UNIONPAY_POS else b"%04d" % len(body)) + body


def put(data, at, piece):
    return data[:at] + bytes.fromhex(piece) + data[at + len(piece) // 2 :]


def without_total(body):
    return body[:2] + b"%04d" % len(body) + body[6:]


def found(data, sent_as=None):
    """Return what was found as {id: (field, offset)}, and the diagnosis."""
    diagnosis = examine(data.hex().encode() if isinstance(data, bytes) else data.encode(), sent_as)
    for finding in diagnosis.findings:
        assert finding.message in CATALOGUE
    return {each.message.removeprefix("dump."): (each.field, each.offset) for each in diagnosis.findings}, diagnosis


@pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])
def test_published_messages_are_recognised(vector):
    wrong, diagnosis = found(bytes.fromhex(vector["hex"]))
    assert diagnosis.whole
    assert diagnosis.is_certain
    assert diagnosis.reading.dialect is dialect_of(vector)
    assert diagnosis.reading.bare is is_bare(vector)
    assert not {*wrong} - {"envelope-missing", "mac-missing", "matrix-excess"}
    assert diagnosis.message.mti == vector["fields"]["mti"]


BITMAP_END = 54 + (16 if BANKS[54] & 0x80 else 8)
TEXT_BITMAP = BANKS[4:54] + BANKS[54:BITMAP_END].hex().upper().encode() + BANKS[BITMAP_END:]
EBCDIC = b"".join(
    (
        BANKS[4:50],
        BANKS[50:54].decode().encode("cp037"),
        BANKS[54:BITMAP_END],
        BANKS[BITMAP_END:].decode("latin-1").encode("cp037"),
    )
)

MISTAKES = {
    "length twice": (framed(SALE), "length-twice", "length", 2),
    "length twice, the same": (SALE[:2] + SALE, "length-twice", "length", 2),
    "length counts itself": (len(SALE).to_bytes(2, "big") + BODY, "length-counts-itself", "length", 0),
    "length little-endian": (SALE[1::-1] + BODY, "length-little-endian", "length", 0),
    "length in BCD": (bytes.fromhex(f"{len(BODY):04d}") + BODY, "length-bcd", "length", 0),
    "length in ASCII": (b"%04d" % len(BODY) + BODY, "length-ascii", "length", 0),
    "length in binary between banks": (framed(BANKS[4:]), "length-binary", "length", 0),
    "bytes behind the frame": (SALE + SALE, "bytes-after-frame", "length", len(SALE)),
    "TPDU missing": (framed(BODY[5:]), "tpdu-missing", "tpdu", 2),
    "header missing": (framed(BODY[:5] + BODY[11:]), "header-missing", "header", 7),
    "TPDU and header missing": (framed(BODY[11:]), "envelope-missing", "tpdu", 2),
    "a private block": (framed(BODY[:11] + bytes(14) + BODY[11:]), "extra-block", "header", 13),
    "bank header missing": (framed(BANKS[50:], INTERBANK), "interbank-header-missing", "header", 4),
    "total length wrong": (framed(put(BANKS[4:], 2, "39393939"), INTERBANK), "total-length", "header", 6),
    "bitmap as text": (framed(without_total(TEXT_BITMAP), INTERBANK), "bitmap-text", "bitmap", 54),
    "EBCDIC": (framed(EBCDIC, INTERBANK), "ebcdic", "mti", 50),
    "EBCDIC, the header too": (
        framed(EBCDIC[:2] + EBCDIC[2:46].decode().encode("cp037") + EBCDIC[46:], INTERBANK), "ebcdic", "mti", 50,
    ),
    "bit 1": (put(SALE, 15, f"{SALE[15] | 0x80:02x}"), "bitmap-bit1", "bitmap", 15),
    "bit 1 with a second bitmap": (
        framed(put(BODY, 13, f"{BODY[13] | 0x80:02x}")[:21] + bytes(8) + BODY[21:]), "bitmap-bit1", "bitmap", 15,
    ),
    "entry mode filled on the left": (put(SALE, 35, "0021"), "filler-side", "22", 36),
    "track filled on the left": (
        put(SALE, 40, f"0{BODY[38:56].hex()}7"), "filler-side", "35", 58,
    ),
    "track filled with F": (put(SALE, 58, f"{SALE[58] | 0x0F:02x}"), "filler-f", "35", 58),
    "digits filled with F": (put(SALE, 36, f"{SALE[36] | 0x0F:02x}"), "filler-f", "22", 36),
    "a field's length in binary": (
        framed(put(BODY, 99, "000D")), "length-binary-inside", "60", 101,
    ),
    "MAC unannounced": (put(SALE, 22, f"{SALE[22] & 0xFE:02x}"), "mac-bit", "bitmap", 22),
    "bytes follow": (framed(BODY + bytes(3)), "bytes-follow", "message", len(SALE)),
    "one digit lost": (SALE.hex()[:-1], "odd-digits", "", len(SALE) - 1),
    "text sent instead of bytes": (SALE.hex().upper().encode(), "hex-twice", "", 0),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_typical_mistake_is_named_at_its_byte(mistake):
    data, name, field, offset = MISTAKES[mistake]
    wrong, diagnosis = found(data)
    assert wrong[name] == (field, offset)
    assert not diagnosis.is_healthy
    assert diagnosis.message.mti == "0200"
    if mistake != "one digit lost":
        assert diagnosis.whole
        assert {*wrong} - {"mac-missing"} == {name}


CUTS = {
    "value-cut": (framed(BODY[:60]), "41", 59),
    "length-cut": (framed(BODY[:100]), "60", 101),
    "bitmap-cut": (framed(BODY[:18]), "bitmap", 15),
    "length-over": (put(SALE, 39, "99"), "35", 39),
    "length-digits": (put(SALE, 101, "F00D"), "60", 101),
    "field-unknown": (put(SALE, 15, f"{SALE[15] | 0x08:02x}"), "5", 32),
    "nibble": (put(SALE, 26, "0A"), "4", 26),
    "control": (put(SALE, 61, "00"), "41", 59),
    "not-text": (put(SALE, 61, "FFFF"), "41", 61),
}


@pytest.mark.parametrize("name", CUTS)
def test_what_breaks_off_is_named_and_read_as_far_as_it_goes(name):
    data, field, offset = CUTS[name]
    wrong, diagnosis = found(data)
    assert wrong[name] == (field, offset)
    assert not diagnosis.whole
    assert diagnosis.message.mti == "0200"
    assert all(row.offset <= offset for row in diagnosis.rows)


def test_a_truncated_frame_says_how_much_lacks():
    wrong, diagnosis = found(CHIP[:200])
    assert wrong["frame-cut"] == ("length", 200)
    (cut,) = (each for each in diagnosis.findings if each.message == "dump.frame-cut")
    assert cut.arguments == {"said": len(CHIP) - 2, "due": 198, "lacking": len(CHIP) - 200}
    assert wrong["value-cut"][0] == "55"
    assert diagnosis.message.stan == "000079"


def test_several_faults_are_all_named():
    data = put(put(SALE[:2] + SALE, 37, "0021"), 60, f"{SALE[58] | 0x0F:02x}")
    assert {*found(data)[0]} == {"length-twice", "filler-side", "filler-f"}


def sent(message, dialect=UNIONPAY_POS):
    return framed(dialect.encode(message), dialect)


def test_violations_of_the_matrix_are_all_named():
    sale = message_of("sale request 0200, magnetic")
    wrong, diagnosis = found(sent(sale.copy(mac=None, currency=None, rrn="123456789012")))
    assert wrong["mac-missing"] == ("64", None)
    assert wrong["matrix-missing"] == ("49", None)
    assert wrong["matrix-excess"][0] == "37"
    assert diagnosis.kind == "sale"
    assert found(sent(sale.copy(pin_block=None)))[0].keys() == {"card-missing"}
    assert found(sent(sale.copy(entry_mode="022")))[0].keys() == {"card-excess"}
    assert found(sent(sale.copy(condition_code="99")))[0] == {"kind-unknown": ("60", 101)}
    assert found(sent(sale.copy(transaction_info=None)))[0].keys() == {"kind-untold"}
    assert found(sent(sale.copy(transaction_info="22000")))[0].keys() == {"inside", "kind-untold"}
    reversal = message_of("sale reversal request")
    assert found(sent(reversal.copy(response_code="05")))[0].keys() == {"reversal-reason"}


def test_an_answer_under_a_requests_type_is_named_and_the_other_way_round():
    answer = message_of("sale response 0210")
    wrong, diagnosis = found(sent(answer.copy(mti="0200")))
    assert wrong == {"answer-as-request": ("mti", 13)}
    assert diagnosis.findings[0].arguments == {"mti": "0200", "other": "0210"}
    request = message_of("sale request 0200, magnetic")
    assert found(sent(request.copy(mti="0210")))[0] == {"request-as-answer": ("mti", 13)}


def test_the_direction_counts_where_it_is_known():
    answer, request = sent(message_of("sale response 0210")), SALE
    assert found(answer, Direction.REQUEST)[0] == {"answer-sent": ("mti", 13)}
    assert found(request, Direction.ANSWER)[0] == {"request-sent": ("mti", 13)}
    assert found(answer, Direction.ANSWER)[0] == found(request, Direction.REQUEST)[0] == {}


def test_a_wrong_check_digit_is_a_hint_only():
    sale = message_of("sale request 0200, magnetic")
    wrong, diagnosis = found(sent(sale.copy(track2=Track2("6200000000000014D35121200000000000000"))))
    assert wrong == {"check-digit": ("35", 39)}
    assert diagnosis.is_healthy


@pytest.mark.parametrize(
    ("text", "name"),
    [("", "empty"), (" \n", "empty"), ("00" * 40, "nothing-fits"), ("no message at all", "nothing-fits")],
)
def test_what_is_no_message_is_said_to_be_none(text, name):
    wrong, diagnosis = found(text)
    assert name in wrong
    assert diagnosis.reading is None
    assert not diagnosis.rows


def test_every_reason_of_the_decoder_has_its_words():
    for row in CORPUS:
        dialect = {"unionpay-pos": UNIONPAY_POS, "interbank": INTERBANK}.get(row["parser"])
        if dialect is None:
            continue
        with pytest.raises(DecodeError) as caught:
            interpret.decode(dialect, bytes.fromhex(row["hex"]))
        assert any(pattern.fullmatch(caught.value.reason) for pattern, _, _ in _REASONS), caught.value.reason
        examine(row["hex"].encode())
        examine(bytes.fromhex(row["hex"]))


SECRETS = re.compile(r"6200000000000013|6224242300000069|6200000000000013D|F421C8F4FFE584DC", re.IGNORECASE)


def test_no_wrong_reading_shows_a_card_number():
    for message in (SALE, CHIP, BANKS, bytes.fromhex(named("sale response 0210")["hex"])):
        for start in range(30):
            for tail in (0, 1, 20):
                for data in (message[start : len(message) - tail], message[:11] + message[start:]):
                    rows = examine(data.hex().encode()).rows
                    shown = "".join(row.value for row in rows if row.level == 0)
                    assert not SECRETS.search(shown)
                    assert not any(SECRETS.search(row.value) for row in rows)


def test_card_data_in_the_place_of_other_fields_is_stars():
    # The bitmap says amount, trace, time, date where a track and its length stand.
    body = BODY[:13] + bytes.fromhex("3038000000000000") + BODY[21:24] + BODY[37:57] + bytes(3)
    diagnosis = found(framed(body))[1]
    assert diagnosis.message.mti == "0200"
    shown = {row.field: row.value for row in diagnosis.rows}
    assert shown["4"] == shown["11"] == "****"
    assert Pan("6200000000000013").masked() not in "".join(shown.values())


def test_a_card_number_without_its_length_is_not_shown_across_fields():
    # The bitmap ends with the first digits of the number, the amount with its last.
    body = bytes.fromhex("60000100006031003100010220352404800CC162000000000000130000000000000120000001103001")
    diagnosis = found(framed(body))[1]
    assert not diagnosis.is_certain
    assert "6200000000000013" not in "".join(row.value for row in diagnosis.rows if row.level == 0)


def test_a_truncated_message_still_shows_most_of_what_was_read():
    diagnosis = found(CHIP[:200])[1]
    shown = {row.field: row.value for row in diagnosis.rows if row.level == 0}
    assert (shown["3"], shown["11"], shown["22"], shown["49"]) == ("000000", "000079", "071", "156")
    assert (shown["2"], shown["52"]) == ("622424******0069", "****")


def spoilt(chance, data):
    """Return a message with one to three bytes or pieces changed, lost or put in."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 3)]
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 3))
            case _:
                data[13 + chance.randrange(10)] = chance.randrange(256)
    return bytes(data)


def test_no_spoilt_message_shows_its_card_number():
    chance = random.Random(8583)
    carriers = [bytes.fromhex(vector["hex"]) for vector in MESSAGES]
    carriers = [data for data in carriers if SECRETS.search(data.hex()) or SECRETS.search(data.decode("latin-1"))]
    assert len(carriers) >= 20
    for _ in range(1500):
        rows = examine(spoilt(chance, chance.choice(carriers))).rows
        for level in (0, 1):
            assert not SECRETS.search("".join(row.value for row in rows if row.level == level))
