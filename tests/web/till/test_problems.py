"""Every code of the till API has its texts, and every text of the table is used."""

import re
from pathlib import Path

from countertop.web.till.examples import EXAMPLES
from countertop.web.till.models import PaymentStatus
from countertop.web.till.problems import STATUSES, TillProblem
from countertop.web.till.telling import _PROMPTS
from countertop.words import CATALOGUE, pages_till

ROOMS = Path(__file__).parents[3] / "src/countertop"
ID = re.compile(r'"((?:till|help)\.[a-z_.-]+)"')
MADE = {
    *(f"till.{kind}.{code}" for kind in ("problem", "advice") for code in STATUSES),
    *(f"till.example.{example.about}" for example in EXAMPLES),
    *(f"till.op.{example.operation}" for example in EXAMPLES),
    *(f"till.status.{status.value}" for status in PaymentStatus),
    *(f"till.prompt.{prompt}" for prompt in (*_PROMPTS.values(), "cashier")),
    *(f"till.tag.{tag}" for tag in ("payments", "slips", "settlements", "terminal")),
    *(f"till.page.{part}" for part in ("following", "statuses", "problems")),
    "help.till-key",
}


def test_every_text_is_there_and_used():
    files = (*ROOMS.joinpath("web/till").glob("*.*"), ROOMS / "cli/till_key.py", ROOMS / "cli/pages.py")
    used = {found for path in files for found in ID.findall(path.read_text("utf-8"))}
    named = {each for each in used | MADE if not each.endswith(".")}
    assert set(CATALOGUE) >= MADE
    assert set(pages_till.TEXTS) - named == set()


def test_what_the_terminal_says_takes_the_place_of_the_general_words():
    said = {"message": "screen.signed_out", "arguments": {}, "advice": "advice.sign_in"}
    problem = TillProblem("terminal_not_ready", said).problem
    assert problem.message.en == CATALOGUE["screen.signed_out"][1]
    assert problem.advice.zh == CATALOGUE["advice.sign_in"][0]
