"""What a terminal holds in memory: all of it was read from its store, or is forgotten without harm at a power cut."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from countertop.iso8583 import Message
from countertop.stage import Append, Condition, Document
from countertop.terminal.conversation import Conversation
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import MachineState, TransactionEvent, TransactionState, next_state
from countertop.terminal.links import LINK_REST, Link, read_links
from countertop.terminal.management.standing import Standing
from countertop.terminal.permissions import Role
from countertop.terminal.records import AttemptPrepared
from countertop.terminal.settings import TerminalSettings
from countertop.terminal.settlement.memory import Settlement
from countertop.values.moments import local_time

__all__ = [
    "Advice",
    "Attempt",
    "Exchange",
    "Installation",
    "Keys",
    "Lock",
    "Machine",
    "Obligation",
    "Operator",
    "Pace",
    "Paper",
    "Work",
]

MOST_UNSEEN = 100
"""Slips kept for who comes next; of more the oldest go, which can still be printed again by their voucher numbers."""

_LARGEST_STAN = 999_999
_ATTEMPT_COLUMNS = tuple(field.name for field in fields(AttemptPrepared))


class Installation:
    """The founding record, as the terminal uses it."""

    __slots__ = (
        "header",
        "licence",
        "merchant_id",
        "merchant_name_en",
        "merchant_name_zh",
        "serial_number",
        "terminal_id",
        "tpdu",
        "zone",
    )

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.terminal_id: str = row["terminal_id"]
        self.merchant_id: str = row["merchant_id"]
        self.merchant_name_zh: str = row["merchant_name_zh"]
        self.merchant_name_en: str = row["merchant_name_en"]
        self.tpdu = bytes.fromhex(row["tpdu"])
        self.header: str = row["header"]
        self.licence: str = row["licence"]
        self.serial_number: str = row["serial_number"]
        self.zone = ZoneInfo(row["zone"])


class Keys:
    """The working keys, as key blocks."""

    __slots__ = ("tak", "tdk", "tpk")

    def __init__(self, tpk: str, tak: str, tdk: str | None) -> None:
        self.tpk = tpk
        self.tak = tak
        self.tdk = tdk


class Operator:
    """Who is logged in; `has_first_password` says that somebody else chose it."""

    __slots__ = ("has_first_password", "number", "role")

    def __init__(self, number: str, role: Role, *, has_first_password: bool = False) -> None:
        self.number = number
        self.role = role
        self.has_first_password = has_first_password


class Lock:
    """Why the machine is locked, and who was logged in."""

    __slots__ = ("operator", "reason")

    def __init__(self, reason: str, operator: str | None) -> None:
        self.reason = reason
        self.operator = operator


class Attempt:
    """A transaction on its way: what was made durable of it, and where it stands."""

    __slots__ = ("kind", "prepared", "state")

    def __init__(self, prepared: AttemptPrepared, state: TransactionState) -> None:
        self.prepared = prepared
        self.kind = KINDS[prepared.kind]
        self.state = state

    def after(self, event: TransactionEvent) -> TransactionState:
        """Return where an event leads it; it goes there when that is durable."""
        return next_state(self.kind.remedy, self.state, event)

    @property
    def key(self) -> tuple[str, str, str]:
        """Terminal, batch and STAN: the key of its rows."""
        return (self.prepared.terminal_id, self.prepared.batch_number, self.prepared.stan)

    @classmethod
    def of_row(cls, row: Mapping[str, Any], state: TransactionState) -> Attempt:
        """Return the attempt that a row of the store holds."""
        return cls(AttemptPrepared(**{name: row[name] for name in _ATTEMPT_COLUMNS}), state)


class Obligation:
    """What is owed for an attempt, a reversal or its repetition: the reason, how often it was tried, its failure slip.

    `reason` is F39 of a 0400; for a repetition it says why for people.
    """

    __slots__ = ("attempt", "reason", "slip_printed", "tries")

    def __init__(self, attempt: Attempt, reason: str, tries: int = 0) -> None:
        self.attempt = attempt
        self.reason = reason
        self.tries = tries
        self.slip_printed = False


class Advice:
    """A stored transaction that the host is still to be told of: its place in the queue, how often it was tried.

    `taken_at` is when it was taken, YYYYMMDDhhmmss on the clock of its slip; `stored_at` the same in UTC microseconds.
    """

    __slots__ = ("attempt", "place", "stored_at", "taken_at", "tries")

    def __init__(self, attempt: Attempt, place: int, taken_at: str, stored_at: int, tries: int = 0) -> None:
        self.attempt = attempt
        self.place = place
        self.taken_at = taken_at
        self.stored_at = stored_at
        self.tries = tries


class Paper:
    """A slip that came out while nobody stood at the terminal, and the transaction it is of."""

    __slots__ = ("attempt", "copy", "slip")

    def __init__(self, attempt: AttemptPrepared, slip: Document, copy: str) -> None:
        self.attempt = attempt
        self.slip = slip
        self.copy = copy


class Pace(Enum):
    """What an obligation waits for."""

    DUE = "the line"
    PAUSED = "the next try of its round"
    RESTING = "the next round"


class Work(Enum):
    """What the line is used for."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    ECHO = "echo"
    DIAGNOSIS = "diagnosis"
    DOWNLOAD = "download"
    TRANSACTION = "transaction"
    REVERSAL = "reversal"
    REPEAT = "repeat"
    ADVICE = "advice"
    SETTLEMENT = "settlement"
    ERRAND = "errand"
    QUERY = "query"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Exchange:
    """One request and its answer. It is there from before the line is dialled until it is answered or given up.

    `number` names its time-out and is used once. `conversation` waits for it, unless the terminal does it by itself.
    `awaited` is true from the sending to the answer, the time-out or the loss, whichever is first. `is_pending`: the
    host will be asked the same again, unless it `is_given_up`. `began` is a monotonic reading;
    `code_text` is the shop's code that the customer scans.
    """

    __slots__ = (
        "advice",
        "attempt",
        "awaited",
        "began",
        "code_text",
        "conversation",
        "is_given_up",
        "is_pending",
        "line",
        "number",
        "obligation",
        "request",
        "work",
    )

    def __init__(self, work: Work, number: int, conversation: Conversation | None) -> None:
        self.work = work
        self.number = number
        self.conversation = conversation
        self.request: Message | None = None
        self.attempt: Attempt | None = None
        self.obligation: Obligation | None = None
        self.advice: Advice | None = None
        self.line: int | None = None
        self.awaited = False
        self.is_pending = False
        self.is_given_up = False
        self.began = 0
        self.code_text: str | None = None


