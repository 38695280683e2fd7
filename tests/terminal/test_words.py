"""Every message id that the terminal uses is in the catalogue, and every one of the catalogue's is used."""

import re
from pathlib import Path

from countertop.iso8583.response_codes import RESPONSE_CODES, ActionClass
from countertop.terminal.diagnosis import COMPLAINTS
from countertop.terminal.kinds import KINDS
from countertop.terminal.links import LINKS
from countertop.terminal.permissions import Role
from countertop.terminal.responses import action_text, response_text
from countertop.words import CATALOGUE, terminal, terminal_parts

ROOMS = Path(__file__).parents[2] / "src/countertop"
SOURCES = sorted((*ROOMS.joinpath("terminal").rglob("*.py"), *ROOMS.joinpath("slips").rglob("*.py")))
ID = re.compile(
    r'"((?:ask|screen|advice|slip|response|action|terminal|front|menu|part|initialise|choice)\.[a-z_A-Z0-9]+)"'
)
KIND = re.compile(r'@record\("([^"]+)"')
# Ids that the code puts together: one for each state of the machine, kind of transaction, fault of a swipe.
CARD_GROUPS = ("domestic", "foreign", "codes")

MADE = {
    *("screen.state_out_of_key", "screen.state_signed_out", "screen.state_signed_in"),
    *("screen.card_unreadable", "screen.card_turned", "slip.waived_pin", "slip.waived_signature"),
    *("choice.debit", "choice.credit", "terminal.reversal_owed", "terminal.repeat_owed"),
    *("screen.reversal_resting", "screen.repeat_resting"),
    *(f"{where}.settled_{how}" for where in ("screen", "terminal") for how in ("repaid", "stands")),
    *(f"slip.kind_{kind}" for kind in KINDS),
    *(response_text(code) for code in (*RESPONSE_CODES, "A8")),
    *(response_text(code, scanned=True) for code in RESPONSE_CODES),
    *(action_text(code) for code in (*RESPONSE_CODES, "A8", None)),
    *(f"action.{kind.value}" for kind in ActionClass),
    *(f"front.operator_{role.value}" for role in Role),
    *("front.starting", "front.self_test"),
    *(f"front.totals_{group}_{side}" for group in CARD_GROUPS for side in ("debit", "credit")),
    *(f"slip.{group}" for group in CARD_GROUPS),
    *(f"front.bar_printer_{condition}" for condition in ("absent", "paper_out", "silent")),
    *(f"front.bar_{link}" for link in LINKS),
    *(f"complaint.{complaint}" for complaint in COMPLAINTS),
    *terminal_parts.TEXTS,  # test_self_test finds each of them
}
USED = {found for path in SOURCES for found in ID.findall(path.read_text("utf-8"))} | MADE
KINDS = {found for path in SOURCES for found in KIND.findall(path.read_text("utf-8"))}


def test_every_id_that_is_used_is_in_the_catalogue():
    assert set(CATALOGUE) >= USED - KINDS


def test_every_text_is_used():
    assert set(terminal.TEXTS) - USED == set()


def test_questions_that_hide_what_is_typed_are_named_so():
    secret = {"ask.pin", "ask.operator_password", "ask.supervisor_password", "ask.manager_password"}
    secret |= {"ask.new_password", "ask.repeated_password"}
    assert {
        message for message in USED if message.endswith(("pin", "password")) and message.startswith("ask.")
    } == secret
