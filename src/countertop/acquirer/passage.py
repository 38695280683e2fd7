"""A sale or void on its way through the host: what came, how it is numbered, what is kept of it."""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.interbank import financial_request
from countertop.acquirer.memory import Content, HostMemory, OpenAttempt
from countertop.acquirer.numbers import rrn_of, stan_of
from countertop.acquirer.people import People, read_people
from countertop.acquirer.records import AttemptDecided, AttemptReceived
from countertop.acquirer.registry import BinRoute, WorkingSession
from countertop.acquirer.replies import begin_reply, complete_reply
from countertop.acquirer.tables import Outcome
from countertop.hsm import ProtectedPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.values import Pan, Track2

__all__ = ["Passage"]

ENCRYPTED_TAIL = (18, 17)
"""Digits at the end of an even and of an odd track, of which some may be encrypted (POS specification 4.6)."""


class Passage:
    """One financial request of a terminal.

    `pan` is the card number as far as it can be read without a key: field 2, or the part of track 2 that is always
    clear. `session` is the terminal's at the time; it may sign in again while this request is under way. `stan` is the
    host's own towards the switch, `switch_key` what the answer must bring back, `original_key` that of a voided sale.
    """

    __slots__ = (
        "arrival",
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
        "terminal",
        "track_is_encrypted",
    )

    def __init__(self, memory: HostMemory, arrival: Arrival, kind: str) -> None:
        request, terminal = arrival.request, arrival.terminal
        assert terminal.session is not None, "the gate lets nobody pass who is not signed in"
        self.arrival = arrival
        self.kind = kind
        self.request: Message = request
        self.terminal = terminal
        self.session: WorkingSession = terminal.session
        self.key = terminal.key_head + (request.stan or "")
        self.reading = memory.clock.read(arrival.utc)
        self.serial = memory.draw_serial()
        self.rrn = rrn_of(self.reading.reference_day, self.serial)
        self.stan = stan_of(self.serial)
        control = request.security_control
        self.track_is_encrypted = request.track2 is not None and control is not None and control[2] == "1"
        self.pan = request.pan or _pan_of_track(request.track2, encrypted=self.track_is_encrypted)
        self.route: BinRoute | None = None if self.pan is None else memory.registry.bins.find(self.pan)
        self.people: People = read_people(request.terminal_information)
        self.protected: ProtectedPan | None = None
        self.original_key: str | None = None

    @property
    def content(self) -> Content:
        """What makes a repetition of this request the same request."""
        request = self.request
        return (
            None if self.protected is None else self.protected.token,
            int(request.amount or 0),
            request.currency or "",
            request.processing_code or "",
            request.entry_mode or "",
            self.original_key,
        )

    def waiting(self) -> OpenAttempt:
        """Return the attempt that this becomes while the switch is asked."""
        return OpenAttempt(
            request=self.request,
            line=self.arrival.line,
            key=self.key,
            terminal=self.terminal,
            serial=self.serial,
            rrn=self.rrn,
            switch_key=self.stan + self.reading.transmission_time,
            content=self.content,
            pan=self.pan,
            scheme=None if self.route is None else self.route.scheme,
            original_key=self.original_key,
        )

    def forward(
        self, memory: HostMemory, pan: Pan, *, original: str | None = None, approval_code: str | None = None
    ) -> Message:
        """Return the message to the switch, without what the HSM must put in."""
        return financial_request(
            memory,
            self.request,
            self.reading,
            self.stan,
            self.rrn,
            self.terminal.merchant.category,
            pan,
            original=original,
            approval_code=approval_code,
        )

    def drop_secrets(self) -> None:
        """Forget what only the switch needed; the request is kept while its answer is awaited."""
        request = self.request
        request.track2 = request.track3 = request.pin_block = request.reserved_data = None

    def received(self, memory: HostMemory) -> AttemptReceived:
        """Return the record of it."""
        request, terminal = self.request, self.terminal
        protected = self.protected
        operator, supervisor = self.people
        return AttemptReceived(
            attempt_key=self.key,
            kind=self.kind,
            terminal_id=terminal.terminal_id,
            merchant_id=terminal.merchant.merchant_id,
            merchant_category=terminal.merchant.category,
            batch_instance=terminal.batch_instance,
            batch_number=terminal.batch_number,
            stan=request.stan or "",
            serial=self.serial,
            rrn=self.rrn,
            transit_key=f"{memory.transit_head}{self.reading.transmitted}|{self.stan}",
            amount=int(request.amount or 0),
            currency=request.currency or "",
            processing_code=request.processing_code or "",
            entry_mode=request.entry_mode or "",
            condition_code=request.condition_code or "",
            pan_token=None if protected is None else protected.token,
            pan_cipher=None if protected is None else protected.cipher,
            masked_pan=None if self.pan is None else self.pan.masked(),
            operator=operator,
            supervisor=supervisor,
            original_key=self.original_key,
            received_at=self.arrival.utc,
            request=hop_text(request),
        )

    def declined(self, memory: HostMemory, response_code: str) -> tuple[AttemptDecided, Message]:
        """Return the host's own decline and the answer that tells it."""
        reply, reading = begin_reply(self.request, memory.acquirer_id, self.rrn, self.pan), self.reading
        complete_reply(memory, reply, reading, response_code)
        decided = AttemptDecided(
            attempt_key=self.key,
            outcome=Outcome.DECLINED,
            response_code=response_code,
            approval_code=None,
            settlement_date=reading.settlement_date,
            local_date=reading.local_date,
            local_time=reading.local_time,
            receiving_id=None,
            cause="host",
            decided_at=self.arrival.utc,
            answer=None,
        )
        return decided, reply


def _pan_of_track(track: Track2 | None, *, encrypted: bool) -> Pan | None:
    if track is None:
        return None
    digits = track.reveal()
    if encrypted:
        digits = digits[: -ENCRYPTED_TAIL[len(digits) % 2]]
    number, separator, _ = digits.partition("D")
    return Pan(number) if separator else None
