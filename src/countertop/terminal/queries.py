"""Frozen views of the terminal for desks and pages; made from rows, never from memory that may move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from countertop.iso8583.hops import read_hop
from countertop.terminal.kinds import UNDOING
from countertop.terminal.lifecycle import TransactionState

__all__ = ["Hop", "TransactionView", "hops_of", "state_of", "transactions"]

_PARTY, _PEER = "terminal", "acquirer"


@dataclass(frozen=True, slots=True)
class TransactionView:
    """A transaction as lists show it.

    `state` is a name of the lifecycle, `voided`, `upload_refused`, or `settled_repaid` and `settled_stands` where
    people at the host have settled what it could not reverse.
    """

    voucher_number: str
    batch_number: str
    kind: str
    state: str
    amount: int
    currency: str
    card: str
    operator: str
    supervisor: str | None
    original_voucher_number: str | None
    response_code: str | None
    approval_code: str | None
    rrn: str | None
    prepared_at: int


@dataclass(frozen=True, slots=True)
class Hop:
    """One message as this party saw it; `at` is UTC microseconds, `direction` `sent` or `received`."""

    party: str
    at: int
    direction: str
    peer: str
    mti: str
    fields: dict[str, str]
    remark: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def state_of(row: Mapping[str, Any], *, discharged: bool, waiting: TransactionState | None = None) -> TransactionState:
    """Return the state of an attempt's row joined with its outcome; `waiting` is where it stands without one."""
    if row["state"] is None:
        return waiting or TransactionState.PREPARED
    state = TransactionState(row["state"])
    return TransactionState.REVERSED if discharged and state is TransactionState.REVERSAL_OWED else state


def transactions(
    attempts: Iterable[Mapping[str, Any]],
    discharges: Iterable[Mapping[str, Any]],
    repeats: Iterable[Mapping[str, Any]] = (),
    stored: Iterable[Mapping[str, Any]] = (),
) -> list[TransactionView]:
    """Return the transactions of a batch from its attempts joined with their outcomes, and the rows they wait with."""
    rows = list(attempts)
    open_states = {
        **{row["stan"]: TransactionState.REPEAT_OWED for row in repeats},
        **{row["stan"]: TransactionState.STORED for row in stored},
    }
    discharged = {row["stan"]: row["settled_as"] for row in discharges}
    voided = {
        row["original_stan"]
        for row in rows
        if row["kind"] in UNDOING and row["state"] == TransactionState.COMPLETED.value
    }
    views = []
    for row in rows:
        state = state_of(row, discharged=row["stan"] in discharged, waiting=open_states.get(row["stan"]))
        name = "voided" if state is TransactionState.COMPLETED and row["stan"] in voided else state.value
        if state is TransactionState.DECLINED and open_states.get(row["stan"]) is TransactionState.STORED:
            name = "upload_refused"
        elif state is TransactionState.REVERSED and (settled_as := discharged[row["stan"]]) is not None:
            name = f"settled_{settled_as}"
        views.append(_view(row, name))
    return views


def _view(row: Mapping[str, Any], state: str) -> TransactionView:
    return TransactionView(
        voucher_number=row["stan"],
        batch_number=row["batch_number"],
        kind=row["kind"],
        state=state,
        amount=row["amount"],
        currency=row["currency"],
        card=row["masked_pan"],
        operator=row["operator"],
        supervisor=row["supervisor"],
        original_voucher_number=row["original_stan"],
        response_code=row["response_code"],
        approval_code=row["approval_code"],
        rrn=row["rrn"],
        prepared_at=row["prepared_at"],
    )


def hops_of(
    attempt: Mapping[str, Any],
    reversals: Iterable[Mapping[str, Any]],
    late: Iterable[Mapping[str, Any]],
    repeats: Iterable[Mapping[str, Any]] = (),
    *,
    was_stored: bool = False,
) -> list[Hop]:
    """Return every message of a transaction in order of time.

    `attempt` is joined with its outcome, `reversals` with their discharges. What was stored left as a repetition.
    """
    hops = [] if was_stored else [_hop(attempt["prepared_at"], "sent", attempt["request"])]
    hops += [_hop(row["tried_at"], "sent", row["repeat_request"], f"try {row['tries']}") for row in repeats]
    if attempt["answer"] is not None:
        hops.append(_hop(attempt["decided_at"], "received", attempt["answer"]))
    for row in reversals:
        hops.append(_hop(row["tried_at"], "sent", row["reversal_request"], f"try {row['tries']}"))
        if row["acknowledgement"] is not None:
            hops.append(_hop(row["acknowledged_at"], "received", row["acknowledgement"]))
    hops += [_hop(row["late_at"], "received", row["late_answer"], "late") for row in late]
    return sorted(hops, key=lambda hop: hop.at)


def _hop(at: int, direction: str, text: str, remark: str = "") -> Hop:
    fields = read_hop(text)
    return Hop(_PARTY, at, direction, _PEER, fields.pop("mti"), fields, remark)
