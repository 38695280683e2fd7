"""Dumps: the same bytes come out of every dress that tools and programs give them."""

import pytest

from countertop.iso8583.doctor import examine, read_dump
from countertop.iso8583.doctor.card_places import card_places, card_runs
from countertop.iso8583.doctor.dumps import LONGEST
from tests.iso8583.published import named

SALE = bytes.fromhex(named("sale request 0200, magnetic")["hex"])
HEX = SALE.hex()


def pairs(data, between=" "):
    return between.join(f"{byte:02x}" for byte in data)


def printable(data):
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)


def listed(line, ending=""):
    rows = (line(at, SALE[at : at + 16]) for at in range(0, len(SALE), 16))
    return "\n".join(rows) + "\n" + ending


def canonical(at, row):
    return f"{at:08x}  {pairs(row[:8])}  {pairs(row[8:])}".ljust(60) + f"|{printable(row)}|"


def words(row):
    return " ".join(row[at : at + 2].hex() for at in range(0, len(row), 2))


DRESSES = {
    "solid": HEX,
    "capitals": HEX.upper(),
    "blanks": pairs(SALE),
    "colons": pairs(SALE, ":"),
    "dashes": pairs(SALE, "-"),
    "lines": "\n".join(HEX[at : at + 60] for at in range(0, len(HEX), 60)),
    "C array": "{" + ", ".join(f"0x{byte:02X}" for byte in SALE) + "};",
    "Python bytes": "".join(f"\\x{byte:02x}" for byte in SALE),
    "hexdump -C": listed(canonical, f"{len(SALE):08x}\n"),
    "xxd": listed(lambda at, row: f"{at:08x}: {words(row)}".ljust(51) + printable(row)),
    "tshark -x": listed(lambda at, row: f"{at:04x}  {pairs(row)}".ljust(56) + printable(row)),
    "od -A o": listed(lambda at, row: f"{at:07o} {pairs(row)}", f"{len(SALE):07o}\n"),
    "log, one line": f"2026-11-21 18:14:29.934 [pool-1] INFO send(120): {HEX} to 127.0.0.1",
    "log, solid time": f"20261121181429 send {HEX}",
    "log, blanks": f"18:14:29 SEND>> {pairs(SALE)} <<",
    "log, many lines": "\n".join(f"[18:14:29.93] DEBUG  | {pairs(SALE[at : at + 20])}" for at in range(0, 120, 20)),
    "with other lines": f"connected to host\nrequest:\n{HEX}\nwaiting for the answer\n",
    "byte order mark": f"\ufeff{HEX}",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_bytes_come_out_of_every_dress(dress):
    source = DRESSES[dress].encode()
    assert SALE in [dump.data for dump in read_dump(source)]
    diagnosis = examine(source)
    assert diagnosis.is_healthy, diagnosis.findings
    assert diagnosis.message.stan == "000101"


def test_raw_bytes_are_taken_as_they_are():
    assert read_dump(SALE)[0].data == SALE
    assert examine(SALE).is_healthy


def test_words_of_a_plain_hexdump_are_swapped_back():
    def line(at, row):
        return f"{at:07x} " + " ".join(row[place : place + 2][::-1].hex() for place in range(0, len(row), 2))

    diagnosis = examine(listed(line).encode())
    assert [finding.message for finding in diagnosis.findings] == ["dump.words-swapped"]
    assert diagnosis.is_healthy


def test_the_column_of_characters_never_counts_as_bytes():
    # The text column of the last line looks like hexadecimal.
    data = SALE + b"beef"
    rows = (data[at : at + 16] for at in range(0, len(data), 16))
    text = "\n".join(f"{at * 16:04x}  {pairs(row)}".ljust(56) + printable(row) for at, row in enumerate(rows))
    assert read_dump(text.encode())[0].data == data


def test_what_is_longer_than_any_dump_is_cut():
    assert len(read_dump(b"\xff" * LONGEST * 2)[0].data) == LONGEST


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("166200000000000013", 1),
        ("0166200000000000013", 1),
        ("166200000000000014", 0),
        ("6200000000000013d3512120", 1),
        ("06200000000000013d35121200", 1),
        ("5a086200000000000013", 1),
        ("5a0a6230580000000000000f", 0),
        (b"166200000000000013".hex(), 1),
        ("166200000000000013".encode("cp037").hex(), 1),
        (b"6200000000000013=3512".hex(), 1),
        ("302004c020c09811000000000000010000000101", 0),
    ],
)
def test_card_data_is_found_in_any_alignment_and_code(text, count):
    places = card_places(bytes.fromhex(text.ljust(len(text) + len(text) % 2, "0")))
    assert bool(places) == bool(count)
    assert all(first < last <= (len(text) + 1) // 2 for first, last in places)


def test_a_run_of_digits_that_may_be_a_card_number_is_seen():
    assert (4, 20) in card_runs("00006200000000000013999")
    assert not card_runs("000000010000")
    assert not card_runs("x1234567890x")


def test_one_message_of_a_log_is_examined_and_the_others_are_mentioned():
    other = bytes.fromhex(named("sale response 0210")["hex"]).hex()
    diagnosis = examine(f"18:14:29 SEND {HEX}\n18:14:30 RECV {other}\n".encode())
    (finding,) = diagnosis.findings
    assert (finding.message, finding.arguments) == ("dump.one-of-many", {"count": 2})
    assert diagnosis.is_healthy
    assert diagnosis.message.mti in ("0200", "0210")
