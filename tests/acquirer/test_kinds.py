"""The table of kinds: it agrees with the matrix and with the interbank forms, and each row has its checks and budget."""

import pytest

from countertop.acquirer.checks import CHECKS
from countertop.acquirer.claims import BUDGETS
from countertop.acquirer.dispatch import FINANCIAL, SCANNED
from countertop.acquirer.kinds import KINDS, FoundBy, Route
from countertop.iso8583.interbank_forms import FORM_OF, Ending
from countertop.iso8583.matrix import Totals

SUPERVISED = {"void", "refund", "preauthorisation_void", "completion_void", "qr_void", "qr_refund"}
DEBIT = {"sale", "qr_sale", "completion", "completion_advice", "offline_post"}
CREDIT = {"void", "refund", "completion_void", "qr_void", "qr_refund"}


def test_every_form_between_banks_is_a_kind_here():
    assert {name for name, kind in KINDS.items() if kind.route is Route.SWITCH} == set(FORM_OF)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_row_agrees_with_its_neighbours(kind):
    assert kind.row.reversible is (kind.ending is Ending.REVERSAL)
    flows = FINANCIAL if kind.route is Route.SWITCH else SCANNED
    assert flows[kind.selectors][1] is kind
    assert (kind.reversal_selectors in flows) is kind.row.reversible
    assert (kind.name in BUDGETS) is (kind.found_by is not FoundBy.NOTHING) is kind.form.names_original
    assert CHECKS[kind]
    assert kind.is_supervised is (kind.name in SUPERVISED)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_row_counts_on_its_side(kind):
    side = Totals.DEBIT if kind.name in DEBIT else Totals.CREDIT if kind.name in CREDIT else Totals.NONE
    assert kind.row.totals is side


def test_originals_of_a_budget_are_kinds():
    for budget in BUDGETS.values():
        assert budget.originals | budget.barred_by <= set(KINDS)
