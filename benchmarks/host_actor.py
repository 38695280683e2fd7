"""The acquirer's host alone: how long `handle` takes for a sale, with no socket, no file and no clock around it.

    python -m benchmarks.host_actor [sales]

Fifty terminals send sales with encrypted track and PIN; the switch approves each. Requests and answers are made and
sealed beforehand or between the timed parts, so what is timed is the host: decode, checks, software HSM, records,
answers. The store is the one in memory, or one that says yes to everything ("null"). The parts are timed by themselves
in the same run, each in a tight loop: the whole costs more by the flows, the stage, and caches gone cold.

Times are CPU times of this process; the best batch is shown because whatever else the machine does only adds.
"""

from __future__ import annotations

import sys
from statistics import median
from time import process_time

from countertop.acquirer import SCHEMA, Acquirer, AcquirerSettings
from countertop.acquirer.records import (
    AcquirerOpened,
    BinRouteSet,
    MerchantRegistered,
    OperatorRegistered,
    TerminalRegistered,
    ZoneKeysLoaded,
)
from countertop.hsm import EncryptPin, EncryptTrack, ImportWorkingKeys, KeyUsage, MakeMac, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to, management_answer
from countertop.stage import (
    Append,
    AskHsm,
    CancelTimer,
    Committed,
    Dial,
    FrameReceived,
    HangUp,
    LineOpened,
    Note,
    Read,
    Send,
    SetTimer,
    Stage,
    TimerFired,
)
from countertop.storage import Entry, MemoryStore
from countertop.values import Instant, Pan, Pin, Track2

TERMINALS = 50
BATCH = 500
PAN = "6225000000000014"
ACQUIRER_ID, SWITCH_ID, MERCHANT_ID = "99992900", "00010000", "999290054110001"
SWITCH_LINE = 1_000


class Chance:
    """Draws bytes that only have to differ."""

    def __init__(self) -> None:
        self.state = 1

    def __call__(self, size: int) -> bytes:
        """Return so many."""
        self.state = self.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407 & (1 << 127) - 1
        return self.state.to_bytes(16, "big").ljust(size, b"\x5a")[-size:]


class World:
    """A host with neighbours that take no time."""

    def __init__(self, *, null_store: bool) -> None:
        self.now = Instant(1_721_008_800_000_000, 1)
        chance = Chance()
        self.hsm, self.peer = SoftwareHsm(chance(32), chance), SoftwareHsm(chance(32), chance)
        self.sent: list[tuple[int, bytes]] = []
        self.store = MemoryStore(SCHEMA)
        self.null_store = null_store
        self.committed = Committed(self.now)
        self.asked: list = []
        zpk, _ = share_key(KeyUsage.ZPK, (self.hsm, self.peer))
        zak, self.zak = share_key(KeyUsage.ZAK, (self.hsm, self.peer))
        tmk, self.tmk = share_key(KeyUsage.TMK, (self.hsm, self.peer))
        terminals = [f"8000{number:04d}" for number in range(TERMINALS)]
        founding = [
            AcquirerOpened(ACQUIRER_ID, "Bench"),
            MerchantRegistered(MERCHANT_ID, "Bench", "5411"),
            *(TerminalRegistered(name, MERCHANT_ID, name, tmk.block) for name in terminals),
            *(OperatorRegistered(name, "01", "cashier") for name in terminals),
            BinRouteSet("622500", 16),
            ZoneKeysLoaded("switch", SWITCH_ID, zpk.block, zak.block),
        ]
        self.store.commit([Entry("founding", (entry,), 0) for entry in founding])
        self.stage = Stage(Acquirer(AcquirerSettings()), self._performers())
        self.stage.start(self.now)
        self.stage.deliver(TimerFired("redial"), self.now)
        self._answer(self.sent.pop()[1])
        self.keys = {}
        for line, name in enumerate(terminals):
            self.stage.deliver(LineOpened(line, "terminals", ""), self.now)
            self._sign_in(line, name)
        self.stans = 1

    def _performers(self) -> dict:
        return {
            Append: self._append,
            AskHsm: self._ask_hsm,
            Read: lambda effect, _play, _now: self.store.read(effect.query, effect.values),
            Send: lambda effect, _play, _now: self.sent.append((effect.line, effect.payload)),
            Dial: lambda _effect, _play, _now: SWITCH_LINE,
            **dict.fromkeys((SetTimer, CancelTimer, HangUp, Note), lambda _effect, _play, _now: None),
        }

    def _append(self, effect: Append, _play: object, now: Instant) -> Committed:
        if not self.null_store:
            self.store.commit([Entry(effect.stream, effect.records, now.utc)])
        return self.committed

    def _ask_hsm(self, effect: AskHsm, _play: object, _now: Instant) -> list:
        self.asked.append(effect.commands)
        return self.hsm.perform(effect.commands)

    def _seal_answer(self, answer: Message) -> bytes:
        answer.header = InterbankHeader(ACQUIRER_ID, SWITCH_ID)
        payload, covered = INTERBANK.seal_parts(answer)
        return INTERBANK.sealed(payload, self.peer.perform([MakeMac(self.zak.block, covered)])[0])

    def _answer(self, payload: bytes) -> None:
        answer = management_answer(INTERBANK.decode(payload), "00")
        self.stage.deliver(FrameReceived(SWITCH_LINE, self._seal_answer(answer)), self.now)

    def _sign_in(self, line: int, name: str) -> None:
        request = Message(
            "0800", stan="000001", terminal_id=name, merchant_id=MERCHANT_ID, transaction_info="00000000004"
        )
        self.stage.deliver(FrameReceived(line, UNIONPAY_POS.encode(request)), self.now)
        answer = UNIONPAY_POS.decode(self.sent.pop()[1])
        self.keys[line] = name, self.peer.perform([ImportWorkingKeys(self.tmk.block, answer.extended_data, "004")])[0]

    def sales(self, count: int) -> list[FrameReceived]:
        """Return sealed sales, the terminals in turn."""
        made = []
        for number in range(count):
            line = number % TERMINALS
            if line == 0:
                self.stans += 1
            name, keys = self.keys[line]
            track, block = self.peer.perform(
                [
                    EncryptTrack(keys.tdk, Track2(f"{PAN}D49122011234567890000")),
                    EncryptPin(keys.tpk, Pin("123456"), Pan(PAN)),
                ]
            )
            message = Message(
                "0200",
                tpdu=bytes.fromhex("6000030000"),
                header="603100310001",
                processing_code="000000",
                amount=f"{100 + number:012d}",
                stan=f"{self.stans:06d}",
                entry_mode="021",
                condition_code="00",
                pin_length="12",
                track2=track,
                terminal_id=name,
                merchant_id=MERCHANT_ID,
                terminal_information="OP00201",
                currency="156",
                pin_block=block,
                security_control="2610000000000000",
                transaction_info="2200000100020",
            )
            payload, covered = UNIONPAY_POS.seal_parts(message)
            (mac,) = self.peer.perform([MakeMac(keys.tak, covered)])
            made.append(FrameReceived(line, UNIONPAY_POS.sealed(payload, mac)))
        return made

    def approvals(self) -> list[FrameReceived]:
        """Return the switch's approvals of all that was forwarded."""
        made = []
        for _, payload in self.sent:
            answer = answer_to(
                INTERBANK.decode(payload), "00", "123456", settlement_date="0715", receiving_id="99010001"
            )
            made.append(FrameReceived(SWITCH_LINE, self._seal_answer(answer)))
        self.sent.clear()
        return made

    def deliver(self, events: list[FrameReceived]) -> float:
        """Hand the events over; return the seconds it took."""
        deliver, now = self.stage.deliver, self.now
        begun = process_time()
        for event in events:
            deliver(event, now)
        return process_time() - begun


