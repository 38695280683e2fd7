"""Who and what is registered, a page at a time, and all about one terminal: of a key never more than its check value."""

import json

import pytest

from countertop.acquirer import desk_answers
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_TERMINAL_ID, TERMINAL_ID


def ask(house, verb, **arguments):
    status, body = house.book.ask_desk(verb, **arguments)
    assert status == 0, body
    return body


def numbers(body):
    return [each["terminal_id"] for each in body["terminals"]]


def test_terminals_are_found_by_number_machine_and_merchant(house, till):
    assert numbers(ask(house, "find-terminals")) == [TERMINAL_ID, OTHER_TERMINAL_ID]
    assert numbers(ask(house, "find-terminals", text="00000102")) == [OTHER_TERMINAL_ID]
    assert numbers(ask(house, "find-terminals", text="DEMO FRESH"))[0] == TERMINAL_ID
    assert numbers(ask(house, "find-terminals", merchant_id=MERCHANT_ID)) == [TERMINAL_ID]
    assert numbers(ask(house, "find-terminals", text="nobody")) == []
    (line,) = ask(house, "find-terminals", text=TERMINAL_ID)["terminals"]
    assert (line["signed_in"], line["locked"], line["settling"]) == (True, False, False)


def test_a_full_page_leads_to_the_next(house, monkeypatch):
    monkeypatch.setattr(desk_answers, "PAGE", 1)
    first = ask(house, "find-terminals")
    assert (numbers(first), first["more"]) == ([TERMINAL_ID], True)
    second = ask(house, "find-terminals", after=TERMINAL_ID)
    assert (numbers(second), second["more"]) == ([OTHER_TERMINAL_ID], False)


def test_merchants_tell_what_they_may_and_how_many_terminals_they_have(house):
    house.book.ask_desk("limit-merchant", merchant_id=MERCHANT_ID, largest=500_00, day=0, by="Li Na")
    (merchant,) = ask(house, "merchants", text=MERCHANT_ID)["merchants"]
    assert (merchant["largest_amount"], merchant["day_amount"], merchant["terminals"]) == (500_00, 0, 1)
    assert merchant["is_open"]


@pytest.mark.parametrize("text", ["x" * 61, 5, ["a"]])
def test_a_search_for_no_text_is_refused(house, text):
    for verb in ("merchants", "find-terminals"):
        status, body = house.book.ask_desk(verb, text=text)
        assert (status, body["message"]) == (2, "acquirer.search-needs")


def test_a_terminal_shows_check_values_and_never_a_key(house, till):
    house.book.ask_desk("command", terminal_id=TERMINAL_ID, command="master-key", by="Li Na")
    body = ask(house, "terminal", terminal_id=TERMINAL_ID)
    held = {each["name"]: each for each in body["keys"]}
    assert list(held) == ["tmk", "next_tmk", "tpk", "tak", "tdk"]
    assert all(4 <= len(each["kcv"]) <= 16 for each in held.values())
    assert held["next_tmk"]["kcv"] == body["next_key_kcv"]
    terminal = house.memory.registry.terminals[TERMINAL_ID]
    for block in (terminal.tmk, terminal.session.tpk, terminal.session.tak):
        assert block not in json.dumps(body)
    assert body["standing_commands"] == ["master-key"]
    assert {"operator": "01", "role": "cashier"} in body["operators"]
    assert body["merchant"]["merchant_id"] == MERCHANT_ID


def test_a_terminal_that_is_not_registered_is_refused(house):
    status, body = house.book.ask_desk("terminal", terminal_id="99999999")
    assert (status, body["message"]) == (12, "acquirer.no-such-terminal")
