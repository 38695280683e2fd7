"""Views of the host for desk and pages: plain, frozen, masked, made of rows and memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countertop.acquirer.kinds import KINDS, Route
from countertop.acquirer.lifecycle import state_of
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.registry import Terminal
from countertop.acquirer.shown import acknowledged_fields, forwarded_fields, replied_fields
from countertop.acquirer.tables import AttemptKind
from countertop.hsm import HsmRefusal, KeyDescription
from countertop.iso8583.hops import read_hop

__all__ = [
    "Hop",
    "LinkView",
    "ObligationView",
    "StatusView",
    "TerminalView",
    "TransactionView",
    "hops_of",
    "link_view",
    "obligation_view",
    "status_view",
    "terminal_view",
    "transaction_view",
]

Row = Mapping[str, Any]
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class StatusView:
    """The host at a glance; ages in microseconds, None where there is nothing."""

    acquirer_id: str
    link: str
    lines: int
    terminals: int
    signed_in: int
    in_flight: int
    owed: int
    oldest_owed_age: int | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One attempt; `state` is the word of `lifecycle`, amounts minor units, moments UTC microseconds."""

    rrn: str
    kind: str
    state: str
    terminal_id: str
    merchant_id: str
    batch_number: str
    stan: str
    amount: int
    currency: str
    card: str | None
    response_code: str | None
    approval_code: str | None
    operator: str | None
    supervisor: str | None
    received_at: int
    decided_at: int | None