def timed(world: World, sales: int) -> list[tuple[float, float]]:
    """Return microseconds a sale, of requests and of answers, for each batch."""
    batches = []
    for _ in range(sales // BATCH):
        requests = world.deliver(world.sales(BATCH))
        answers = world.deliver(world.approvals())
        assert len(world.sent) == BATCH
        assert UNIONPAY_POS.decode(world.sent[-1][1]).response_code == "00"
        world.sent.clear()
        world.asked.clear()
        batches.append((requests / BATCH * 1e6, answers / BATCH * 1e6))
    return batches


def parts(world: World, rounds: int = 2_000) -> dict[str, float]:
    """Return microseconds a sale of the parts that can be timed by themselves."""
    (event,) = world.sales(1)
    world.asked.clear()
    world.deliver([event])
    forwarded = world.sent[-1][1]
    (approval,) = world.approvals()
    world.deliver([approval])
    replied = world.sent.pop()[1]
    first_ask, second_ask = world.asked
    from_terminal, from_switch = UNIONPAY_POS.decode(event.payload), INTERBANK.decode(approval.payload)
    to_switch, to_terminal = INTERBANK.decode(forwarded), UNIONPAY_POS.decode(replied)

    def each(step) -> float:
        best = 1e9
        for _ in range(5):
            begun = process_time()
            for _ in range(rounds):
                step()
            best = min(best, process_time() - begun)
        return best / rounds * 1e6

    return {
        "decode request": each(lambda: UNIONPAY_POS.decode(event.payload)),
        "encode to switch": each(lambda: INTERBANK.encode(to_switch)),
        "decode answer": each(lambda: INTERBANK.decode(approval.payload)),
        "encode to terminal": each(lambda: UNIONPAY_POS.seal_parts(to_terminal)),
        "HSM, first ask": each(lambda: world.hsm.perform(first_ask)),
        "HSM, second ask": each(lambda: world.hsm.perform(second_ask)),
        "text of two messages kept": each(lambda: (hop_text(from_terminal), hop_text(from_switch))),
    }


def main() -> None:
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for label, null_store in (("null store", True), ("store in memory", False)):
        world = World(null_store=null_store)
        timed(world, BATCH * 2)
        batches = timed(world, sales)
        requests, answers = min(batches, key=sum)
        whole, middle = requests + answers, median(map(sum, batches))
        print(
            f"{label:<16} best batch {whole:6.1f} us a sale ({1e6 / whole:,.0f}/s): "
            f"request {requests:.1f}, answer {answers:.1f}; median batch {middle:.1f}"
        )
    shares = parts(World(null_store=True))
    for part, cost in shares.items():
        print(f"  {part:<30} {cost:6.1f} us")
    print(f"  {'sum of these':<30} {sum(shares.values()):6.1f} us")


if __name__ == "__main__":
    main()
