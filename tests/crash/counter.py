"""One counter, one terminal, a day of a few acts; and a network that spoils the first frames a flow names."""

from collections.abc import Callable
from dataclasses import dataclass

from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.simulation.days import ListedDay
from countertop.simulation.faults import CrashPoint, Faults, Swarm
from countertop.simulation.founding import founding
from countertop.simulation.network import Delivery
from countertop.simulation.people import Act
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.values import MINUTE, SECOND, Pin

SEED = 1
LONGEST = 10 * MINUTE
# Stricter than the fifteen minutes of the invariant: nothing else goes wrong here.
HEALING = 4 * MINUTE
PARTIES = ("terminal-1", "acquirer", "switch", "issuer-east")


@dataclass(frozen=True)
class Spoiled:
    """What becomes of a frame of an MTI on a hop; the first so many of them pass."""

    sender: str
    receiver: str
    mti: str
    fate: Delivery
    passing: int = 0


@dataclass(frozen=True)
class Flow:
    """A story to be interrupted."""

    name: str
    acts: tuple[Callable, ...]
    spoiled: tuple[Spoiled, ...] = ()


class SpoiledNetwork(Faults):
    """No faults but the planned ones: stops at durable writes, and the frames that the flow spoils."""

    def __init__(self, flow: Flow, crashes: tuple[CrashPoint, ...]) -> None:
        super().__init__(SEED, Swarm({}), crashes)
        self.left = {spoiled: spoiled.passing for spoiled in flow.spoiled}

    def delivery(self, sender, receiver, payload):
        for spoiled, passing in self.left.items():
            if (spoiled.sender, spoiled.receiver) == (sender, receiver) and mti(
                sender, receiver, payload
            ) == spoiled.mti:
                self.left[spoiled] = passing - 1
                if passing == 0:
                    return spoiled.fate
        return super().delivery(sender, receiver, payload)


def mti(sender: str, receiver: str, payload: bytes) -> str:
    dialect = UNIONPAY_POS if "terminal-1" in (sender, receiver) else INTERBANK
    return dialect.decode(payload).mti


@dataclass
class Run:
    """What came of a flow: findings, what the cashier was told (statuses), each party's durable writes, stops struck."""

    findings: list[str]
    told: list[int]
    writes: dict[str, int]
    struck: set[CrashPoint]


def run(flow: Flow, *crashes: CrashPoint, planted=frozenset(), tell=None) -> Run:
    faults = SpoiledNetwork(flow, crashes)
    scene = Scene(SEED, faults, days={"terminal-1": ListedDay(flow.acts)}, planted=planted, tell=tell)
    findings = play(scene, LONGEST, HEALING)
    told = [one.status for one in scene.cashiers["terminal-1"].memory.told]
    writes = {party: scene.world.nodes[party].writes[0] for party in PARTIES}
    return Run(findings, told, writes, faults.struck)


def stops(party: str, first: int, last: int) -> list[CrashPoint]:
    """Before and after each durable write from the first to the last."""
    return [CrashPoint(party, write, when) for write in range(first, last + 1) for when in ("before", "after")]


def sale(amount=1000, pin=None, card="debit-east"):
    def make(_):
        held = founding().wallet[card]
        return Act("sale", {"amount": amount}, held, pin=held.pin if pin is None else Pin(pin))

    return make


def void(memory):
    return Act("void", {"voucher_number": memory.vouchers[-1]}) if memory.vouchers else None


def sign_in(_):
    return Act("sign_in")


LOST = Delivery(())
TOO_LATE = Delivery((80 * SECOND,), in_order=False)
AFTER_THE_SWITCH = Delivery((22 * SECOND,), in_order=False)
AFTER_THE_HOST = Delivery((40 * SECOND,), in_order=False)

FLOWS = {
    flow.name: flow
    for flow in (
        Flow("sign-in", (sign_in,)),
        Flow("sale approved", (sale(),)),
        Flow("sale declined", (sale(pin="999999"),)),
        Flow("void", (sale(), void)),
        Flow("sale timed out at the terminal", (sale(),), (Spoiled("acquirer", "terminal-1", "0210", LOST),)),
        Flow("sale timed out at the host", (sale(),), (Spoiled("switch", "acquirer", "0210", LOST),)),
        Flow("sale timed out at the switch", (sale(),), (Spoiled("issuer-east", "switch", "0210", LOST),)),
        Flow("late answer at the host", (sale(),), (Spoiled("switch", "acquirer", "0210", AFTER_THE_HOST),)),
        Flow(
            "void timed out at the terminal", (sale(), void), (Spoiled("acquirer", "terminal-1", "0210", TOO_LATE, 1),)
        ),
        Flow("void timed out at the host", (sale(), void), (Spoiled("switch", "acquirer", "0210", AFTER_THE_HOST, 1),)),
        Flow("reversal before original at the host", (sale(),), (Spoiled("terminal-1", "acquirer", "0200", TOO_LATE),)),
        Flow(
            "reversal before original at the switch",
            (sale(),),
            (Spoiled("acquirer", "switch", "0200", AFTER_THE_HOST),),
        ),
        Flow(
            "reversal before original at the bank",
            (sale(),),
            (Spoiled("switch", "issuer-east", "0200", AFTER_THE_SWITCH),),
        ),
    )
}
