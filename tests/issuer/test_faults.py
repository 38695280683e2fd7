"""A bank that misbehaves on purpose, so that others can be seen to bear it."""

import pytest

from countertop.issuer import FaultRuleSet, IssuerSettings
from countertop.values import SECOND
from tests.issuer.branch import BALANCE, Branch


def branch_with(*rules, settings=None):
    return Branch(settings, founding=rules).open()


def test_without_rules_nothing_is_done_on_purpose():
    branch = Branch().open()
    assert not branch.book.actor.office.faults
    assert branch.book.noted("issuer.faults_on") == 0


def test_faults_that_are_on_are_said_at_the_start():
    branch = branch_with(FaultRuleSet("r", "decline", amount=1, response_code="05"))
    assert branch.book.noted("issuer.faults_on") == 1


def test_a_rule_declines_an_amount():
    branch = branch_with(FaultRuleSet("r", "decline", amount=1_05, response_code="05"))
    assert branch.switch.ask(branch.switch.sale(1_05)).response_code == "05"
    assert branch.switch.ask(branch.switch.sale(1_06)).response_code == "00"
    assert branch.balance() == BALANCE - 1_06


def test_a_rule_declines_a_card():
    branch = branch_with(FaultRuleSet("r", "decline", card_ending="0128"))
    assert branch.switch.ask(branch.switch.sale(1_05)).response_code == "96"


def test_a_rule_delays_an_answer_and_the_money_moves_at_once():
    branch = branch_with(FaultRuleSet("r", "delay", amount=1_05, delay=20 * SECOND))
    sale = branch.switch.sale(1_05)
    branch.switch.tell(sale)
    assert branch.switch.hear() == []
    assert branch.balance() == BALANCE - 1_05
    branch.book.advance(20 * SECOND - 1)
    assert branch.switch.hear() == []
    branch.book.advance(1)
    (answer,) = branch.switch.hear("0210")
    assert answer.response_code == "00"


def test_answers_held_back_are_bounded():
    rule = FaultRuleSet("r", "delay", amount=1_05, delay=SECOND)
    branch = branch_with(rule, settings=IssuerSettings(most_held_answers=2))
    for _ in range(3):
        branch.switch.tell(branch.switch.sale(1_05))
    branch.book.advance(SECOND)
    assert len(branch.switch.hear()) == 2
    assert branch.book.noted("issuer.held_full") == 1


def test_a_rule_is_silent():
    branch = branch_with(FaultRuleSet("r", "silent", amount=1_05))
    branch.switch.tell(branch.switch.sale(1_05))
    assert branch.switch.hear() == []
    assert branch.book.appended == []


def test_a_rule_approves_and_says_nothing_and_the_reversal_still_works():
    branch = branch_with(FaultRuleSet("r", "approve-then-silent", amount=1_05))
    sale = branch.switch.sale(1_05)
    branch.switch.tell(sale)
    assert branch.switch.hear() == []
    assert branch.balance() == BALANCE - 1_05
    assert branch.switch.ask(branch.switch.reversal(sale)).response_code == "00"
    assert branch.balance() == BALANCE


def test_a_declined_reversal_succeeds_once_the_rule_is_gone():
    branch = branch_with(FaultRuleSet("r", "decline", kind="reversal", response_code="96"))
    sale = branch.switch.sale(1_05)
    branch.switch.ask(sale)
    reversal = branch.switch.reversal(sale)
    assert branch.switch.ask(reversal).response_code == "96"
    branch.book.actor.office.faults._rules.clear()
    assert branch.switch.ask(reversal).response_code == "00"
    assert branch.balance() == BALANCE


def test_a_rule_may_be_about_voids():
    branch = branch_with(FaultRuleSet("r", "decline", kind="void", response_code="05"))
    sale = branch.switch.sale(1_05)
    branch.switch.ask(sale)
    assert branch.switch.ask(branch.switch.void(sale)).response_code == "05"


def test_a_rule_is_switched_off_by_setting_it_again():
    branch = branch_with(FaultRuleSet("r", "silent"), FaultRuleSet("r", "none"))
    assert branch.switch.ask(branch.switch.sale()).response_code == "00"


def test_a_rule_must_be_one_that_there_is():
    with pytest.raises(AssertionError):
        branch_with(FaultRuleSet("r", "explode"))


def test_a_planted_fault_must_be_a_known_one():
    with pytest.raises(AssertionError):
        IssuerSettings(planted=frozenset({"issuer.nonsense"}))
