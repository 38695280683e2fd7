"""What the centre may decide while a bank is silent or away: set for one bank, switched off, or shown for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_desk, find_switch
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import table, write
from countertop.demo.people import BANKS
from countertop.values import Amount

__all__ = ["stand_in"]

_STRIPE_AND_CHIP = "02 05 07"
_COLUMNS = ("issuer", "most", "card", "bank", "no-pin", "modes")


def stand_in(
    bank: Annotated[str | None, typer.Option("--bank", help=tell("help.stand-in-bank"), metavar="NAME|ID")] = None,
    most: Annotated[str, typer.Option("--most", help=tell("help.stand-in-most"))] = "300.00",
    card_count: Annotated[int, typer.Option("--card-count", min=0, help=tell("help.stand-in-card-count"))] = 3,
    card_total: Annotated[str, typer.Option("--card-total", help=tell("help.stand-in-card-total"))] = "500.00",
    bank_count: Annotated[int, typer.Option("--bank-count", min=0, help=tell("help.stand-in-bank-count"))] = 1000,
    bank_total: Annotated[str, typer.Option("--bank-total", help=tell("help.stand-in-bank-total"))] = "100000.00",
    no_pin: Annotated[str, typer.Option("--no-pin-up-to", help=tell("help.stand-in-no-pin"))] = "300.00",
    pin_unchecked: Annotated[bool, typer.Option("--unchecked-pin", help=tell("help.stand-in-unchecked-pin"))] = False,
    modes: Annotated[str, typer.Option("--entry-modes", help=tell("help.stand-in-modes"))] = _STRIPE_AND_CHIP,
    off: Annotated[bool, typer.Option("--off", help=tell("help.stand-in-off"))] = False,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Set the rule of one bank, or show all rules."""
    del language
    rule: dict[str, Any] = {}
    if bank is not None:
        rule = {
            "issuer_id": _id_of(bank),
            "entry_modes": modes,
            "most_amount": 0 if off else _minor(most, "--most"),
            "card_count": card_count,
            "card_total": _minor(card_total, "--card-total"),
            "issuer_count": bank_count,
            "issuer_total": _minor(bank_total, "--bank-total"),
            "no_pin_amount": _minor(no_pin, "--no-pin-up-to"),
            "pin_unchecked": int(pin_unchecked),
        }
    _, body = ask_desk(find_switch(data), "stand_in", rule, as_json=as_json)
    write(*table(_rows(body["rules"])) if any(body["rules"]) else [tell("stand-in.none")])


def _id_of(bank: str) -> str:
    """Return the institution id of a bank of the demo by its name, or what was given."""
    return next((known.institution_id for known in BANKS if bank in (known.party, known.key)), bank)


def _minor(text: str, option: str) -> int:
    try:
        return Amount.parse(text).minor
    except ValueError as fault:
        raise typer.BadParameter(tell("cli.bad-amount", text=text, reason=fault), param_hint=option) from None


def _rows(rules: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    yield tuple(tell(f"stand-in.{column}") for column in _COLUMNS)
    for rule in rules:
        if rule["most_amount"] == 0:
            yield rule["issuer_id"], tell("stand-in.off"), "", "", "", ""
            continue
        yield (
            rule["issuer_id"],
            Amount(rule["most_amount"]),
            f"{rule['card_count']} / {Amount(rule['card_total'])}",
            f"{rule['issuer_count']} / {Amount(rule['issuer_total'])}",
            tell("stand-in.unchecked") if rule["pin_unchecked"] else Amount(rule["no_pin_amount"]),
            " ".join(rule["entry_modes"]),
        )
