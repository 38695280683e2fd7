"""How a request's end is shown: what the reply says, what to do next, and, for some verbs, the facts line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from countertop.terminal.front.screen import Line
from countertop.values import Amount

__all__ = ["MOST_LINES", "STAYING", "details_of", "lines_of"]

MOST_LINES: Final = 40
"""Of a list; the rest is for the printer and the consoles."""


STAYING: Final = frozenset({"screen.balance", "screen.balance_untold", "screen.advice_refused"})
"""What is shown on the way and answers what was asked, though no reply may tell it: it stands beside the end."""


def lines_of(verb: str, body: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the lines for the body of a reply."""
    shown = []
    if body.get("message"):
        shown.append(Line(body["message"], dict(body.get("arguments") or {})))
    if body.get("advice"):
        shown.append(Line(body["advice"]))
    return (*shown, *details_of(verb, body))


def details_of(verb: str, body: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the lines for the facts alone."""
    details = _DETAILS.get(verb)
    return () if details is None else tuple(details(body)[:MOST_LINES])


def _parts(body: Mapping[str, Any]) -> list[Line]:
    return [Line(f"part.{part['part']}_{part['state']}") for part in body.get("parts", ())]


def _operators(body: Mapping[str, Any]) -> list[Line]:
    shown = []
    for row in body.get("operators", ()):
        shown.append(Line(f"front.operator_{row['role']}", {"operator": row["operator"]}))
        if row["locked"]:
            shown.append(Line("screen.operator_locked", {"operator": row["operator"]}))
    return shown


def _transactions(body: Mapping[str, Any]) -> list[Line]:
    return [
        Line(
            "front.transaction_row",
            {"voucher": row["voucher_number"], "amount": str(Amount(row["amount"])), "card": row["card"]},
        )
        for row in body.get("transactions", ())
    ]


def _totals(body: Mapping[str, Any]) -> list[Line]:
    shown = []
    for group in ("domestic", "foreign", "codes"):
        for side in ("debit", "credit"):
            count, amount = (body[group][f"{side}_{what}"] for what in ("count", "amount"))
            if count:
                told = {"count": count, "amount": str(Amount(amount))}
                shown.append(Line(f"front.totals_{group}_{side}", told))
    return shown


def _steps(body: Mapping[str, Any]) -> list[Line]:
    return [
        Line(f"initialise.{step['step']}_{'done' if step['done'] else 'open'}", chosen=step["step"] == body.get("next"))
        for step in body.get("steps", ())
    ]


_DETAILS: Final[dict[str, Callable[[Mapping[str, Any]], list[Line]]]] = {
    "self_test": _parts,
    "list_operators": _operators,
    "transactions": _transactions,
    "batch": _totals,
    "initialisation": _steps,
}
