"""Who agrees to what a desk keeps for a second person reads first what that is: in words and in money."""

import re

import pytest

from countertop.demo.places import PLACES
from countertop.web.accounts.demo import add_demo_accounts
from countertop.web.accounts.house import open_register
from countertop.web.acquirer.app import make_acquirer_site
from countertop.web.sites import read_premises
from tests.end_to_end.processes import run, sale, up
from tests.web.accounts.conftest import Served
from tests.web.acquirer.conftest import (
    ADMINISTRATOR,
    OPERATOR,
    SECOND_OPERATOR,
    TERMINAL,
    Visitor,
)

FACT = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.DOTALL)
DISPOSITION = {"terminal_id": TERMINAL, "batch_instance": "1"}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """The console of a house with one sale, where no single person moves a terminal."""
    data = tmp_path_factory.mktemp("proposals") / "data"
    with up(data, "--set", "acquirer.settings.relocation_persons=two"):
        assert run("sign-in", "--demo", data=data).status == 0
        assert sale(data, "1234.50").status == 0
        register = open_register(data, is_demo=True)
        add_demo_accounts(register)
        with Served(make_acquirer_site(read_premises(data), register)) as served:
            served.house = data
            yield served
        register.store.close()


@pytest.fixture(scope="module")
def people(console):
    return {name: Visitor(console.browser(), name) for name in (OPERATOR, SECOND_OPERATOR, ADMINISTRATOR)}


def facts(answer):
    assert answer.status == 200, answer.text
    return dict(FACT.findall(answer.text))


def test_the_closing_of_a_batch_is_read_with_its_sums_before_it_is_agreed_to(people):
    assert people[OPERATOR].do("propose-disposition", **DISPOSITION, reason="it burned")[1].status == 200
    told = facts(people[SECOND_OPERATOR].post("/deeds/approve-disposition", DISPOSITION))
    assert (told["Debit count"], told["Debit amount"], told["Credit amount"]) == ("1", "1,234.50", "0.00")
    assert (told["Reason"], told["Proposed by"]) == ("it burned", OPERATOR)
    people[SECOND_OPERATOR].get("/?language=zh")
    told = facts(people[SECOND_OPERATOR].post("/deeds/approve-disposition", DISPOSITION))
    assert (told["借记金额"], told["提出人"]) == ("1,234.50", OPERATOR)
    people[SECOND_OPERATOR].get("/?language=en")
    # What is shown is what is agreed to, although the form named no proposal.
    assert people[SECOND_OPERATOR].do("approve-disposition", **DISPOSITION)[1].status == 200


def test_the_outcome_of_a_case_is_read_before_it_is_agreed_to(people):
    (case,) = people[OPERATOR].call("/api/lists/cases")[1]["rows"]
    name = case["case_name"]
    gone = people[SECOND_OPERATOR].post("/deeds/approve-case", {"case": name})
    assert (gone.status, "Nobody proposes that" in gone.text) == (409, True)
    wanted = {"outcome": "merchant_adjusted", "reason": "the shop has the slip"}
    assert people[OPERATOR].do("close-case", case=name, amount="1234.50", **wanted)[1].status == 200
    (case,) = people[OPERATOR].call("/api/lists/cases")[1]["rows"]
    seen = {"case": name, "seen": case["seen"]}
    told = facts(people[SECOND_OPERATOR].post("/deeds/approve-case", seen))
    assert (told["Proposed outcome"], told["Proposed amount"]) == ("Adjusted with the merchant by hand", "1,234.50")
    assert (told["Why proposed"], told["Proposed by"]) == ("the shop has the slip", OPERATOR)
    assert people[OPERATOR].do("close-case", case=name, amount="12.50", **wanted)[1].status == 200
    changed = people[SECOND_OPERATOR].post("/deeds/approve-case", seen)
    assert (changed.status, "another proposal by now" in changed.text) == (409, True)
    _, done = people[SECOND_OPERATOR].do("approve-case", case=name)
    assert (done.status, f"Case {name} is closed" in done.text) == (200, True)


def test_where_a_terminal_goes_is_read_before_it_is_agreed_to(console, people):
    place = ("--address", "9 Demo Road", "--position", PLACES["across-town"].text(), "--reason", "new shop")
    by = ("--by", "Wang Fang", "--language", "en")
    proposed = run("manage", "relocate", TERMINAL, *place, *by, data=console.house)
    assert proposed.status == 0, proposed
    page = people[ADMINISTRATOR].get(f"/terminals/{TERMINAL}").text
    number = re.search(r'name="number" value="(\d+)"', page)[1]
    sure = people[ADMINISTRATOR].post("/deeds/approve-relocation", {"terminal_id": TERMINAL, "number": number})
    told = facts(sure)
    assert (told["Moves to"], told["Proposed by"], told["Why proposed"]) == ("9 Demo Road", "Wang Fang", "new shop")
    other = {"terminal_id": TERMINAL, "number": str(int(number) + 1)}
    assert people[ADMINISTRATOR].post("/deeds/approve-relocation", other).status == 409
