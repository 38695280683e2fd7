"""What the switch has in hand: who is signed on, what is in flight, what is owed. All of it can be rebuilt."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.interbank_forms import Ending
from countertop.switch.registry import Centre, Institution, Registry
from countertop.switch.settings import SwitchSettings
from countertop.switch.stand_in import Rule, Usage

__all__ = ["Advice", "Floor", "InFlight", "Owed"]


class InFlight:
    """An attempt that waits for its issuer; the request is kept without tracks and PIN block.

    `tries` counts how often it was asked again in this life, None while no repetition is owed.
    """

    __slots__ = ("ending", "fingerprint", "key", "number", "receiver", "request", "sender", "tries")

    def __init__(
        self,
        key: str,
        number: int,
        sender: Institution,
        receiver: Institution,
        request: Message,
        fingerprint: str,
        ending: Ending,
    ) -> None:
        self.key = key
        self.number = number
        self.sender = sender
        self.receiver = receiver
        self.request = request
        self.fingerprint = fingerprint
        self.ending = ending
        self.tries: int | None = None


class Owed:
    """A reversal owed to an issuer, and how often it has been sent in this life.

    `refused_with` is the response code of the last answer in this life that would not undo it.
    """

    __slots__ = ("debtor", "number", "original_key", "refused_with", "reversal_key", "tries")

    def __init__(self, number: int, original_key: str, reversal_key: str, debtor: Institution) -> None:
        self.number = number
        self.original_key = original_key
        self.reversal_key = reversal_key
        self.debtor = debtor
        self.tries = 0
        self.refused_with: str | None = None


class Advice:
    """What was decided in an issuer's stead and is to be told it, and how often it has been in this life.

    `voided_by` is the key of the void that the switch has decided on top of it.
    """

    __slots__ = ("debtor", "key", "kind", "number", "original_key", "tries", "voided_by")

    def __init__(self, key: str, number: int, kind: str, original_key: str | None, debtor: Institution) -> None:
        self.key = key
        self.number = number
        self.kind = kind
        self.original_key = original_key
        self.debtor = debtor
        self.tries = 0
        self.voided_by: str | None = None


class Floor:
    """One life of the switch."""

    __slots__ = (
        "_waiting",
        "advices",
        "attempt_number",
        "bad_frames",
        "centre",
        "in_flight",
        "obligation_number",
        "owed",
        "owed_by_reversal",
        "planted",
        "registry",
        "rules",
        "settings",
        "stand_in_number",
        "told_closing",
        "unsigned",
        "usage",
        "watermark",
    )

    def __init__(self, settings: SwitchSettings, centre: Centre, registry: Registry) -> None:
        self.settings = settings
        self.planted = settings.planted
        self.centre = centre
        self.registry = registry
        self.in_flight: dict[str, InFlight] = {}
        self.owed: dict[str, Owed] = {}
        self.owed_by_reversal: dict[str, Owed] = {}
        self.advices: dict[str, Advice] = {}
        self._waiting: dict[str, dict[str, Advice]] = {}
        self.rules: dict[tuple[str, str], Rule] = {}
        self.usage: dict[tuple[str, str], Usage] = {}
        self.stand_in_number = 0
        self.told_closing = False
        self.unsigned: set[int] = set()
        self.bad_frames: dict[int, int] = {}
        self.attempt_number = 0
        self.obligation_number = 0
        self.watermark = 0

    def next_attempt(self) -> int:
        """Return the number of a new attempt; one that is never written leaves a gap."""
        self.attempt_number += 1
        return self.attempt_number

    def next_obligation(self) -> int:
        """Return the number of a new obligation."""
        self.obligation_number += 1
        return self.obligation_number

    def owe(self, owed: Owed) -> None:
        """Take up an obligation that is durable."""
        self.owed[owed.original_key] = owed
        self.owed_by_reversal[owed.reversal_key] = owed

    def discharge(self, owed: Owed) -> None:
        """Put an obligation down whose end is durable."""
        self.owed.pop(owed.original_key, None)
        self.owed_by_reversal.pop(owed.reversal_key, None)

    def owe_advice(self, advice: Advice) -> None:
        """Take up an advice that is durable; they come, and are told, in the order of their numbers."""
        if advice.kind == "void" and (told := self.advices.get(advice.original_key or "")) is not None:
            told.voided_by = advice.key
        self.advices[advice.key] = advice
        self._waiting.setdefault(advice.debtor.key, {})[advice.key] = advice

    def next_advice(self, issuer: str) -> Advice | None:
        """Return the oldest advice that an issuer, by its key, has not taken."""
        return next(iter(self._waiting.get(issuer, {}).values()), None)

    def discharge_advice(self, advice: Advice) -> None:
        """Put an advice down that the issuer has taken."""
        if self.advices.pop(advice.key, None) is not None:
            del self._waiting[advice.debtor.key][advice.key]
