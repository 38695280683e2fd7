"""The targets of the coverage-guided hunts: seeds and whatever was ever found pass, and a broken parser is noticed.

The hunts themselves take minutes: `make fuzz`.
"""

from importlib import import_module
from pathlib import Path

import pytest

from countertop.codec import frames, tlv
from countertop.iso8583 import InterbankHeader, dialect, text_form
from tests.fuzz.coverage_guided.__main__ import TARGETS, said

FOUND = Path(__file__).parents[1] / "corpus" / "found"


def target(name):
    return import_module(f"tests.fuzz.coverage_guided.{name}")


def try_seeds(hunted):
    for seed in hunted.SEEDS:
        hunted.one(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_what_was_ever_found_pass(name):
    hunted = target(name)
    assert len(hunted.SEEDS) >= 3
    for seed in (*hunted.SEEDS, *(path.read_bytes() for path in sorted((FOUND / name).glob("*")))):
        hunted.one(seed)


def test_every_finding_has_its_target():
    assert {path.name for path in FOUND.iterdir() if path.is_dir()} <= {*TARGETS}


def whole_without_its_last_byte(decode):
    return lambda self, payload: decode(self, payload[:-1])


BREAKS = {
    "frames": (frames.Splitter, "feed", lambda feed: lambda self, data: feed(self, data[:-1])),
    "pos_messages": (dialect.Dialect, "decode", whole_without_its_last_byte),
    "interbank_messages": (dialect.Dialect, "decode", whole_without_its_last_byte),
    "interbank_header": (InterbankHeader, "write", lambda write: lambda self, total: write(self, total + 1)),
    "json_form": (text_form, "_value", lambda _: lambda spec, text: text.index("?") and spec),
    "tlv_data": (tlv, "_tag_end", lambda end: lambda *place: end(*place) + 1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_parser_is_noticed(name, monkeypatch):
    hunted = target(name)
    place, attribute, broken = BREAKS[name]
    monkeypatch.setattr(place, attribute, broken(getattr(place, attribute)))
    with pytest.raises((AssertionError, ValueError, IndexError)):
        try_seeds(hunted)


def test_broken_readers_of_files_lines_and_tracks_are_noticed(monkeypatch):
    def fail(*_, **__):
        raise TypeError("no error of any parser")

    for name, place in {
        "tracks": "countertop.terminal.card_entry.Pan.check",
        "wallet_cards": "countertop.demo.wallet._card",
        "desk_lines": "countertop.runtime.desk.Desk.take_in",
        "configuration": "countertop.runtime.configuration.fit",
    }.items():
        hunted = target(name)
        with monkeypatch.context() as patch:
            patch.setattr(place, fail)
            with pytest.raises(TypeError):
                try_seeds(hunted)


def test_a_hunt_says_what_it_tried_and_found():
    output = "#9 NEW    cov: 41 ft: 9\nTest unit written to found/x/crash-1\nstat::number_of_executed_units: 77\n"
    assert said("x", output, is_clean=True).split() == ["x", "77", "inputs", "41", "paths"]
    assert said("x", output, is_clean=False).endswith("FOUND found/x/crash-1")
    assert "hunt itself" in said("x", "", is_clean=False)
