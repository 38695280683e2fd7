"""The terminal alone: how long `handle` takes for a sale, with no socket, no file, no clock and no person around it.

    python -m benchmarks.terminal_actor [sales]

Fifty terminals sell by stripe with a PIN; the host approves each. Its answers are made and sealed between the timed
parts, so what is timed is the terminal: the gate, the questions, software HSM, records, messages, slips, the reply. The
store says yes to everything, and the people answer at once. Nobody reads the slips, as nobody does in a load; what it
costs to lay both out is told beside it, with other parts timed by themselves in the same run, each in a tight loop.

Times are CPU times of this process; the best batch is shown because whatever else the machine does only adds.
"""

from __future__ import annotations

import sys
from collections import Counter
from statistics import median
from time import process_time

from benchmarks.host_actor import Chance
from countertop.card import StripeRead
from countertop.hsm import CHEAPEST_PASSWORDS, GenerateWorkingKeys, HashPassword, KeyUsage, MakeMac, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.hops import hop_text
from countertop.runtime.collector import keep_what_is_loaded
from countertop.stage import (
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    Committed,
    Condition,
    DeskRequest,
    Dial,
    Draw,
    Finding,
    FrameReceived,
    HangUp,
    LineOpened,
    LookAtClock,
    LookAtReserve,
    Note,
    Print,
    Read,
    Reply,
    Send,
    SetTimer,
    Show,
    Stage,
    TryDevice,
)
from countertop.storage import Entry, MemoryStore
from countertop.terminal import NEVER_SETTLED, SCHEMA, OperatorAdded, Terminal, TerminalInstalled, TerminalSettings
from countertop.values import Instant, Pan, Pin, Secret, Track2

TERMINALS = 50
ROUNDS = 10
BATCH = TERMINALS * ROUNDS
MERCHANT_ID = "999290054110001"
PAN = "6225000000000014"
OPERATOR, PASSWORD = "01", "0000"
LINE = 1


class World:
    """Terminals whose host, people and store take no time."""

    def __init__(self) -> None:
        self.now = Instant(1_721_008_800_000_000, 1)
        chance = Chance()
        self.hsm, self.host = (SoftwareHsm(chance(32), chance, CHEAPEST_PASSWORDS) for _ in range(2))
        tmk, self.tmk = share_key(KeyUsage.TMK, (self.hsm, self.host))
        (password,) = self.hsm.perform([HashPassword(Secret(PASSWORD))])
        self.ids = [f"8000{number:04d}" for number in range(TERMINALS)]
        self.store = MemoryStore(SCHEMA)
        for name in self.ids:
            installed = TerminalInstalled(name, MERCHANT_ID, "样例鲜生超市", "Demo Fresh Mart", tmk=tmk.block)
            cashier = OperatorAdded(name, OPERATOR, "cashier", password)
            self.store.commit([Entry(name, (installed, cashier), self.now.utc)])
        self.answers = {
            "ask.operator_number": OPERATOR,
            "ask.operator_password": Secret(PASSWORD),
            "ask.confirm_card": True,
            "ask.print_next": True,
            "ask.card": StripeRead(Track2(f"{PAN}D49122011234567890000")),
            "ask.pin": Pin("123456"),
        }
        self.sent: list[bytes] = []
        self.replies: list[Reply] = []
        self.papers: list[Print] = []
        self.appended: list[Append] = []
        self.asked: list = []
        self.taks: dict[str, str] = {}
        self.references = self.requests = 0
        self.stages = {name: self._opened(name) for name in self.ids}

    def _opened(self, name: str) -> Stage:
        settings = TerminalSettings(
            name, batch_limit=NEVER_SETTLED, management_mac=False
        )  # its keys come without a MAC
        stage = Stage(Terminal(settings), self._performers())
        stage.start(self.now)
        stage.deliver(LineOpened(LINE, "acquirer", ""), self.now)
        for verb in ("log_in", "sign_in"):
            stage.deliver(self._request(verb), self.now)
        stage.deliver(FrameReceived(LINE, self._keys(UNIONPAY_POS.decode(self.sent.pop()))), self.now)
        assert self.replies[-1].status == 0
        return stage

    def _performers(self) -> dict:
        committed = Committed(self.now)
        return {
            Append: lambda effect, _play, _now: self.appended.append(effect) or committed,
            AskHsm: self._ask_hsm,
            Read: lambda effect, _play, _now: self.store.read(effect.query, effect.values),
            Draw: lambda effect, _play, _now: bytes(effect.size),
            LookAtClock: lambda _effect, _play, _now: self.now,
            LookAtReserve: lambda _effect, _play, _now: True,
            TryDevice: lambda _effect, _play, _now: Finding(Condition.OK),
            Send: lambda effect, _play, _now: self.sent.append(effect.payload),
            Ask: lambda effect, _play, _now: self.answers[effect.question],
            Dial: lambda _effect, _play, _now: LINE,
            Print: lambda effect, _play, _now: self.papers.append(effect) or True,
            Reply: lambda effect, _play, _now: self.replies.append(effect),
            **dict.fromkeys((SetTimer, CancelTimer, HangUp, Note, Show), lambda _effect, _play, _now: None),
        }

    def _ask_hsm(self, effect: AskHsm, _play: object, _now: Instant) -> list:
        self.asked.append(effect.commands)
        return self.hsm.perform(effect.commands)

    def _request(self, verb: str, **arguments: object) -> DeskRequest:
        self.requests += 1
        return DeskRequest(self.requests, verb, arguments)

    def _keys(self, request: Message) -> bytes:
        (keys,) = self.host.perform([GenerateWorkingKeys(self.tmk.block, request.transaction_info[8:11])])
        self.taks[request.terminal_id] = keys.tak
        answer = Message(
            "0810",
            stan=request.stan,
            local_time="100001",
            local_date="0715",
            rrn="000000000000",
            acquirer_id="99992900",
            response_code="00",
            terminal_id=request.terminal_id,
            merchant_id=MERCHANT_ID,
            transaction_info=f"00000001{request.transaction_info[8:]}",
            extended_data=keys.field_62,
        )
        return UNIONPAY_POS.encode(answer)

    def approvals(self) -> list[bytes]:
        """Return the host's approvals of all that was sent, in the order of sending."""
        made = [self._approval(UNIONPAY_POS.decode(payload)) for payload in self.sent]
        self.sent.clear()
        return made

    def _approval(self, request: Message) -> bytes:
        self.references += 1
        answer = Message(
            "0210",
            header="603100310001",
            pan=Pan(PAN),
            processing_code=request.processing_code,
            amount=request.amount,
            stan=request.stan,
            local_time="100102",
            local_date="0715",
            settlement_date="0715",
            condition_code="00",
            acquirer_id="99992900",
            rrn=f"{self.references:012d}",
            approval_code="A00001",
            response_code="00",
            terminal_id=request.terminal_id,
            merchant_id=MERCHANT_ID,
            additional_response=f"{'99010001':<11}{'99992900':<11}",
            currency="156",
            transaction_info=request.transaction_info,
            reserved_data="CUP",
        )
        payload, covered = UNIONPAY_POS.seal_parts(answer)
        (mac,) = self.host.perform([MakeMac(self.taks[request.terminal_id], covered)])
        return UNIONPAY_POS.sealed(payload, mac)

    def ask(self) -> float:
        """Have every terminal sell; return the seconds until all have sent."""
        requests = [(stage, self._request("sale", amount=1250)) for stage in self.stages.values()]
        return self._deliver(requests)

    def answer(self) -> float:
        """Approve what was sent; return the seconds until all have replied."""
        frames = [FrameReceived(LINE, payload) for payload in self.approvals()]
        return self._deliver(list(zip(self.stages.values(), frames, strict=True)))

    def _deliver(self, events: list) -> float:
        now = self.now
        begun = process_time()
        for stage, event in events:
            stage.deliver(event, now)
        return process_time() - begun

    def forget(self) -> None:
        """Drop what was recorded."""
        for kept in (self.replies, self.papers, self.appended, self.asked):
            kept.clear()


