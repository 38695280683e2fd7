"""First-time initialisation: each step is done when what it leaves behind is there, and the next one is named."""

import pytest

from countertop.terminal.front.results import lines_of
from countertop.terminal.tables import IDENTITY_OF
from countertop.values import Secret
from countertop.words import CATALOGUE, terminal_parts
from tests.terminal.counter import TERMINAL, open_counter, person
from tests.terminal.settlement.batch_host import settling_counter

ORDER = ["self_test", "identity", "master_key", "sign_in", "test_sale", "test_void", "settle"]


def look(counter):
    status, body = counter.do("initialisation")
    assert status == 0
    return body


def answering(counter):
    counter.say = person(**{"ask.confirm_identity": True})
    return counter


def test_the_steps_are_walked_one_by_one_to_the_end():
    counter = answering(settling_counter())
    walked = []
    while (body := look(counter))["next"] is not None:
        walked.append(body["next"])
        assert counter.do(body["next_verb"], **body["next_arguments"])[0] == 0
    assert walked == ["self_test", "identity", "sign_in", "test_sale", "test_void", "settle"]
    assert body["message"] == "screen.initialised"
    assert [step["step"] for step in body["steps"]] == ORDER
    assert all(step["done"] for step in body["steps"])
    assert [int(sale.amount) for sale in counter.heard("0200")] == [1, 1]


def test_a_power_cut_forgets_no_step():
    counter = answering(open_counter())
    for verb in ("self_test", "confirm_identity", "sign_in"):
        assert counter.do(verb)[0] == 0
    again = answering(counter.crashed())
    again.start()
    assert look(again)["next"] == "test_sale"


def test_without_its_master_key_the_terminal_waits_for_the_ceremony():
    counter = answering(open_counter(keyed=False))
    counter.do("self_test")
    counter.do("confirm_identity")
    body = look(counter)
    assert (body["next"], body["next_verb"]) == ("master_key", None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ask.confirm_identity": False}, "screen.identity_wrong"),
        ({"ask.manager_password": Secret("00000000")}, "screen.password_wrong"),
    ],
)
def test_an_identity_that_is_not_confirmed_stays_open(changes, message):
    counter = answering(open_counter())
    counter.say |= changes
    status, body = counter.do("confirm_identity")
    assert (status, body["message"]) == (12, message)
    assert counter.rows(IDENTITY_OF, TERMINAL) == []


def test_who_confirmed_it_is_written_down():
    counter = answering(open_counter())
    counter.do("confirm_identity")
    (row,) = counter.rows(IDENTITY_OF, TERMINAL)
    assert (row["confirmed_by"], row["serial_number"]) == ("99", "00000001")


def test_every_step_has_its_text():
    counter = open_counter()
    assert {line.message for line in lines_of("initialisation", look(counter))} <= set(CATALOGUE)
    texts = {message for message in terminal_parts.TEXTS if message.startswith("initialise.")}
    assert texts == {f"initialise.{step}_{state}" for step in ORDER for state in ("open", "done")}
