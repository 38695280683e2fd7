"""The tables of flows hold all that can be done: what a party learns to do needs a story to be cut."""

import pytest

from countertop.acquirer.dispatch import FINANCIAL, MANAGEMENT
from countertop.acquirer.kinds import KINDS as HOST_KINDS
from countertop.acquirer.management.instructions import VERBS as COMMANDS
from countertop.terminal import Terminal
from countertop.terminal.flows.look_up import LOOKS
from countertop.terminal.kinds import KINDS
from tests.crash.counter import Flow, run
from tests.crash.flows import FLOWS, PAYMENTS, undisturbed
from tests.crash.story import BANK, HOST, SWITCH, TERMINAL, Act

# Asked for with other keys, or without one of them, a sign-in is the same flow.
SAME_FLOW = {("0800", "001"): ("0800", "004")}

# What writes nothing cannot be cut.
WRITES_NOTHING = {
    HOST: {
        *("status", "transactions", "trace", "terminals", "obligations", "blacklist", "commands", "parameters"),
        *("rulings", "place"),
        *("slips", "retrievals", "batches", "dispositions", "cases", "sign-off", "sign-on"),
    },
    SWITCH: {"status", "trace", "obligations", "advices"},
    BANK: {"status", "trace", "accounts", "cards", "postings", "holds", "voice_approvals", "exceptions"},
    TERMINAL: set(LOOKS),
}


# There is no wallet in this world; `tests/wallet` cuts what is paid by code.
PAID_BY_CODE = {name for name in {*Terminal.VERBS, *KINDS} if name.startswith("qr_")}

# What happens to the world is no verb of a desk.
WORLD = {"wait", "copy", "restore", "away"}


def verbs_at(party):
    """Return what a desk knows: asked for nonsense, it tells."""
    if party == TERMINAL:
        return Terminal.VERBS
    (told,) = run(Flow("nonsense", (Act("nonsense", party=party),), (Act("sign_in"),))).told
    return set(told.body["arguments"]["verbs"].split(", "))


def verbs_of(party):
    """Return what is asked at a desk in some flow."""
    return {act.verb for flow in FLOWS.values() for act in (*flow.before, *flow.acts) if act.party == party}


def test_every_kind_of_payment_has_its_story():
    assert PAYMENTS.keys() == KINDS.keys() - PAID_BY_CODE == HOST_KINDS.keys() - PAID_BY_CODE


def test_everything_that_the_host_serves_is_asked_of_it():
    asked = set().union(*(undisturbed(name).asked for name in FLOWS))
    served = {key for key in (*FINANCIAL, *MANAGEMENT) if key not in FINANCIAL or FINANCIAL[key][1].name in PAYMENTS}
    assert served - asked == SAME_FLOW.keys()
    assert set(SAME_FLOW.values()) <= asked


def test_every_instruction_is_given():
    acts = [act for flow in FLOWS.values() for act in flow.acts if act.verb == "command"]
    assert {act.arguments["command"] for act in acts} == COMMANDS.keys()


@pytest.mark.parametrize("party", WRITES_NOTHING)
def test_whatever_changes_something_is_cut(party):
    assert verbs_at(party) - WRITES_NOTHING[party] - PAID_BY_CODE == verbs_of(party) - WORLD
