"""The search itself: a search that finds nothing proves nothing until it has found what was planted."""

import base64
import sqlite3
from contextlib import closing

import pytest

from tests.security.searching import Needles, found_in_files

NUMBER, TRACK, KEY = "6225009182736451", "6225009182736451D49071200000000000000", bytes(range(160, 176))
NEEDLES = Needles({"number": NUMBER, "track": TRACK, "pin": "918273645091"}, {"key": KEY})


def base64_at(place, secret):
    return base64.b64encode(b"x" * place + secret + b"yz")


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("number", NUMBER.encode()),
        ("number", NUMBER.encode("utf-16-le")),
        ("number", NUMBER.encode("utf-16-be")),
        ("number", bytes.fromhex(NUMBER)),
        ("number", bytes.fromhex(f"7{NUMBER}7")),
        ("number", NUMBER.encode().hex().encode()),
        *(("number", base64_at(place, NUMBER.encode())) for place in range(3)),
        *(("number", base64_at(place, bytes.fromhex(NUMBER))) for place in range(3)),
        ("track", TRACK.encode()),
        ("track", TRACK.replace("D", "=").encode()),
        ("track", bytes.fromhex(f"{TRACK}F")),
        ("track", bytes.fromhex(f"37{TRACK}")[1:] if len(TRACK) % 2 == 0 else bytes.fromhex(f"7{TRACK}")),
        ("pin", b"918273645091"),
        ("pin", bytes.fromhex("918273645091")),
        ("pin", base64_at(1, b"918273645091")),
        ("key", KEY),
        ("key", KEY.hex().encode()),
        ("key", KEY.hex().upper().encode()),
        *(("key", base64_at(place, KEY)) for place in range(3)),
    ],
)
def test_every_form_is_found(name, planted):
    assert name in set(NEEDLES.found(b"before\x00" + planted + b" after"))


def test_a_card_number_nobody_knew_of_is_found_by_its_check_digit():
    needles = Needles()
    for planted in (b"x6200000000000013y", bytes.fromhex("6200000000000013"), "6200000000000013".encode("utf-16-le")):
        assert list(needles.found(planted))
    assert not list(needles.found(b"6200000000000014 620000******0013 7200000000000013"))


def test_a_number_planted_in_a_log_is_found_and_only_there(tmp_path):
    (tmp_path / "party").mkdir()
    (tmp_path / "party" / "quiet.jsonl").write_bytes(b'{"card":"622500******6451"}\n' * 1000)
    assert found_in_files(NEEDLES, tmp_path) == []
    (tmp_path / "party" / "log.jsonl").write_bytes(b'{"card":"%s"}\n' % NUMBER.encode())
    assert ("log.jsonl", "number") in found_in_files(NEEDLES, tmp_path)
    assert {name for name, _ in found_in_files(NEEDLES, tmp_path)} == {"log.jsonl"}


def test_room_that_is_held_for_later_is_looked_through_as_soon_as_something_is_in_it(tmp_path):
    room = tmp_path / "store.sqlite.reserve"
    room.write_bytes(bytes(8192))
    assert found_in_files(NEEDLES, tmp_path) == []
    room.write_bytes(bytes(4096) + NUMBER.encode() + bytes(4096))
    assert ("store.sqlite.reserve", "number") in found_in_files(NEEDLES, tmp_path)


def test_a_database_is_read_value_by_value_and_beside_its_write_ahead_log(tmp_path):
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE slips (number, amount, packed)")
        store.execute("INSERT INTO slips VALUES ('62000000', '00000013', NULL)")
        assert b"6200000000000013" in (tmp_path / "store.sqlite-wal").read_bytes()  # nobody wrote that number
        assert found_in_files(NEEDLES, tmp_path) == []
        store.execute("INSERT INTO slips VALUES ('6200000000000013', 1, x'6200000000000013')")
        assert found_in_files(NEEDLES, tmp_path) == [("store.sqlite", "a card number under 620000")] * 3
        store.execute("INSERT INTO slips VALUES (?, 1, NULL)", (NUMBER,))
        assert {("store.sqlite-wal", "number"), ("store.sqlite", "a card number under 622500")} <= set(
            found_in_files(NEEDLES, tmp_path)
        )
