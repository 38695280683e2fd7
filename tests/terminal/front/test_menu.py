"""The menu: the field's order, offered by what is built, permitted and switched on."""

from countertop.terminal import Terminal
from countertop.terminal.diagnosis import COMPLAINTS
from countertop.terminal.front.menu import MENU, offered, verbs_of
from countertop.terminal.front.standing import Standing
from countertop.terminal.permissions import Role
from countertop.words import CATALOGUE

EVERYTHING = verbs_of(MENU)


def every_item(items=MENU):
    for item in items:
        yield item
        yield from every_item(item.items)


def digits(items):
    return "".join(item.digit for item in items)


def test_the_order_is_the_one_that_cashiers_know():
    assert [item.label for item in MENU[:7]] == [
        "menu.sale", "menu.void", "menu.refund", "menu.preauthorisations", "menu.balance", "menu.print", "menu.manage",
    ]  # fmt: skip
    manage, printing = MENU[6], MENU[5]
    assert next(item.label for item in manage.items if item.digit == "6") == "menu.settlement"
    assert next(item.label for item in manage.items if item.digit == "1") == "menu.sign_in"
    assert printing.items[0].verb == "slips"


def test_every_row_has_a_text_a_digit_of_its_own_and_leads_somewhere():
    for item in every_item():
        assert item.label in CATALOGUE
        assert bool(item.verb) != bool(item.items)
        assert len({each.digit for each in item.items}) == len(item.items)
    assert len(set(digits(MENU))) == len(MENU)


def test_each_complaint_has_its_row_and_begins_its_diagnosis():
    (diagnose,) = [item for item in MENU if item.label == "menu.diagnose"]
    rows = [row for item in diagnose.items for row in item.items or (item,)]
    assert [row.arguments["complaint"] for row in rows] == list(COMPLAINTS)
    assert {row.verb for row in rows} == {"diagnose"}


def test_what_is_not_built_is_not_offered_and_lights_up_with_its_verb():
    cashier = Standing(role=Role.CASHIER)
    assert digits(offered(MENU, cashier, {"sale"})) == "1"
    assert digits(offered(MENU, cashier, {"sale", "preauthorisation"})) == "14"
    assert offered(MENU, cashier, ()) == ()


def test_a_parameter_switches_a_row_off():
    off = Standing(role=Role.CASHIER, switched_off=frozenset({"transfer"}))
    others = next(item for item in MENU if item.label == "menu.others")
    assert "1" not in digits(offered(others.items, off, EVERYTHING))
    assert "1" in digits(offered(others.items, Standing(role=Role.CASHIER), EVERYTHING))


def test_a_menu_follows_the_role():
    assert "1" in digits(offered(MENU, Standing(role=Role.CASHIER), EVERYTHING))
    for role in (Role.SUPERVISOR, Role.MANAGER):
        assert not {"1", "2"} & set(digits(offered(MENU, Standing(role=role), EVERYTHING)))
        assert "7" in digits(offered(MENU, Standing(role=role), EVERYTHING))


def test_what_people_may_ask_of_the_terminal_has_its_row():
    # Whoever is not logged in yet is asked by the idle screen, and Cancel gives up a wait; the rest is for programs or
    # goes with a guide.
    elsewhere = {"qr_cancel", "log_in", "unlock_terminal", "confirm_identity", "status", "trace", "settlements"}
    elsewhere |= {"till_door", "till_request", "till_requests", "approve_devices"}
    assert elsewhere >= Terminal.VERBS - EVERYTHING
