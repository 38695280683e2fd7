"""The tables of flows hold all that can be done: what a party learns to do needs a story to be cut."""

import pytest

from countertop.acquirer.dispatch import CODE_ENTRY, FINANCIAL, MANAGEMENT, SCANNED
from countertop.acquirer.kinds import KINDS as HOST_KINDS
from countertop.acquirer.management.instructions import VERBS as COMMANDS
from countertop.terminal import Terminal
from countertop.terminal.flows.look_up import LOOKS
from countertop.terminal.kinds import KINDS
from tests.crash.code_flows import CODE_KINDS, PARTIES
from tests.crash.counter import Flow, run
from tests.crash.flows import FLOWS, PAYMENTS, undisturbed
from tests.crash.story import BANK, HOST, SWITCH, TERMINAL, WALLET, Act

# Asked for with other keys, or without one of them, a sign-in is the same flow.
SAME_FLOW = {("0800", "001"): ("0800", "004")}

# What writes nothing cannot be cut.
WRITES_NOTHING = {
    HOST: {
        *("status", "transactions", "trace", "terminals", "obligations", "blacklist", "commands", "parameters"),
        *("rulings", "place"),
        *("slips", "retrievals", "dispositions", "sign-off", "sign-on"),
        *("pulse", "unknown", "merchants", "terminal", "find-terminals"),
        *("shop", "shop-day", "shop-days", "shop-batch", "shop-batches", "shop-story", "shop-transactions"),
    },
    SWITCH: {"status", "trace", "obligations", "advices"},
    BANK: {"status", "trace", "accounts", "cards", "postings", "holds", "voice_approvals"},
    TERMINAL: set(LOOKS),
    WALLET: {"status", "bill", "customers", "orders", "trace"},
}

# What happens to the world is no verb of a desk.
WORLD = {"wait", "copy", "restore", "away"}


def verbs_at(party):
    """Return what a desk knows: asked for nonsense, it tells."""
    if party == TERMINAL:
        return Terminal.VERBS
    parties = PARTIES if party == WALLET else Flow.parties
    (told,) = run(Flow("nonsense", (Act("nonsense", party=party),), (Act("sign_in"),), parties=parties)).told
    return set(told.body["arguments"]["verbs"].split(", "))


def verbs_of(party):
    """Return what is asked at a desk in some flow."""
    return {act.verb for flow in FLOWS.values() for act in (*flow.before, *flow.acts) if act.party == party}


def test_every_kind_of_payment_has_its_story():
    assert PAYMENTS.keys() | CODE_KINDS == KINDS.keys() == HOST_KINDS.keys()
    assert FLOWS.keys() >= CODE_KINDS


def test_everything_that_the_host_serves_is_asked_of_it():
    asked = set().union(*(undisturbed(name).asked for name in FLOWS))
    served = {*FINANCIAL, *MANAGEMENT, *((*key, CODE_ENTRY) for key in SCANNED)}
    assert served - asked == SAME_FLOW.keys()
    assert set(SAME_FLOW.values()) <= asked


def test_every_instruction_is_given():
    acts = [act for flow in FLOWS.values() for act in flow.acts if act.verb == "command"]
    assert {act.arguments["command"] for act in acts} == COMMANDS.keys()


@pytest.mark.parametrize("party", WRITES_NOTHING)
def test_whatever_changes_something_is_cut(party):
    assert verbs_at(party) - WRITES_NOTHING[party] == verbs_of(party) - WORLD
