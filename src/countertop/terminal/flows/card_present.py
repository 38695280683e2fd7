"""The part of a transaction that needs the card and the person: swipe, compare the number, amount, PIN."""

from __future__ import annotations

from typing import Any

from countertop.hsm import EncryptPin, EncryptTrack, HsmRefusal, ProtectPan
from countertop.stage import AskHsm, Note, Show
from countertop.terminal.card_entry import Card, SealedCard, card_of
from countertop.terminal.conversation import REFUSED, USAGE, Ending, Steps
from countertop.terminal.flows.ending import ask
from countertop.terminal.machine import Machine
from countertop.values import Amount, Pin

__all__ = ["amount_asked", "card_asked", "card_sealed", "pin_asked"]

_LARGEST_AMOUNT = 10**12 - 1


def card_asked(machine: Machine, *, keyed: bool = False) -> Steps[Card | Ending]:
    """Have the card swiped until it reads, and its number compared by a person; `keyed` lets the number be keyed."""
    card: Card | None = None
    if keyed:
        yield Show("screen.card_may_be_keyed")
    for _ in range(machine.settings.card_reads):
        found = card_of((yield ask(machine, "ask.card", keyed=keyed)))
        if isinstance(found, str):
            yield Show(f"screen.card_{found}")
            continue
        if found.is_keyed and not keyed:
            yield Show("screen.card_not_keyed")
            continue
        if found.has_chip and not machine.settings.fallback_allowed:
            yield Show("screen.use_chip")
            continue
        card = found
        break
    if card is None:
        return Ending(REFUSED, "screen.card_not_read", advice="advice.other_card")
    if card.has_chip:
        yield Note("info", "terminal.fallback", card=card.masked_pan)
        yield Show("screen.fallback")
    yield Show("screen.card_number", sensitive=True, card_number=card.pan)
    if (yield ask(machine, "ask.confirm_card")) is not True:
        return Ending(REFUSED, "screen.card_not_confirmed")
    return card


def amount_asked(machine: Machine, given: Any, question: str = "ask.amount") -> Steps[int | Ending]:
    """Return the amount in minor units: the one given with the request, or the one keyed."""
    if given is not None:
        amount = _amount(given)
        return Ending(USAGE, "screen.amount_form") if amount is None else amount
    for _ in range(machine.settings.amount_tries):
        amount = _amount((yield ask(machine, question)))
        if amount is not None:
            return amount
        yield Show("screen.amount_form")
    return Ending(REFUSED, "screen.no_amount")


def pin_asked(machine: Machine, amount: int, card: Card) -> Steps[Pin | None]:
    """Have the customer key the PIN; Confirm alone is no PIN."""
    pin = yield ask(machine, "ask.pin", amount=str(Amount(amount)), card=card.masked_pan)
    return pin if isinstance(pin, Pin) else None


def card_sealed(
    machine: Machine, card: Card, pin: Pin | None, *, by_number: bool = False
) -> Steps[SealedCard | Ending]:
    """Have the PIN pad encrypt the PIN and the end of the tracks, and turn the number into what may be kept.

    `by_number`: the request will carry the number alone, because it leaves later and no track may be kept till then.
    """
    assert machine.keys is not None, "the gate lets nobody pass who is not signed in"
    commands: list[Any] = [ProtectPan(card.pan)]
    if pin is not None:
        commands.append(EncryptPin(machine.keys.tpk, pin, card.pan))
    track2, track3 = (None, None) if by_number else (card.track2, card.track3)
    tdk = machine.keys.tdk if machine.settings.track_encryption else None
    if tdk is not None and track2 is not None:
        commands.append(EncryptTrack(tdk, track2))
        if track3 is not None:
            commands.append(EncryptTrack(tdk, track3))
    replies = yield AskHsm(*commands)
    for reply in replies:
        if isinstance(reply, HsmRefusal):
            return Ending(REFUSED, "screen.hsm_refused", reason=reply.message)
    left = iter(replies)
    protected = next(left)
    return SealedCard(
        protected=protected,
        masked_pan=card.masked_pan,
        pin_block=next(left) if pin is not None else None,
        track2=next(left) if tdk is not None and track2 is not None else track2,
        track3=next(left) if tdk is not None and track3 is not None else track3,
        track_encrypted=tdk is not None and track2 is not None,
        encryption="0" if machine.settings.single_length_sign_in else "6",
        pan=card.pan if track2 is None else None,
        expiry=card.expiry if track2 is None else None,
    )


def _amount(value: Any) -> int | None:
    """Read minor units, or a decimal such as `12.50`; None for what is no amount above zero."""
    if isinstance(value, str):
        try:
            value = Amount.parse(value).minor
        except ValueError:
            return None
    if type(value) is not int or not 0 < value <= _LARGEST_AMOUNT:
        return None
    return value
