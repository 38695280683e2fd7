"""Every flow, every party stopped before and after every durable write: the books agree in the end, nothing is owed."""

import pytest

from tests.crash.counter import FLOWS, PARTIES, Flow, run, sale, stops

# What the cashier is told when nobody stops: the flow does what its name says.
TOLD = {
    "sign-in": [],
    "sale approved": [0],
    "sale declined": [10],
    "void": [0, 0],
    "sale timed out at the terminal": [11],
    "sale timed out at the host": [10],
    "sale timed out at the switch": [10],
    "late answer at the host": [10],
    "void timed out at the terminal": [0, 11],
    "void timed out at the host": [0, 10],
    "reversal before original at the host": [11],
    "reversal before original at the switch": [10],
    "reversal before original at the bank": [10],
}


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_that_nobody_stops_ends_as_it_should(name):
    undisturbed = run(FLOWS[name])
    assert undisturbed.told == TOLD[name]
    assert undisturbed.findings == []
    assert sum(undisturbed.writes.values()) > 4


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("name", FLOWS)
def test_a_stop_at_any_durable_write_loses_and_makes_no_money(name, party):
    flow = FLOWS[name]
    for stop in stops(party, 1, run(flow).writes[party]):
        stopped = run(flow, stop)
        assert stopped.struck == {stop}
        assert stopped.findings == [], stop


@pytest.mark.parametrize(
    ("bug", "name"),
    [
        ("terminal.send-before-persist", "sale approved"),
        ("terminal.pending-dropped-at-reboot", "sale approved"),
        ("terminal.duplicate-stan-after-reboot", "four sales"),
        ("acquirer.reply-before-commit", "sale approved"),
        ("switch.reply-before-commit", "sale approved"),
        ("issuer.answer-before-commit", "sale approved"),
    ],
)
def test_a_bug_that_only_a_stop_shows_is_found(bug, name):
    flow, planted = {**FLOWS, "four sales": Flow("four sales", (sale(),) * 4)}[name], frozenset({bug})
    party = {"terminal": "terminal-1", "issuer": "issuer-east"}.get(bug.split(".")[0], bug.split(".")[0])
    assert run(flow, planted=planted).findings == []
    assert any(run(flow, stop, planted=planted).findings for stop in stops(party, 1, run(flow).writes[party]))
