"""Many seeds on the command line: what is told meanwhile, in the end, and what fails."""

import json
import re

import pytest

from countertop.cli import language, simulating
from countertop.simulation.seen import MUST_BE_SEEN
from countertop.words import Language

FINDER = ("--planted", "issuer.credits-twice")


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setattr(language, "LANGUAGE", Language.ENGLISH)


def test_whoever_waits_for_many_seeds_hears_how_far_they_are(command, monkeypatch):
    monkeypatch.setattr(simulating, "TOLD_EVERY", 2)
    result = command("simulate", "--seeds", 5)
    assert result.exit_code == 0
    told = [line.partition(";")[0] for line in result.stderr.splitlines()]
    assert told == ["2 of 5 seeds played, 0 broken", "4 of 5 seeds played, 0 broken"]
    assert "seeds played" not in result.stdout


def test_in_the_end_it_prints_everything_that_must_be_seen(command):
    result = command("simulate", "--seeds", 2)
    summary, *counts = result.stdout.splitlines()
    assert summary.startswith("2 seeds, 0 broken; ")
    assert [line.split(maxsplit=1)[1] for line in counts] == list(MUST_BE_SEEN)


def test_a_broken_seed_says_how_to_play_it_again(command):
    result = command("simulate", "--first", 0, "--seeds", 2, *FINDER)
    assert result.exit_code == 1
    first, finding = result.stdout.splitlines()[:2]
    seed = first.split()[1]
    assert first == f"seed {seed} breaks an invariant; play it again: countertop simulate --seed {seed} --trace"
    assert re.match(r"    I\d+ ", finding)
    findings = json.loads(command("simulate", "--seed", seed, *FINDER, "--json").stdout)["findings"]
    assert list(findings) == [seed]


@pytest.mark.parametrize("way", [(), ("--json",)])
def test_enough_seeds_that_were_too_tame_fail(command, monkeypatch, way):
    monkeypatch.setattr(simulating, "ENOUGH_SEEDS", 2)
    result = command("simulate", "--seeds", 2, *way)
    assert result.exit_code == 1
    assert "never seen: " in result.stderr
    assert "29 February" in result.stderr
