"""Which browser tests walk each story of the counter, and each row of the machine's menu: none may be forgotten.

A story that works has its tests in `WALKED`; one whose parts do not exist yet stands in `NOT_FITTED`, with the slot or
the page that says so. A row of the menu that lights up (its verb is built) needs its walk in `MENU_WALKED`.
"""

import ast
from pathlib import Path

import pytest

from countertop.terminal import Terminal
from countertop.terminal.front.menu import MENU, verbs_of

HERE = Path(__file__).parent
FACE, STORIES, FAULTS, HARDSHIPS = "test_terminal", "test_terminal_stories", "test_terminal_faults", "test_hardships"

WALKED = {
    "power": (
        f"{FACE}::test_the_power_key_is_held_to_switch_off_and_on_and_the_machine_tests_itself",
        f"{HARDSHIPS}::test_a_house_that_is_killed_while_the_bank_thinks_takes_the_sale_back_when_it_is_there_again",
    ),
    "operator log-in": (
        f"{STORIES}::test_who_forgets_the_password_is_locked_until_the_supervisor_unlocks",
        f"{STORIES}::test_a_cashier_comes_changes_the_password_and_goes",
    ),
    "sign-in and sign-out": (
        f"{STORIES}::test_a_machine_that_was_signed_out_signs_in_by_one_key_and_one_that_was_moved_sells_nothing",
    ),
    "sale by stripe": (
        f"{FACE}::test_a_sale_with_a_pin_lets_no_digit_of_it_out_of_the_pad",
        f"{FACE}::test_a_sale_is_made_by_the_keyboard_alone",
        f"{STORIES}::test_a_bank_that_says_no_is_told_in_words_and_nothing_moves",
        "test_signing::test_a_signature_by_mouse_is_on_the_slip_and_at_the_host",
    ),
    "line drops, power cut": (
        f"{FAULTS}::test_a_line_that_breaks_in_a_sale_is_told_as_unknown_and_reversed",
        f"{HARDSHIPS}::test_a_house_that_is_killed_while_the_bank_thinks_takes_the_sale_back_when_it_is_there_again",
    ),
    "void": (f"{STORIES}::test_a_void_takes_the_supervisor_and_happens_once",),
    "refund": (f"{STORIES}::test_a_refund_is_given_in_parts_and_never_more_than_was_paid",),
    "pre-authorisation": (
        f"{STORIES}::test_a_pre_authorisation_is_completed_and_the_completion_is_voided",
        f"{STORIES}::test_a_pre_authorisation_is_voided_or_completed_by_an_advice_that_is_told_later",
    ),
    "balance, transfer": (
        f"{STORIES}::test_a_balance_is_shown_to_who_asks_and_printed_nowhere",
        f"{STORIES}::test_money_is_transferred_once_the_host_permits_it",
    ),
    "forced post": (f"{STORIES}::test_what_the_bank_approved_by_telephone_is_posted_by_a_number_that_is_keyed",),
    "payment by code": (
        f"{FACE}::test_a_customers_code_is_scanned_from_the_telephone",
        f"{FACE}::test_the_shops_code_is_scanned_by_the_telephone",
        f"{STORIES}::test_a_payment_by_code_is_voided_and_another_refunded",
    ),
    "settlement": (f"{STORIES}::test_the_batch_is_settled_with_a_slip_and_a_new_one_is_begun",),
    "slips": (
        f"{FACE}::test_two_slips_slide_out_are_torn_off_read_again_and_taken_away",
        f"{STORIES}::test_slips_are_printed_again_and_marked",
        "test_merchant::test_two_clicks_lead_to_a_slip",
    ),
    "statistics": ("test_merchant::test_a_sale_appears_by_itself_and_its_slip_is_found_by_one_key",),
    "diagnostics": (f"{STORIES}::test_a_fault_is_looked_for_and_its_cause_is_told_with_a_code",),
    "links": (f"{FAULTS}::test_a_cable_that_is_pulled_out_leaves_the_next_route",),
}