@dataclass(frozen=True, slots=True)
class TerminalView:
    """One registered terminal."""

    terminal_id: str
    merchant_id: str
    merchant_name: str
    serial_number: str
    is_open: bool
    signed_in: bool
    batch_number: str
    batch_instance: int


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One reversal owed to the switch; `refused_with` is the code of its last answer that did not end it."""

    attempt_key: str
    terminal_id: str
    cause: str
    owed_at: int
    tries: int
    refused_with: str | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """The zone keys of the link to the switch; `is_proven`: the switch uses them, so far as is known in this life.

    `exchange` names the 0800 that brought them, None for those of the ceremony; `former_accepted`: the overlap runs.
    """

    peer_id: str
    zpk_kcv: str | None
    zak_kcv: str | None
    has_master_key: bool
    exchange: str | None
    is_proven: bool
    former_accepted: bool


@dataclass(frozen=True, slots=True)
class Hop:
    """One message of a transaction as this party saw it."""

    party: str
    at: int
    direction: str
    peer: str
    mti: str
    fields: dict[str, str]


def status_view(memory: HostMemory, utc: int) -> StatusView:
    """Return the host at a glance."""
    terminals = memory.registry.terminals.values()
    oldest = min((obligation.owed_at for obligation in memory.obligations.values()), default=None)
    return StatusView(
        acquirer_id=memory.acquirer_id,
        link=memory.uplink.state.value,
        lines=len(memory.lines),
        terminals=len(terminals),
        signed_in=sum(terminal.session is not None for terminal in terminals),
        in_flight=len(memory.open),
        owed=len(memory.obligations),
        oldest_owed_age=None if oldest is None else utc - oldest,
        counts=dict(memory.counts),
    )


def link_view(memory: HostMemory, described: Sequence[KeyDescription | HsmRefusal]) -> LinkView:
    """Return the keys of the link, ZPK and ZAK described by the HSM."""
    link = memory.registry.link
    zpk, zak = (key.kcv if isinstance(key, KeyDescription) else None for key in described)
    return LinkView(
        peer_id=link.peer_id,
        zpk_kcv=zpk,
        zak_kcv=zak,
        has_master_key=bool(link.keys.zmk),
        exchange=link.keys.taken,
        is_proven=link.keys.is_proven,
        former_accepted=len(link.keys.accepted) > 1,
    )


def transaction_view(attempt: Row, obligation: Row | None) -> TransactionView:
    """Return an attempt: its row joined with its decision, and its obligation if it has one."""
    return TransactionView(
        rrn=attempt["rrn"],
        kind=attempt["kind"],
        state=state_of(attempt, obligation).value,
        terminal_id=attempt["terminal_id"],
        merchant_id=attempt["merchant_id"],
        batch_number=attempt["batch_number"],
        stan=attempt["stan"],
        amount=attempt["amount"],
        currency=attempt["currency"],
        card=attempt["masked_pan"],
        response_code=attempt["response_code"],
        approval_code=attempt["approval_code"],
        operator=attempt["operator"],
        supervisor=attempt["supervisor"],
        received_at=attempt["received_at"],
        decided_at=attempt["decided_at"],
    )


def terminal_view(terminal: Terminal) -> TerminalView:
    """Return a terminal."""
    return TerminalView(
        terminal_id=terminal.terminal_id,
        merchant_id=terminal.merchant.merchant_id,
        merchant_name=terminal.merchant.name,
        serial_number=terminal.serial_number,
        is_open=terminal.is_open,
        signed_in=terminal.session is not None,
        batch_number=terminal.batch_number,
        batch_instance=terminal.batch_instance,
    )


def obligation_view(obligation: Obligation) -> ObligationView:
    """Return a reversal owed."""
    return ObligationView(
        obligation.attempt_key,
        obligation.terminal_id,
        obligation.cause,
        obligation.owed_at,
        obligation.tries,
        obligation.refused_with,
    )


def hops_of(
    memory: HostMemory,
    attempt: Row,
    original: Row | None,
    reversal: Row | None,
    obligation: Row | None,
    late: Row | None,
    refund: Row | None,
) -> Iterator[Hop]:
    """Yield every message of an attempt, in the order in which they passed; `original` is that of a void.

    `refund` is what took the place of a reversal that the wallet refused. A console is sent no answer.
    """
    terminal, switch = attempt["terminal_id"], _peer_of(memory, attempt)
    owed, at_console = memory.obligations.get(attempt["attempt_key"]), memory.registry.is_console(terminal)
    found: list[tuple[int | None, str, str, Fields | None]] = []
    if attempt["kind"] != AttemptKind.TOMBSTONE:
        found += (
            (attempt["received_at"], "in", terminal, read_hop(attempt["request"])),
            (attempt["received_at"], "out", switch, forwarded_fields(memory, attempt, original)),
            (attempt["decided_at"], "in", switch, _kept(attempt["answer"])),
            (attempt["decided_at"], "out", terminal, None if at_console else replied_fields(memory, attempt)),
        )
    if reversal is not None:
        request = read_hop(reversal["reversal_request"])
        found += (
            (reversal["reversed_at"], "in", terminal, request),
            (reversal["reversed_at"], "out", terminal, acknowledged_fields(memory, attempt, reversal)),
        )
    if obligation is not None:
        sent = obligation["reversal_sent"] or (owed.sent if owed is not None else None)
        sent_from = obligation["owed_at"]
        if refund is not None:
            found += (
                (sent_from, "out", switch, {"mti": "reverse", "order_number": attempt["rrn"]}),
                (refund["refund_owed_at"], "in", switch, read_hop(refund["refusal"])),
            )
            sent_from = refund["refund_owed_at"]
        found += (
            (sent_from, "out", switch, _kept(sent)),
            (obligation["acknowledged_at"], "in", switch, _kept(obligation["acknowledgement"])),
        )
    if late is not None:
        found.append((late["late_at"], "in", switch, read_hop(late["late_answer"])))
    for at, direction, peer, fields in found:
        if at is not None and fields is not None:
            yield Hop(memory.settings.name, at, direction, peer, fields["mti"], fields)


def _peer_of(memory: HostMemory, attempt: Row) -> str:
    """Return who decides an attempt: the switch, or the wallet."""
    kind, wallet = KINDS.get(attempt["kind"]), memory.wallet.provider
    by_wallet = wallet is not None and kind is not None and kind.route is Route.WALLET
    return wallet.wallet_id if by_wallet and wallet is not None else memory.registry.link.peer_id


def _kept(text: str | None) -> Fields | None:
    return read_hop(text) if text else None