class Machine:
    """The terminal's memory. Flows read and move it; nothing else does."""

    def __init__(self, settings: TerminalSettings) -> None:
        self.settings = settings
        self.installation: Installation
        self.state = MachineState.OUT_OF_KEY
        self.batch_number = "000000"
        self.clock_offset = 0
        self.cause: str | None = None
        self.tmk: str | None = None
        self.keys: Keys | None = None
        self.requirement = "0"
        self.sign_in_due = False
        self.standing = Standing(settings)
        self.last_stan = 0
        self.completed_in_batch = 0
        self.operator: Operator | None = None
        self.battery: int | None = None
        self.printer = Condition.OK
        self.lock: Lock | None = None

        self.line: int | None = None
        self.links = read_links(settings.links)
        self.link = ""
        self.link_faults: dict[str, tuple[str, int]] = {}
        self.probing = False
        self.last_code = ""
        self.exchange: Exchange | None = None
        self.conversation: Conversation | None = None
        self.waiting: Conversation | None = None
        self.obligations: list[Obligation] = []
        self.pace = Pace.DUE
        self.round_tries = 0
        self.stored: list[Advice] = []
        self.advices_due = False
        self.settlement: Settlement | None = None
        self.settlement_due = False
        self.settlement_ordered = False
        self.sign_out_due = False
        self.unseen: deque[Paper] = deque(maxlen=MOST_UNSEEN)
        self.counters: Counter[str] = Counter()
        self._exchanges = 0

        planted = settings.planted
        self.sends_before_persisting = "terminal.send-before-persist" in planted
        self.drops_pending_at_reboot = "terminal.pending-dropped-at-reboot" in planted
        self.accepts_late_approvals = "terminal.late-approval-accepted" in planted
        self.forgets_refunds_at_reboot = "terminal.refund-forgotten-at-reboot" in planted
        self.drops_advices_early = "terminal.advice-deleted-before-acknowledgement" in planted
        self.mixes_up_advices = "terminal.advice-out-of-order" in planted
        self.forgets_settlements_at_reboot = "terminal.settlement-forgotten-at-reboot" in planted
        self.keeps_balances = "terminal.balance-kept" in planted
        self.repeats_stans_after_reboot = "terminal.duplicate-stan-after-reboot" in planted
        self.compares_no_macs = "terminal.mac-not-compared" in planted
        self.signs_in_by_old_answers = "terminal.old-answer-signs-in" in planted

    @property
    def terminal_id(self) -> str:
        """F41."""
        return self.settings.terminal_id

    @property
    def is_sealed(self) -> bool:
        """Whether the request on the line carries a MAC; its answer then counts only with one."""
        return self.exchange is not None and self.exchange.request is not None and self.exchange.request.mac is not None

    @property
    def seals_management(self) -> bool:
        """Whether messages beside transactions are sealed now."""
        return self.settings.management_mac and self.state is MachineState.SIGNED_IN

    def append(self, *records: Any) -> Append:
        """Return the effect that writes records into this terminal's stream."""
        return Append(self.settings.terminal_id, *records)

    def take_line(self, work: Work, conversation: Conversation | None) -> Exchange:
        """Reserve the line for one request; nothing else is sent until `free_line`."""
        assert self.exchange is None, "one request at a time"
        self._exchanges += 1
        self.exchange = Exchange(work, self._exchanges, conversation)
        return self.exchange

    def links_in_order(self, monotonic: int) -> list[Link]:
        """Return the links in the order to try them: those that failed a moment ago come last."""

        def failed_lately(link: Link) -> bool:
            fault = self.link_faults.get(link.name)
            return fault is not None and monotonic - fault[1] < LINK_REST

        return sorted(self.links, key=failed_lately)

    def free_line(self) -> None:
        """Let the next work have the line."""
        self.exchange = None

    def take_stan(self) -> str:
        """Return the next STAN, 000001 to 999999 and around; it counts once a record holds it."""
        self.last_stan = self.last_stan % _LARGEST_STAN + 1
        return f"{self.last_stan:06d}"

    def local_moment(self, utc: int) -> tuple[str, str]:
        """Return date (YYYY-MM-DD) and time (hhmmss) on the host's clock, as the last sign-in showed it."""
        moment = local_time(utc + self.clock_offset, self.installation.zone)
        return moment.date().isoformat(), f"{moment:%H%M%S}"
