"""Writes bad-bytes.json: bytes that parsers must refuse, each with the field at fault. Kept for ever; it may only grow.

Run it as `python tests/corpus/make_corpus.py` after adding cases; the test reads the file, not this script.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
VECTORS = json.loads((HERE.parent / "vectors" / "unionpay-pos.json").read_text(encoding="utf-8"))

SALE = bytes.fromhex(next(v["hex"] for v in VECTORS if "constructed: sale request" in v["name"]))[2:]
ANSWER = bytes.fromhex(next(v["hex"] for v in VECTORS if v["name"].startswith("IC sale response")))[2:]
CHIP = bytes.fromhex(next(v["hex"] for v in VECTORS if v["name"].startswith("contactless IC sale request")))[2:]
INTERBANK = bytes.fromhex(next(v["hex"] for v in VECTORS if v["name"].startswith("CUPS-side")))[4:]

# Where the fields of the sale stand: 3, 4, 11, 22, 25, 26, LL 35, 41, 42, 49, 52, 53, LLL 60, 64.
SALE_PLACES = {3: 21, 4: 24, 11: 30, 22: 33, 25: 35, 26: 36, 35: 37, 41: 57, 42: 65, 49: 80, 53: 91, 60: 99}
CHIP_PLACES = {2: 21, 22: 49, 23: 51, 46: 78, 55: 168, 60: 315, 62: 324, 63: 350}
POS_FIELDS = {
    *(2, 3, 4, 11, 12, 13, 14, 15, 22, 23, 25, 26, 32, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 47, 48, 49, 52, 53),
    *(54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64),
}


def put(data: bytes, at: int, piece: str) -> bytes:
    new = bytes.fromhex(piece)
    return data[:at] + new + data[at + len(new) :]


def retotal(data: bytes) -> bytes:
    return data[:2] + b"%04d" % len(data) + data[6:]


def pos_cases():
    yield "empty", b"", "header"
    for size in (1, 2, 3, 10):
        for filler in (b"\x00", b"\x60", b"\xff"):
            yield f"{size} bytes of {filler.hex()}", filler * size, "header"
    for identifier in (0x00, 0x06, 0x61, 0xFF):
        yield f"TPDU begins with {identifier:02x}", put(SALE, 0, f"{identifier:02x}"), "tpdu"
    for at in range(1, 11):
        for byte in ("A0", "0F"):
            yield f"byte {at} of TPDU and header is {byte}", put(SALE, at, byte), "tpdu" if at < 5 else "header"
    for mti in ("0000", "0A00", "9999", "0240", "1200", "0201", "020F", "F200", "0300"):
        yield f"MTI {mti}", put(SALE, 11, mti), "mti"
    yield "second bitmap announced", put(SALE, 13, f"{SALE[13] | 0x80:02x}"), "bitmap"
    for number in range(2, 65):
        if number not in POS_FIELDS:
            at = 13 + (number - 1) // 8
            bit = 0x80 >> (number - 1) % 8
            yield f"undefined bit {number}", put(SALE, at, f"{SALE[at] | bit:02x}"), number
    for size in range(21, len(SALE)):
        yield f"sale cut to {size} bytes", SALE[:size], True
    for size in range(11, 21):
        yield f"sale cut to {size} bytes", SALE[:size], "mti" if size < 13 else "bitmap"
    for more in (1, 2, 8, 1000, 9000):
        yield f"{more} bytes follow", SALE + bytes(more), "message"
    for number in (3, 4, 11, 25, 26, 53):
        for byte in ("A1", "1A", "FF"):
            yield f"field {number} holds {byte}", put(SALE, SALE_PLACES[number], byte), number
    for filler in "123456789ABCDEF":
        yield f"filler of field 22 is {filler}", put(SALE, SALE_PLACES[22], f"021{filler}"), 22
        yield f"filler of field 23 is {filler}", put(CHIP, CHIP_PLACES[23], f"{filler}001"), 23
    yield "filler of field 35 is 1", put(SALE, SALE_PLACES[35] + 19, "01"), 35
    yield "filler of field 60 is F", put(SALE, SALE_PLACES[60] + 8, "0F"), 60
    for length in ("38", "99", "A0", "0A", "FF"):
        yield f"length of field 35 is {length}", put(SALE, SALE_PLACES[35], length), 35
    for length in ("20", "99", "1A", "F0"):
        yield f"length of field 2 is {length}", put(CHIP, CHIP_PLACES[2], length), 2
    for length in ("0018", "0999", "00A0", "F000", "9999"):
        yield f"length of field 60 is {length}", put(SALE, SALE_PLACES[60], length), 60
    for number, at in CHIP_PLACES.items():
        if number in (46, 55, 62, 63):
            yield f"length of field {number} is 999", put(CHIP, at, "0999"), number
            yield f"length of field {number} is 1999", put(CHIP, at, "1999"), number
            yield f"length of field {number} is AAAA", put(CHIP, at, "AAAA"), number
    for control in (*range(0x20), 0x7F):
        yield f"field 41 holds control {control:02x}", put(SALE, SALE_PLACES[41], f"{control:02x}"), 41
    for byte in ("80", "FF", "81"):
        yield f"field 42 ends in {byte}", put(SALE, SALE_PLACES[42] + 14, byte), 42
        yield f"field 49 holds {byte}", put(SALE, SALE_PLACES[49], byte), 49
    yield "SM4 PIN block of 15 bytes", CHIP[:350] + bytes.fromhex("0020") + CHIP[352:372] + CHIP[373:], 63
    yield "8 KiB of zeros", bytes(8192), "tpdu"
    yield "8 KiB and one byte of 60", b"\x60" * 8193, "message"
    yield "all bits set", put(SALE, 13, "FF" * 8), "bitmap"
    yield "all bits but the first set", put(SALE, 13, "7F" + "FF" * 7), True
    yield "a length prefix left on", len(SALE).to_bytes(2, "big") + SALE, "tpdu"


def interbank_cases():
    good = INTERBANK
    yield "empty", b"", "header"
    for size in (1, 3, 45):
        yield f"{size} bytes", good[:size], "header"
    yield "header length 2F", put(good, 0, "2F"), "header"
    for total in (b"0000", b"0557", b"0559", b" 558", b"-558", b"\xef\xbc\x95\x35"):
        yield f"total length {total!r}", good[:2] + total + good[6:], "header"
    yield "reject code is letters", good[:41] + b"ABCDE" + good[46:], "header"
    yield "destination holds a control byte", good[:6] + b"\x01" + good[7:], "header"
    for mti in (b"0240", b"02A0", b"    ", b"\xb2200", b"-200", b"+200"):
        yield f"MTI {mti!r}", good[:46] + mti + good[50:], "mti"
    for size in range(46, 66):
        yield f"cut to {size} bytes", retotal(good[:size]), "mti" if size < 50 else "bitmap"
    for size in range(66, len(good), 5):
        yield f"cut to {size} bytes", retotal(good[:size]), True
    yield "second bitmap empty", retotal(good[:58] + bytes(8) + good[66:]), "bitmap"
    yield "undefined bit 65", good[:58] + bytes((good[58] | 0x80,)) + good[59:], 65
    yield "undefined bit 64", good[:57] + bytes((good[57] | 0x01,)) + good[58:], 64
    for length in (b"20", b"-1", b"+9", b" 9", b"9 ", b"1_", b"\xb2\xb2", b"\xa3\xb1", b"0x", b"99"):
        yield f"length of field 2 is {length!r}", good[:66] + length + good[68:], 2
    for digit in (b"-", b"+", b" ", b"_", b"A", b"\xb2", b"\x00", b"."):
        yield f"field 4 holds {digit!r}", good[:90] + digit + good[91:], 4
    for digit in (b"d", b"=", b"G", b" ", b"\xb2"):
        yield f"field 35 holds {digit!r}", good[:184] + digit + good[185:], 35
    for length in (b"513", b"999", b"-01", b" 47", b"4 7"):
        yield f"length of field 48 is {length!r}", good[:277] + length + good[280:], 48
    for length in (b"256", b"999", b"1e1", b"\xb2\xb2\xb2"):
        yield f"length of field 55 is {length!r}", good[:354] + length + good[357:], 55
    yield "half a character ends field 43", good[:276] + b"\xd6" + good[277:], 43
    for more in (1, 8, 9000):
        yield f"{more} bytes follow", retotal(good + b"0" * more) if more < 9000 else good + b"0" * more, "message"


def tlv_cases():
    yield "length 2^63", bytes.fromhex("9F26" + "88" + "8000000000000000"), True
    yield "length 2^32 - 1", bytes.fromhex("9F2684FFFFFFFF"), True
    yield "unknown tag cut off", bytes.fromhex("9F26080000000000000000DF"), True
    yield "unknown tag without end", bytes.fromhex("DF8181818181"), True
    yield "indefinite length", bytes.fromhex("7080"), True
    yield "tag 00", bytes.fromhex("0000"), True
    yield "duplicate tag", bytes.fromhex("9F360200019F36020002"), True
    for size in (1, 2, 3, 4, *range(6, 17)):
        yield f"captured field 55 cut to {size} bytes", bytes.fromhex("9F3602031E910A42FE066E2918B0883030")[:size], True


def matrix_cases():
    yield "an answer as a request", ANSWER, "mti"
    yield "a sale without its amount", SALE[:13] + bytes((SALE[13] & ~0x10,)) + SALE[14:24] + SALE[30:], 4
    yield "transaction type 99", put(SALE, SALE_PLACES[60] + 2, "99"), 60
    yield "processing code of nothing", put(SALE, SALE_PLACES[3], "999999"), 60
    yield "a PIN that field 22 denies", put(SALE, SALE_PLACES[22], "0220"), 52
    yield "a stripe sale that says chip", put(SALE, SALE_PLACES[22], "0510"), 55
    yield "a keyed sale with a track", put(SALE, SALE_PLACES[22], "0110"), 2


def frame_cases():
    yield "binary2", "length 0", b"\x00\x00"
    yield "binary2", "length 65535", b"\xff\xff"
    yield "binary2", "length 8193", b"\x20\x01"
    yield "ascii4", "length 9999", b"9999"
    yield "ascii4", "negative length", b"-001"
    yield "ascii4", "digits of another alphabet", b"\xb2\xb2\xb2\xb2"
    yield "ascii4", "a request of another protocol", b"GET / HTTP/1.1\r\n"
    yield "ascii4", "a TLS hello", bytes.fromhex("160301020001")


def main() -> None:
    rows = []
    for parser, cases in (
        ("unionpay-pos", pos_cases),
        ("interbank", interbank_cases),
        ("tlv", tlv_cases),
        ("matrix", matrix_cases),
    ):
        rows += ({"parser": parser, "name": name, "hex": data.hex(), "at": at} for name, data, at in cases())
    rows += ({"parser": parser, "name": name, "hex": data.hex(), "at": True} for parser, name, data in frame_cases())
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    (HERE / "bad-bytes.json").write_text(f"[\n{lines}\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
