"""A request for money to move on its way through the host: what came, how it is numbered, who waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.clock_face import ClockReading
from countertop.acquirer.kinds import Kind
from countertop.acquirer.numbers import rrn_of, stan_of
from countertop.acquirer.people import People, read_people
from countertop.acquirer.registry import BinRoute, BinTable, WorkingSession
from countertop.codec.bcd import is_digits
from countertop.hsm import ProtectedPan
from countertop.iso8583 import Message
from countertop.iso8583.interbank_forms import Ending
from countertop.values import Pan, Track2

__all__ = ["Attempt", "Content", "entry_content", "original_content"]

Content = tuple[str | None, int, str, str, str, str]
"""What makes two requests under one key the same: card token, amount, currency, kind, entry mode, and what names the
original. A request that is ended by repetition may come again without track and PIN, so its entry mode says nothing."""

CARD_LENGTHS = range(12, 20)

ENCRYPTED_TAIL = (18, 17)
"""Digits at the end of an even and of an odd track, of which some may be encrypted (POS specification 4.6)."""


class Attempt:
    """One request of a terminal for money to move, from its arrival to its decision.

    `arrival` is the last copy of `request`; its line gets the answer, in its form. `session` is the terminal's at the
    time; it may sign in again while this is under way. `amount` is in minor units. `pan` is the card number as far as
    it can be read without a key: field 2, or the part of track 2 that is always clear. `stan` is the host's own
    towards the switch; `switch_key` is what the answer must bring back; `original_key` is that of what it undoes or
    follows up; `target` is the card that a transfer pays into; `masked_code` what may be shown of a code that pays in
    place of a card. `is_durable` turns true when the record is written; until then nothing has been forwarded.
    `beside` is what else is written with it, whatever becomes of it. `tries` counts how often it was repeated to the
    switch.
    """

    __slots__ = (
        "amount",
        "arrival",
        "beside",
        "is_durable",
        "key",
        "kind",
        "masked_code",
        "original_key",
        "pan",
        "people",
        "protected",
        "protected_target",
        "reading",
        "received_at",
        "request",
        "route",
        "rrn",
        "serial",
        "session",
        "stan",
        "switch_key",
        "terminal",
        "track_is_encrypted",
        "tries",
    )

    def __init__(self, arrival: Arrival, kind: Kind, serial: int, reading: ClockReading, bins: BinTable) -> None:
        request, terminal = arrival.request, arrival.terminal
        assert terminal.session is not None or terminal.is_console, "the gate lets nobody pass who is not signed in"
        self.arrival = arrival
        self.kind = kind
        self.amount = int(request.amount or 0)
        self.request: Message = request
        self.terminal = terminal
        if terminal.session is not None:
            self.session: WorkingSession = terminal.session
        self.key = terminal.key_head + (request.stan or "")
        self.serial = serial
        self.reading = reading
        self.received_at = arrival.utc  # that of the reading, whoever asks again
        self.rrn = rrn_of(reading.reference_day, serial)
        self.stan = stan_of(serial)
        self.switch_key = self.stan + reading.transmission_time
        control = request.security_control
        self.track_is_encrypted = request.track2 is not None and control is not None and control[2] == "1"
        self.pan = request.pan or _pan_of_track(request.track2, self.track_is_encrypted)
        self.route: BinRoute | None = None if self.pan is None else bins.find(self.pan)
        self.people: People = read_people(request.terminal_information)
        self.masked_code: str | None = None
        self.protected: ProtectedPan | None = None
        self.protected_target: ProtectedPan | None = None
        self.original_key: str | None = None
        self.beside: tuple[Any, ...] = ()
        self.is_durable = False
        self.tries = 0

    @classmethod
    def of_row(cls, row: Mapping[str, Any], kind: Kind, arrival: Arrival, reading: ClockReading) -> Attempt:
        """Return an attempt as its row has it: durable, its secrets gone, its session long past."""
        attempt = cls.__new__(cls)
        attempt.arrival, attempt.request, attempt.terminal = arrival, arrival.request, arrival.terminal
        attempt.kind, attempt.reading, attempt.received_at = kind, reading, row["received_at"]
        attempt.key, attempt.serial, attempt.rrn = row["attempt_key"], row["serial"], row["rrn"]
        attempt.amount, attempt.original_key = row["amount"], row["original_key"]
        attempt.stan = stan_of(attempt.serial)
        attempt.switch_key = attempt.stan + reading.transmission_time
        attempt.pan = attempt.route = attempt.protected_target = None
        attempt.protected = ProtectedPan(row["pan_token"], row["pan_cipher"]) if row["pan_token"] else None
        attempt.people = (row["operator"], row["supervisor"])
        attempt.masked_code = None
        attempt.track_is_encrypted = False
        attempt.beside = ()
        attempt.is_durable, attempt.tries = True, 0
        return attempt

    @property
    def content(self) -> Content:
        """What a repetition has in common with this request."""
        request = self.request
        return (
            None if self.protected is None else self.protected.token,
            self.amount,
            request.currency or "",
            self.kind.name,
            entry_content(self.kind, request.entry_mode),
            original_content(request.rrn, request.approval_code, request.original_info),
        )

    @property
    def target(self) -> Pan | None:
        """The card of field 62, None when it names none: digits in ASCII."""
        digits = (self.request.extended_data or b"").decode("latin-1")
        return Pan(digits) if is_digits(digits) and len(digits) in CARD_LENGTHS else None

    def asked_again(self, copy: Attempt) -> None:
        """Take over a copy of the request: its line gets the answer, in the form that it asked for."""
        copy.drop_secrets()
        self.arrival = copy.arrival
        self.pan = self.pan or copy.pan

    def drop_secrets(self) -> None:
        """Forget what only the switch needed; the request is kept while its answer is awaited."""
        request = self.request
        request.track2 = request.track3 = request.pin_block = request.reserved_data = request.extended_data = None
        request.qr_data = None


def entry_content(kind: Kind, entry_mode: str | None) -> str:
    """Return what the entry mode (F22) adds to the content of a request."""
    return "" if kind.ending is Ending.REPEAT else entry_mode or ""


def original_content(rrn: str | None, approval_code: str | None, original_info: str | None) -> str:
    """Return the fields that name an original (F37, F38, F61) as one text; of a new request it says nothing."""
    return f"{rrn or ''}|{approval_code or ''}|{original_info or ''}"


def _pan_of_track(track: Track2 | None, is_encrypted: bool) -> Pan | None:
    if track is None:
        return None
    digits = track.reveal()
    number, separator, rest = digits.partition("D")
    # A separator so near the end is a digit of the encrypted part.
    hidden = is_encrypted and len(rest) < ENCRYPTED_TAIL[len(digits) % 2]
    return Pan(number) if separator and not hidden else None
