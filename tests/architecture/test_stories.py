"""The operator's stories, each with the tests that tell it: by real programs from end to end, and as a conversation.

A story is a row of the mission's list; a claim is a sentence that must be true of the whole. Whoever renames or removes
one of these tests says here what tells the story instead.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

# Story -> (from end to end, as a playbook), each as file::test.
STORIES = {
    "power": (
        "end_to_end/test_face.py::test_a_machine_that_is_off_is_switched_on_tested_and_sells_by_keys",
        "end_to_end/test_face.py::test_a_machine_that_nobody_touches_sleeps_and_wakes",
        "end_to_end/test_face.py::test_it_is_switched_off_by_hand_and_comes_up_again",
        "terminal/front/test_front.py::test_after_thirty_seconds_the_machine_sleeps_and_the_waking_key_is_swallowed",
        "terminal/front/test_front.py::test_it_never_sleeps_inside_a_transaction",
        "terminal/test_self_test.py",
    ),
    "operator log-in": (
        "end_to_end/test_operators.py::test_operators_are_added_changed_reset_and_deleted",
        "end_to_end/test_management.py::test_a_cashier_added_at_the_terminal_sells_and_the_supervisor_voids",
        "terminal/test_operators.py",
        "terminal/test_locking.py",
    ),
    "sign-in and sign-out": (
        "end_to_end/test_counter.py::test_echo_status_sign_out_and_sign_in",
        "end_to_end/test_management.py::test_moved_while_signed_in_it_is_refused_until_the_move_is_approved",
        "terminal/test_sign_in.py",
        "acquirer/test_sign_in.py",
    ),
    "sale by stripe": (
        "end_to_end/test_counter.py::test_a_sale_shows_its_steps_and_prints_both_slips",
        "end_to_end/test_face.py::test_a_card_swiped_in_the_idle_screen_begins_a_sale",
        "terminal/test_sale.py",
        "acquirer/test_sale.py",
        "issuer/test_sales.py",
    ),
    "line drops, power cut": (
        "end_to_end/test_faults.py::test_a_line_that_drops_ends_in_a_reversal",
        "end_to_end/test_faults.py::test_pulling_the_plug_in_the_middle_of_sales_loses_and_makes_no_money",
        "terminal/test_reversal.py",
        "acquirer/test_reversal.py",
        "switch/test_reversals.py",
    ),
    "void": (
        "end_to_end/test_counter.py::test_a_void_takes_the_supervisor_and_happens_once",
        "terminal/test_void.py",
        "acquirer/test_void.py",
    ),
    "refund": (
        "end_to_end/test_payments.py::test_a_refund_by_reference_and_date_is_partial_repeated_and_bounded_by_its_original",
        "terminal/test_refund.py",
        "acquirer/test_refund.py",
    ),
    "pre-authorisation, its void, completion, completion void": (
        "end_to_end/test_payments.py::test_what_is_held_is_completed_voided_and_given_back",
        "end_to_end/test_stories.py::test_completion_told_as_an_advice",
        "terminal/test_preauthorisation.py",
        "acquirer/test_preauthorisation.py",
        "issuer/test_holds.py",
    ),
    "balance": (
        "end_to_end/test_payments.py::test_a_program_asks_for_a_balance_and_gets_stars",
        "terminal/test_balance.py",
        "acquirer/test_inquiry.py",
    ),
    "transfer": ("end_to_end/test_stories.py::test_transfer", "acquirer/test_transfer.py"),
    "forced post": (
        "end_to_end/test_payments.py::test_a_code_by_telephone_is_posted_adjusted_tipped_and_told_in_order",
        "terminal/test_advices.py",
        "acquirer/test_offline.py",
        "issuer/test_voice.py",
    ),
    "settlement": (
        "end_to_end/test_settlement.py::test_a_day_that_balances_is_settled_and_cleared",
        "end_to_end/test_settlement.py::test_a_sale_that_the_host_has_lost_is_restored_by_the_upload_and_the_books_balance",
        "terminal/settlement/test_settling.py",
        "acquirer/settlement/test_uploading.py",
    ),
    "slips": (
        "end_to_end/test_slips_again.py::test_the_terminal_makes_each_again_after_a_restart",
        "end_to_end/test_management.py::test_the_host_makes_a_slip_again_as_the_terminal_does",
        "terminal/test_slips.py",
        "acquirer/management/test_retrieval.py",
    ),
    "diagnostics": (
        "end_to_end/test_stories.py::test_diagnostics",
        "end_to_end/test_links.py::test_the_terminal_finds_out_which_way_is_dead",
        "terminal/test_diagnose.py",
    ),
    "links": (
        "end_to_end/test_links.py::test_unplugged_the_terminal_goes_over_the_air_and_back_when_that_fails_too",
        "terminal/test_links.py",
    ),
    "host instructions": (
        "end_to_end/test_management.py::test_a_terminal_is_locked_and_unlocked_from_the_acquirers_desk",
        "end_to_end/test_management.py::test_parameters_of_a_group_are_set_by_commands",
        "end_to_end/test_management.py::test_a_master_key_is_changed_from_the_host",
        "terminal/management/test_instructions.py",
        "acquirer/management/test_instructions.py",
    ),
}

CLAIMS = {
    "after a restart any slip is made again identically but for its mark": (
        "end_to_end/test_slips_again.py::test_the_terminal_makes_each_again_after_a_restart",
        "end_to_end/test_slips_again.py::test_the_host_makes_each_again_from_its_own_journal",
    ),
    "day 30 passes and day 31 does not": (
        "stories/test_days.py::test_day_30_passes_and_day_31_does_not",
        "stories/test_days.py::test_what_is_told_as_an_advice_on_day_31_is_turned_away",
    ),
    "115 % is rounded down to the fen": ("stories/test_days.py::test_115_percent_is_rounded_down_to_the_fen",),
    "a voice approval is used once": (
        "stories/test_days.py::test_a_code_of_the_voice_desk_is_good_once",
        "hostile/test_illegal_payments.py::test_a_code_of_the_voice_desk_is_good_once_for_its_card_and_amount",
    ),
    "hostile clients are refused": (
        "hostile/test_illegal_payments.py::test_an_illegal_refund_is_refused_and_the_legal_one_is_not",
        "hostile/test_illegal_payments.py::test_an_illegal_completion_is_refused_and_the_legal_one_is_not",
        "hostile/test_illegal_payments.py::test_an_illegal_adjustment_is_refused_and_the_legal_one_is_not",
    ),
    "demo slips carry the watermark": ("end_to_end/test_stories.py::test_demo_slips_carry_the_watermark",),
    "crash enumeration covers every flow": (
        "crash/test_flows.py::test_every_kind_of_payment_has_its_story",
        "crash/test_flows.py::test_everything_that_the_host_serves_is_asked_of_it",
        "crash/test_every_write.py::test_a_stop_at_any_durable_write_loses_and_makes_no_money",
    ),
    "a balance is kept nowhere": ("terminal/test_balance.py",),
}


@cache
def named_in(file):
    """Return the names of the tests of a file."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("told", [*STORIES.values(), *CLAIMS.values()], ids=[*STORIES, *CLAIMS])
def test_what_is_said_to_tell_a_story_is_there(told):
    for each in told:
        file, _, test = each.partition("::")
        assert test in named_in(file) if test else named_in(file), each


@pytest.mark.parametrize("story", STORIES)
def test_each_story_is_told_by_real_programs_and_as_a_conversation(story):
    told = STORIES[story]
    assert any(each.startswith("end_to_end/") for each in told)
    assert any(not each.startswith("end_to_end/") for each in told)
