"""What the switch has in hand: who is signed on, what is in flight, what is owed. All of it can be rebuilt."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.interbank_forms import Ending
from countertop.switch.registry import Centre, Institution, Registry
from countertop.switch.settings import SwitchSettings

__all__ = ["Floor", "InFlight", "Owed"]


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
    """A reversal owed to an issuer, and how often it has been sent in this life."""

    __slots__ = ("debtor", "number", "original_key", "reversal_key", "tries")

    def __init__(self, number: int, original_key: str, reversal_key: str, debtor: Institution) -> None:
        self.number = number
        self.original_key = original_key
        self.reversal_key = reversal_key
        self.debtor = debtor
        self.tries = 0


class Floor:
    """One life of the switch."""

    __slots__ = (
        "attempt_number",
        "bad_frames",
        "centre",
        "in_flight",
        "obligation_number",
        "owed",
        "owed_by_reversal",
        "planted",
        "registry",
        "settings",
        "unsigned",
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