NOT_FITTED = {
    **dict.fromkeys(
        ("sale by chip", "sale by tap", "card pulled out too early", "fingerprint"),
        f"{FACE}::test_a_card_is_carried_to_a_slot_and_slots_without_their_parts_say_so",
    ),
    **dict.fromkeys(("goods", "stored-value card", "points and promotions", "fees line by line"), None),
}

AFTERCARE = f"{STORIES}::test_the_machine_is_looked_after_by_its_own_menu"
STAFF = f"{STORIES}::test_a_cashier_comes_changes_the_password_and_goes"
FORGOTTEN = f"{STORIES}::test_who_forgets_the_password_is_locked_until_the_supervisor_unlocks"
SIGNING = f"{STORIES}::test_a_machine_that_was_signed_out_signs_in_by_one_key_and_one_that_was_moved_sells_nothing"
HELD = f"{STORIES}::test_a_pre_authorisation_is_completed_and_the_completion_is_voided"
HELD_AND_TOLD = f"{STORIES}::test_a_pre_authorisation_is_voided_or_completed_by_an_advice_that_is_told_later"
TELEPHONED = f"{STORIES}::test_what_the_bank_approved_by_telephone_is_posted_by_a_number_that_is_keyed"
SCANNED = f"{STORIES}::test_a_payment_by_code_is_voided_and_another_refunded"

MENU_WALKED = {
    "sale": f"{FACE}::test_a_sale_is_made_by_the_keyboard_alone",
    "void": f"{STORIES}::test_a_void_takes_the_supervisor_and_happens_once",
    "refund": f"{STORIES}::test_a_refund_is_given_in_parts_and_never_more_than_was_paid",
    **dict.fromkeys(("preauthorisation", "completion", "completion_void"), HELD),
    **dict.fromkeys(("preauthorisation_void", "completion_advice"), HELD_AND_TOLD),
    "balance": f"{STORIES}::test_a_balance_is_shown_to_who_asks_and_printed_nowhere",
    "transfer": f"{STORIES}::test_money_is_transferred_once_the_host_permits_it",
    **dict.fromkeys(("offline_post", "adjustment", "tip_adjustment", "send_stored"), TELEPHONED),
    **dict.fromkeys(("qr_sale", "qr_void", "qr_refund", "qr_query"), SCANNED),
    "qr_show": f"{FACE}::test_the_shops_code_is_scanned_by_the_telephone",
    **dict.fromkeys(("slips", "transactions", "batch"), f"{STORIES}::test_slips_are_printed_again_and_marked"),
    **dict.fromkeys(
        ("settle", "settlement_slip"), f"{STORIES}::test_the_batch_is_settled_with_a_slip_and_a_new_one_is_begun"
    ),
    **dict.fromkeys(("change_password", "list_operators", "add_operator", "remove_operator", "reset_password"), STAFF),
    **dict.fromkeys(("unlock", "log_out"), FORGOTTEN),
    **dict.fromkeys(("sign_in", "sign_out"), SIGNING),
    **dict.fromkeys(("echo", "self_test", "download", "initialisation", "lock_terminal"), AFTERCARE),
    "diagnose": f"{STORIES}::test_a_fault_is_looked_for_and_its_cause_is_told_with_a_code",
}


def walks_in(module):
    tree = ast.parse((HERE / f"{module}.py").read_text("utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


NAMED = sorted(
    {*(test for tests in WALKED.values() for test in tests), *MENU_WALKED.values(), *filter(None, NOT_FITTED.values())}
)


@pytest.mark.parametrize("named", NAMED)
def test_every_walk_that_is_named_is_there(named):
    module, _, name = named.partition("::")
    assert name in walks_in(module)


def test_every_story_is_walked_or_waits_for_its_parts():
    assert all(WALKED.values())
    assert not set(WALKED) & set(NOT_FITTED)


def test_every_row_of_the_menu_that_lights_up_is_walked():
    assert set(MENU_WALKED) == verbs_of(MENU) & Terminal.VERBS
