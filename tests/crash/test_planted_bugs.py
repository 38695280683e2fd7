"""Bugs that nothing but a stop shows: the enumeration finds each of them, so it looks where it must."""

import pytest

from tests.crash.counter import Flow, run
from tests.crash.flows import FLOWS, SALE

FOUR_SALES = Flow("four sales", (SALE,) * 4)


@pytest.mark.parametrize(
    ("bug", "flow"),
    [
        ("terminal.send-before-persist", FLOWS["sale"]),
        ("terminal.pending-dropped-at-reboot", FLOWS["sale"]),
        ("terminal.duplicate-stan-after-reboot", FOUR_SALES),
        ("terminal.refund-forgotten-at-reboot", FLOWS["refund"]),
        ("terminal.settlement-forgotten-at-reboot", FLOWS["settlement"]),
        ("acquirer.reply-before-commit", FLOWS["sale"]),
        ("switch.reply-before-commit", FLOWS["sale"]),
        ("issuer.answer-before-commit", FLOWS["sale"]),
        ("wallet.answer-before-commit", FLOWS["qr_sale"]),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_bug_that_only_a_stop_shows_is_found(bug, flow):
    planted = frozenset({bug})
    undisturbed = run(flow, planted=planted)
    assert undisturbed.findings == []
    assert any(run(flow, stop, planted=planted).findings for stop in undisturbed.stops())
