"""Canary cards through every flow that there is; afterwards nobody can find them in anything that was kept or said.

Three kinds of secrets are looked for: the card's (number, track, PIN) in clear; PIN blocks and encrypted tracks
as they were on the lines, which nobody may keep after authorisation; and keys, which lie in key blocks only.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from countertop.codec import Framing
from countertop.crypto.key_blocks import KeyWrapper
from countertop.crypto.pin_blocks import encode_format_0
from countertop.demo import read_wallet
from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.runtime.parties import LOG, STORE, read_lmk, read_party
from countertop.runtime.premises import keys_directory, parties_in
from countertop.values.cards import luhn_digit
from tests.end_to_end.ports import port_base
from tests.end_to_end.processes import run, up, voucher_of
from tests.end_to_end.test_faults import until_nothing_is_owed
from tests.faulty_proxy import FaultyProxy
from tests.security.searching import Needles, found_in_files

CANARY_PIN = "918273645091"
OTHER_PIN = "5091827364"
KEY_BLOCK = re.compile(r"D(\d{4})[A-Z]\d[A-Z0-9][A-Z]00N")


def canary(name, bank, body, pin):
    number = body + luhn_digit(body)
    kept = {"kind": "debit", "expiry": "4907", "service_code": "120", "balance": 100_000, "status": "normal"}
    return {"name": name, "bank": bank, "pan": number, "pin": pin, **kept}


WALLET = json.dumps({
    "format": "countertop wallet 1",
    "cards": [
        canary("canary", "east", "622500918273645", CANARY_PIN),
        canary("finch", "west", "622424918273645", OTHER_PIN),
    ],
})  # fmt: skip
CARDS = read_wallet(WALLET)


class Tap(FaultyProxy):
    """A line that somebody listens to, and that drops where it is told."""

    def __init__(self, target, framing, dialect):
        super().__init__(target)
        self._framing, self._dialect = framing, dialect
        self.heard = []

    def heard_at(self, end, data):
        self.heard.append((end, data))

    @property
    def messages(self):
        """Everything that was said, end by end."""
        splitters = {}
        for end, data in self.heard:
            splitter = splitters.setdefault(end, self._framing.splitter())
            yield from map(self._dialect.decode, filter(None, splitter.feed(data)))

    @property
    def bytes(self):
        return b"".join(data for _, data in self.heard)


def core_limits(process):
    (line,) = (line for line in Path(f"/proc/{process}/limits").read_text().splitlines() if "core file" in line)
    return line.split()[4:6]


class Day:
    """What was kept and said of one day with every kind of trouble."""

    def __init__(self, place):
        self.data = place / "data"
        self.wallet = place / "carried" / "wallet.json"
        self.wallet.parent.mkdir()
        self.wallet.write_text(WALLET, "utf-8")
        self.said = []
        self.while_running = []
        founded = self.run("found", self.data, "--demo", "--port-base", port_base(), "--wallet", self.wallet)
        assert founded.status == 0, founded
        parties = {path.name: read_party(path, {}, {}) for path in parties_in(self.data)}
        (host, *_), (switch,) = (parties[name].listeners for name in ("acquirer", "switch"))
        with (
            Tap(host.address, Framing.BINARY2, UNIONPAY_POS) as counter_line,
            Tap(switch.address, Framing.ASCII4, INTERBANK) as member_line,
        ):
            self._live(counter_line, member_line)
            self.lines = (counter_line, member_line)
        audit = self.run("audit", data=self.data)
        assert audit.status == 0, audit

    def _live(self, counter_line, member_line):
        routes = {"terminal.routes.ethernet": counter_line, "acquirer.routes.switch": member_line}
        sets = [word for key, tap in routes.items() for word in ("--set", f"{key}=127.0.0.1:{tap.address[1]}")]
        with up(self.data, *sets, "--set", "terminal.settings.reversal_pause=100ms") as serving:
            first = voucher_of(self.sale("12.50"))
            self.sale("3.10", "--card", "finch", "--json")
            assert self.sale("1.00", "--pin", "90817263", "--card", "finch", "--json").json["response_code"] == "55"
            assert self.sale("99999.00", "--json").json["response_code"] == "51"
            counter_line.fault = "lose-answer"
            assert self.sale("7.00").status == 11
            counter_line.fault = ""
            until_nothing_is_owed(self.data)
            done = self.sale("8.00", "--operator", "02", "--password", "0000", demo=False)
            assert done.status == 0, done
            second = voucher_of(done)
            assert self.run("void", first, "--demo", data=self.data).status == 0
            for command in (
                ("trace", first), ("trace", first, "--json"), ("trace", second), ("slips", second), ("slips",),
                ("status",), ("status", "--json"), ("echo",), ("audit", "--json"), ("doctor",),
            ):  # fmt: skip
                assert self.run(*command, data=self.data).status == 0, self.said[-2:]
            self.core_limits = core_limits(serving.process.pid)
            self.while_running = found_in_files(self.secrets(), self.data, keys_directory(self.data))
        self.said.append(serving.text)

    def run(self, *command, **more):
        done = run(*command, "--language", "en", **more)
        self.said += [done.out, done.err]
        return done

    def sale(self, amount, *more, demo=True):
        who = ("--demo",) if demo else ("--card", "canary", "--pin", CANARY_PIN)
        return self.run("sale", amount, *who, *more, data=self.data)

    def secrets(self):
        """What may lie in no file and may never be said."""
        text, binary = {}, {}
        for card in CARDS.values():
            text |= {
                f"number of {card.name}": card.pan.reveal(),
                f"track of {card.name}": card.track2.reveal(),
                f"PIN of {card.name}": card.pin.reveal(),
            }
            binary[f"clear PIN block of {card.name}"] = encode_format_0(card.pin, card.pan, 8)
        return Needles(text, binary)


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return Day(tmp_path_factory.mktemp("canaries"))


def test_no_file_holds_a_card_number_a_track_or_a_pin(day):
    assert day.while_running == []  # with write-ahead logs, sockets and locks
    assert found_in_files(day.secrets(), day.data, keys_directory(day.data)) == []


def test_nothing_that_was_said_holds_one(day):
    said = "\n".join(day.said)
    assert set(day.secrets().found(said.encode())) == set()
    for card in CARDS.values():
        assert card.pan.masked() in said


def test_a_process_that_dies_leaves_no_image_of_its_memory(day):
    assert day.core_limits == ["0", "0"]


def test_the_wallet_stays_where_it_was(day):
    assert day.wallet.read_text("utf-8") == WALLET
    assert list(day.data.rglob("*wallet*")) == [day.data / "wallet"]  # the party of that name


def test_the_flows_were_walked(day):
    counter_line, member_line = day.lines
    assert counter_line.dropped
    asked = [message.mti for message in counter_line.messages]
    assert asked.count("0200") == 7
    assert asked.count("0400") >= 1  # a try may be lost, too
    assert {message.processing_code for message in counter_line.messages} >= {"000000", "200000"}
    assert [message.mti for message in member_line.messages].count("0420") >= 1


def test_no_line_carries_a_pin_and_the_counter_s_line_no_track(day):
    counter_line, member_line = day.lines
    pins = {name: card.pin.reveal() for name, card in CARDS.items()}
    clear_blocks = {f"block of {name}": encode_format_0(card.pin, card.pan, 8) for name, card in CARDS.items()}
    for line in day.lines:
        assert set(Needles(pins, clear_blocks).found(line.bytes)) & {*pins, *clear_blocks} == set()
    tracks = {name: card.track2.reveal() for name, card in CARDS.items()}
    assert set(Needles(tracks).found(counter_line.bytes)) & {*tracks} == set()
    assert {message.pin_block is not None for message in member_line.messages if message.mti == "0200"} == {True, False}


def test_pin_blocks_and_encrypted_tracks_are_gone_after_authorisation(day):
    blocks, tracks = {}, {}
    for place, message in enumerate(message for line in day.lines for message in line.messages):
        if message.pin_block is not None:
            blocks[f"PIN block {place}"] = message.pin_block.reveal()
        if message.track2 is not None:
            tracks[f"track {place}"] = message.track2.reveal()
    assert len(blocks) >= 12
    assert len(tracks) >= 12
    assert found_in_files(Needles(tracks, blocks), day.data) == []


def key_blocks_in(store):
    """Return every key block in a party's tables, whether it stands alone or in a record."""
    found = set()
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as book:
        for (table,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in book.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    found |= {text[at.start() :][: int(at[1])] for at in KEY_BLOCK.finditer(text)}
    return found


def test_keys_lie_in_key_blocks_only_and_master_keys_in_their_own_files(day):
    keys, apart = {}, set()
    for place in parties_in(day.data):
        configuration = read_party(place, {}, {})
        lmk = read_lmk(configuration)
        keys[f"LMK of {place.name}"] = lmk
        apart.add((configuration.lmk, f"LMK of {place.name}"))
        wrapper = KeyWrapper(lmk)
        opened = {wrapper.unwrap(block) for block in key_blocks_in(place / STORE)}
        assert opened, f"no key block in the store of {place.name}"
        keys |= {f"{attributes.label} of {place.name} {clear[:1].hex()}": clear for attributes, clear in opened}
    assert {name.split()[0] for name in keys} >= {"LMK", "TMK", "TPK", "TAK", "TDK", "ZPK", "ZAK"}
    assert found_in_files(Needles({}, keys), day.data, keys_directory(day.data), apart=apart) == []
    said = b"".join([*(line.bytes for line in day.lines), *map(str.encode, day.said)])
    assert set(Needles({}, keys).found(said)).isdisjoint(keys)


def test_each_party_keeps_a_log_and_a_number_written_into_one_would_be_found(day, tmp_path):
    for place in parties_in(day.data):
        assert (place / LOG).exists()
    copy = tmp_path / LOG
    number = CARDS["canary"].pan.reveal()
    copy.write_bytes((day.data / "acquirer" / LOG).read_bytes() + f'{{"card":"{number}"}}\n'.encode())
    assert (LOG, "number of canary") in found_in_files(day.secrets(), tmp_path)
