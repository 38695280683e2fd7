"""The earlier transaction that a request names: by voucher of the open batch, by its reference, or by its approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from countertop.codec.bcd import is_digits
from countertop.iso8583.private.transaction import OriginalInfo
from countertop.stage import Read, Show
from countertop.terminal.conversation import REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.draft import NO_ORIGINAL, Original
from countertop.terminal.flows.ending import ask
from countertop.terminal.kinds import KINDS, UNDOING, Kind, Names
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Machine
from countertop.terminal.settlement.reckoning import stans_since
from countertop.terminal.tables import ATTEMPT_BY_VOUCHER, STORED_OF, VOIDS_OF
from countertop.values import Amount

__all__ = ["Found", "is_voided", "original_found", "voucher_of"]

_UNKNOWN_PLACE: Final = "000000"
_BY_TELEPHONE: Final = "01"
_NO_DATE: Final = "0000"
_STANDING: Final = frozenset({TransactionState.COMPLETED.value})


class Found(NamedTuple):
    """An original: what the request names of it, and its row where this terminal has it."""

    original: Original
    row: Mapping[str, Any] | None = None

    @property
    def amount(self) -> int:
        """Its amount, as it was adjusted last."""
        assert self.row is not None, "an amount is taken of what this terminal has"
        standing: int = self.row["standing_amount"]
        return standing


def original_found(machine: Machine, conversation: Conversation, kind: Kind) -> Steps[Found | Ending]:
    """Return what a kind refers to, asking for what the request did not give."""
    return (yield from _FINDING[kind.names](machine, conversation, kind))


def voucher_of(value: Any) -> str | None:
    """Return a voucher or batch number as it is stored: six digits, leading zeros added; None for anything else."""
    if isinstance(value, str) and 1 <= len(value) <= 6 and is_digits(value):
        return value.zfill(6)
    return None


def is_voided(machine: Machine, batch_number: str, stan: str) -> Steps[bool]:
    """Tell whether a completed void stands against it; a void that was reversed, or never completed, does not."""
    voids = yield Read(VOIDS_OF, machine.terminal_id, batch_number, stan)
    return any(row["kind"] in UNDOING and row["state"] == TransactionState.COMPLETED.value for row in voids)


def _nothing(_: Machine, __: Conversation, ___: Kind) -> Steps[Found | Ending]:
    yield from ()
    return Found(NO_ORIGINAL)


def _by_voucher(machine: Machine, conversation: Conversation, kind: Kind) -> Steps[Found | Ending]:
    given = conversation.arguments.get("voucher_number")
    if given is None:
        given = yield ask(machine, "ask.voucher_number")
    voucher_number = voucher_of(given)
    if voucher_number is None:
        return Ending(USAGE, "screen.voucher_form")
    row = yield from _standing(machine, kind, voucher_number)
    if isinstance(row, Ending):
        return row
    amount, card = str(Amount(row["standing_amount"])), row["masked_pan"]
    yield Show("screen.void_original", voucher=voucher_number, amount=amount, card=card)
    completes = KINDS[row["kind"]].names is Names.APPROVAL
    day = row["host_date"] if completes else None
    info = OriginalInfo(row["batch_number"], row["stan"], None if day is None else _month_and_day(day)).text()
    rrn = row["rrn"] if kind.undoes else None
    code = row["approval_code"] if kind.undoes and not kind.is_scanned else None
    return Found(Original(info, row["stan"], rrn, code, day), row)


def _standing(machine: Machine, kind: Kind, voucher_number: str) -> Steps[Mapping[str, Any] | Ending]:
    """Return a transaction of the present batch, joined with its outcome, or why nothing can be done about it."""
    rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, machine.batch_number, voucher_number)
    if not rows or rows[0]["kind"] not in kind.undoes | kind.adjusts:
        return Ending(REFUSED, _MISSING[bool(kind.adjusts)], advice="advice.see_slip", voucher=voucher_number)
    row = dict(rows[0])
    stored = yield Read(STORED_OF, machine.terminal_id, machine.batch_number, voucher_number)
    counts_here = bool(stored) and row["state"] is None
    if row["state"] not in _STANDING and not (counts_here and kind.adjusts):
        return Ending(REFUSED, "screen.not_told_yet" if counts_here else "screen.not_approved", voucher=voucher_number)
    if (yield from is_voided(machine, machine.batch_number, voucher_number)):
        return Ending(REFUSED, "screen.voided_before", voucher=voucher_number)
    changes = yield Read(VOIDS_OF, machine.terminal_id, machine.batch_number, voucher_number)
    row["standing_amount"] = _amount_after(row["amount"], changes)
    return row


_MISSING: Final = {False: "screen.no_such_voucher", True: "screen.nothing_to_adjust"}


def _amount_after(amount: int, changes: list[Mapping[str, Any]]) -> int:
    """Return an amount as the newest adjustment left it that the host has not refused."""
    adjusted = [
        row for row in changes if KINDS[row["kind"]].adjusts and row["state"] != TransactionState.DECLINED.value
    ]
    return max(adjusted, key=stans_since)["amount"] if adjusted else amount


def _by_reference(machine: Machine, conversation: Conversation, _: Kind) -> Steps[Found | Ending]:
    rrn = conversation.arguments.get("rrn")
    if rrn is None:
        rrn = yield ask(machine, "ask.rrn")
    if not _is_plain(rrn, 12, 12):
        return Ending(USAGE, "screen.rrn_form", advice="advice.see_slip")
    day = yield from _day_asked(machine, conversation)
    if isinstance(day, Ending):
        return day
    info = OriginalInfo(_UNKNOWN_PLACE, _UNKNOWN_PLACE, _month_and_day(day)).text()
    return Found(Original(info, rrn=rrn, date=day))


def _by_approval(machine: Machine, conversation: Conversation, _: Kind) -> Steps[Found | Ending]:
    code = yield from _code_asked(machine, conversation, "ask.approval_code")
    if isinstance(code, Ending):
        return code
    day = yield from _day_asked(machine, conversation)
    if isinstance(day, Ending):
        return day
    info = OriginalInfo(_UNKNOWN_PLACE, _UNKNOWN_PLACE, _month_and_day(day)).text()
    return Found(Original(info, approval_code=code.text, date=day))


def _by_voice(machine: Machine, conversation: Conversation, _: Kind) -> Steps[Found | Ending]:
    code = yield from _code_asked(machine, conversation, "ask.voice_code")
    if isinstance(code, Ending):
        return code
    info = OriginalInfo(_UNKNOWN_PLACE, _UNKNOWN_PLACE, _NO_DATE, _BY_TELEPHONE).text()
    return Found(Original(info, approval_code=code.text))


class _Code(NamedTuple):
    text: str


def _code_asked(machine: Machine, conversation: Conversation, question: str) -> Steps[_Code | Ending]:
    code = conversation.arguments.get("approval_code")
    if code is None:
        code = yield ask(machine, question)
    if not _is_plain(code, 6, 6):
        return Ending(USAGE, "screen.approval_code_form", advice="advice.see_slip")
    return _Code(code.upper())


def _day_asked(machine: Machine, conversation: Conversation) -> Steps[str | Ending]:
    """Return the date as the person gave it: YYYY-MM-DD, YYYYMMDD or MMDD."""
    given = conversation.arguments.get("date")
    if given is None:
        given = yield ask(machine, "ask.original_date")
    day = _day(given)
    return Ending(USAGE, "screen.date_form") if day is None else day


def _day(value: Any) -> str | None:
    """Return YYYY-MM-DD or MMDD for a day that exists, else None; 29 February exists where no year is told."""
    digits = value.replace("-", "").replace("/", "") if isinstance(value, str) else ""
    if len(digits) not in (4, 8) or not is_digits(digits):
        return None
    year, month, day = int(digits[:-4] or "2000"), int(digits[-4:-2]), int(digits[-2:])
    try:
        date(year, month, day)
    except ValueError:
        return None
    return digits if len(digits) == 4 else f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _month_and_day(day: str) -> str:
    return day.replace("-", "")[-4:]


def _is_plain(value: Any, least: int, most: int) -> bool:
    return isinstance(value, str) and least <= len(value) <= most and value.isascii() and value.isalnum()


_FINDING: Final[dict[Names, Callable[[Machine, Conversation, Kind], Steps[Found | Ending]]]] = {
    Names.NOTHING: _nothing,
    Names.VOUCHER: _by_voucher,
    Names.REFERENCE: _by_reference,
    Names.APPROVAL: _by_approval,
    Names.VOICE: _by_voice,
}