def timed(world: World, sales: int) -> list[tuple[float, float]]:
    """Return microseconds a sale, until it is sent and from its answer on, for each batch."""
    batches = []
    for _ in range(max(sales // BATCH, 1)):
        world.forget()
        asking = answering = 0.0
        for _ in range(ROUNDS):
            asking += world.ask()
            answering += world.answer()
        assert [reply.status for reply in world.replies] == [0] * BATCH
        assert len(world.papers) == 2 * BATCH
        batches.append((asking / BATCH * 1e6, answering / BATCH * 1e6))
    return batches


def parts(world: World, rounds: int = 1_000) -> dict[str, float]:
    """Return microseconds a sale of the parts that can be timed by themselves."""
    world.forget()
    world.ask()
    (sent, *_), (frame, *_) = list(world.sent), world.approvals()
    asked = world.asked[:2]
    stage = next(iter(world.stages.values()))
    stage.deliver(FrameReceived(LINE, frame), world.now)
    checked = world.asked[-1]
    slips = [paper.document for paper in world.papers]
    request, answer = UNIONPAY_POS.decode(sent), UNIONPAY_POS.decode(frame)

    def each(step) -> float:
        best = 1e9
        for _ in range(5):
            begun = process_time()
            for _ in range(rounds):
                step()
            best = min(best, process_time() - begun)
        return best / rounds * 1e6

    return {
        "HSM, card and PIN": each(lambda: world.hsm.perform(asked[0])),
        "HSM, MAC of the request": each(lambda: world.hsm.perform(asked[1])),
        "HSM, MAC of the answer": each(lambda: world.hsm.perform(checked)),
        "encode request": each(lambda: UNIONPAY_POS.seal_parts(request)),
        "decode answer": each(lambda: UNIONPAY_POS.decode(frame)),
        "text of two messages kept": each(lambda: (hop_text(request), hop_text(answer))),
        "(both slips laid out)": each(lambda: [slip.text() for slip in slips]),
    }


def main() -> None:
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    world = World()
    timed(world, BATCH)
    keep_what_is_loaded()
    batches = timed(world, sales)
    asking, answering = min(batches, key=sum)
    whole, middle = asking + answering, median(map(sum, batches))
    print(
        f"best batch {whole:6.1f} us a sale ({1e6 / whole:,.0f}/s): "
        f"until sent {asking:.1f}, from the answer {answering:.1f}; median batch {middle:.1f}"
    )
    kinds = Counter(type(record).__name__ for append in world.appended for record in append.records)
    kept = ", ".join(f"{count / BATCH:g} {kind}" for kind, count in kinds.items())
    print(f"  {len(world.appended) / BATCH:g} appends ({kept}), {len(world.asked) / BATCH:g} asks of the HSM")
    for part, cost in parts(world).items():
        print(f"  {part:<30} {cost:6.1f} us")


if __name__ == "__main__":
    main()
