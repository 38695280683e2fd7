"""The founded world: the same in every process, its parties strangers to each other's secrets."""

import subprocess
import sys

from countertop.simulation.founding import BANKS, SCHEMAS, TERMINALS, founding
from countertop.terminal.records import StanTaken

HASH = """
from hashlib import sha256
from countertop.simulation.founding import founding
print(sha256(repr([(n, node.lmk, node.image.lines) for n, node in founding().nodes.items()]).encode()).hexdigest())
"""


def test_every_process_founds_the_same_world():
    said = {
        subprocess.run([sys.executable, "-c", HASH], check=True, capture_output=True, timeout=60).stdout for _ in "12"
    }
    assert len(said) == 1


def test_there_are_three_terminals_and_three_banks():
    nodes = founding().nodes
    assert set(nodes) == {*TERMINALS, *BANKS, "acquirer", "switch", "wallet"}
    assert {name: nodes[name].settings["terminal_id"] for name in TERMINALS} == dict(TERMINALS)
    assert {node.kind for node in nodes.values()} == set(SCHEMAS)


def test_each_bank_has_its_own_cards():
    cards = [card for bank in BANKS for card in founding().cards_of(bank)]
    assert sorted(card.name for card in cards) == sorted(founding().wallet)


def test_no_card_number_is_in_any_image():
    text = repr([(node.image.lines, node.image.tables) for node in founding().nodes.values()])
    assert not any(card.pan.reveal() in text for card in founding().wallet.values())


def test_more_records_leave_the_first_image_alone():
    node = founding().nodes["terminal-1"]
    before = len(node.image.lines)
    more = node.with_records(StanTaken("80000101", "000005", "echo"))
    assert len(node.image.lines) == before
    assert len(more.image.lines) == before + 1
