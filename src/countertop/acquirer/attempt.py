"""A sale or void on its way through the host: what came, how it is numbered, who waits for it."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.clock_face import ClockReading
from countertop.acquirer.numbers import rrn_of, stan_of
from countertop.acquirer.people import People, read_people
from countertop.acquirer.registry import BinRoute, BinTable, WorkingSession
from countertop.hsm import ProtectedPan
from countertop.iso8583 import Message
from countertop.values import Pan, Track2

__all__ = ["Attempt", "Content"]

Content = tuple[str | None, int, str, str, str, str | None]
"""What makes two requests under one key the same: card token, amount, currency, processing code, entry mode, and the
key of the original."""

ENCRYPTED_TAIL = (18, 17)
"""Digits at the end of an even and of an odd track, of which some may be encrypted (POS specification 4.6)."""


class Attempt:
    """One request of a terminal for money to move, from its arrival to its decision.

    `arrival` is the last copy of `request`; its line gets the answer, in its form. `session` is the terminal's at the
    time; it may sign in again while this is under way. `amount` is in minor units. `pan` is the card number as far as
    it can be read without a key: field 2, or the part of track 2 that is always clear. `stan` is the host's own towards
    the switch; `switch_key` is what the answer must bring back; `original_key` is that of a voided sale. `is_durable`
    turns true when the record is written; until then nothing has been forwarded.
    """

    __slots__ = (
        "amount",
        "arrival",
        "is_durable",
        "key",
        "kind",
        "original_key",
        "pan",
        "people",
        "protected",
        "reading",
        "request",
        "route",
        "rrn",
        "serial",
        "session",
        "stan",
        "switch_key",
        "terminal",
        "track_is_encrypted",
    )

    def __init__(self, arrival: Arrival, kind: str, serial: int, reading: ClockReading, bins: BinTable) -> None:
        request, terminal = arrival.request, arrival.terminal
        assert terminal.session is not None, "the gate lets nobody pass who is not signed in"
        self.arrival = arrival
        self.kind = kind
        self.amount = int(request.amount or 0)
        self.request: Message = request
        self.terminal = terminal
        self.session: WorkingSession = terminal.session
        self.key = terminal.key_head + (request.stan or "")
        self.serial = serial
        self.reading = reading
        self.rrn = rrn_of(reading.reference_day, serial)
        self.stan = stan_of(serial)
        self.switch_key = self.stan + reading.transmission_time
        control = request.security_control
        self.track_is_encrypted = request.track2 is not None and control is not None and control[2] == "1"
        self.pan = request.pan or _pan_of_track(request.track2, self.track_is_encrypted)
        self.route: BinRoute | None = None if self.pan is None else bins.find(self.pan)
        self.people: People = read_people(request.terminal_information)
        self.protected: ProtectedPan | None = None
        self.original_key: str | None = None
        self.is_durable = False

    @property
    def content(self) -> Content:
        """What a repetition has in common with this request."""
        request = self.request
        return (
            None if self.protected is None else self.protected.token,
            self.amount,
            request.currency or "",
            request.processing_code or "",
            request.entry_mode or "",
            self.original_key,
        )

    def asked_again(self, copy: Attempt) -> None:
        """Take over a copy of the request: its line gets the answer, in the form that it asked for."""
        copy.drop_secrets()
        self.arrival = copy.arrival

    def drop_secrets(self) -> None:
        """Forget what only the switch needed; the request is kept while its answer is awaited."""
        request = self.request
        request.track2 = request.track3 = request.pin_block = request.reserved_data = None


def _pan_of_track(track: Track2 | None, is_encrypted: bool) -> Pan | None:
    if track is None:
        return None
    digits = track.reveal()
    number, separator, rest = digits.partition("D")
    # A separator so near the end is a digit of the encrypted part.
    hidden = is_encrypted and len(rest) < ENCRYPTED_TAIL[len(digits) % 2]
    return Pan(number) if separator and not hidden else None
