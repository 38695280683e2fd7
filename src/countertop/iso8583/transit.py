"""The key of an attempt between institutions, and field 90, which names the original of a void or reversal by it.

A transit key is acquirer (F32), forwarding institution (F33), transmission time (F7) and STAN (F11). It passes through
the switch unchanged. Field 7 carries no year, so every receiver adds the one that puts the moment closest to its own
clock, and keys are stored with it. Institution ids are compared without regard to leading zeros: field 90 has
eleven right-justified digits where fields 32 and 33 have as many as the id.

Source: Q/CUP 006 (fields 7, 11, 32, 33, 90), ISO 8583:1987 4.3; the network management codes are our choice of those
that ISO 8583 leaves to the parties.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import MatrixError, SubfieldError
from countertop.iso8583.message import Message
from countertop.values.moments import SECOND, local_time, with_year

__all__ = [
    "CUT_OFF_BEGUN",
    "CUT_OFF_OVER",
    "ECHO",
    "KEY_CHANGE",
    "SIGN_OFF",
    "SIGN_ON",
    "OriginalData",
    "TransitClock",
    "TransitKey",
    "original_data",
    "original_key",
    "read_original_data",
    "transit_key",
]

SIGN_ON: Final = "001"
"""F70 of a 0820: the institution in F33 signs on over this line."""

SIGN_OFF: Final = "002"
"""F70 of a 0820: it signs off; the line stays up."""

ECHO: Final = "301"
"""F70 of a 0820: are you there?"""

CUT_OFF_BEGUN: Final = "201"
"""F70 of a 0820: the centre closes its day, and answers 90 to new requests until it is done. F15 is the new date."""

CUT_OFF_OVER: Final = "202"
"""F70 of a 0820: the centre has closed its day."""

KEY_CHANGE: Final = "101"
"""F70 of a 0800: here are the next zone keys; of a 0820: the member asks the centre for them."""

_ORIGINAL_SIZE: Final = 42
_LARGEST_STEP: Final = timedelta(hours=1)


class TransitKey(NamedTuple):
    """One attempt between institutions: ids without leading zeros, `transmitted` as `YYYYMMDDhhmmss`, STAN."""

    acquirer_id: str
    forwarding_id: str
    transmitted: str
    stan: str

    @property
    def text(self) -> str:
        """The key as it is stored: `acquirer|forwarding|YYYYMMDDhhmmss|stan`."""
        return "|".join(self)

    @property
    def transmission_time(self) -> str:
        """Field 7 of the attempt, without the year."""
        return self.transmitted[4:]

    @classmethod
    def of_text(cls, text: str) -> TransitKey:
        """Return the key that `text` was made of; raises ValueError for any other text."""
        parts = text.split("|")
        if len(parts) != 4:
            raise ValueError("a transit key has four parts")
        return cls(*parts)


class OriginalData(NamedTuple):
    """What field 90 says: the MTI of the original and its key."""

    mti: str
    key: TransitKey


class TransitClock:
    """Field 7 to and from moments, in the zone that all members of a switch agree on."""

    __slots__ = ("_dated", "_field_7", "zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        # A host sends and receives thousands of messages in a second, and all of them carry the same few values.
        self._field_7 = lru_cache(maxsize=64)(self._make_field_7)
        self._dated = lru_cache(maxsize=4096)(self._add_year)

    def transmission_time(self, utc: int) -> str:
        """Return field 7, `MMDDhhmmss`, for a moment in UTC microseconds."""
        return self._field_7(utc // SECOND)

    def dated(self, transmission_time: str, utc: int) -> str:
        """Return `YYYYMMDDhhmmss` for a field 7 received at a moment in UTC microseconds.

        Raises SubfieldError when it is no moment of any year near.
        """
        return self._dated(transmission_time, utc // (3600 * SECOND))

    def _make_field_7(self, second: int) -> str:
        return f"{local_time(second * SECOND, self.zone):%m%d%H%M%S}"

    def _add_year(self, transmission_time: str, hour: int) -> str:
        today = (datetime(1970, 1, 1, tzinfo=UTC) + hour * _LARGEST_STEP).astimezone(self.zone).date()
        time = transmission_time[4:]
        if len(transmission_time) != 10 or not is_digits(transmission_time):
            raise SubfieldError(7, 0, "a transmission time is ten digits: MMDDhhmmss")
        if time[:2] > "23" or time[2:4] > "59" or time[4:] > "59":
            raise SubfieldError(7, 4, "there is no such time of day")
        try:
            day = with_year(transmission_time[:4], today)
        except ValueError:
            raise SubfieldError(7, 0, "there is no such month and day") from None
        return f"{day:%Y%m%d}{time}"


def transit_key(message: Message, clock: TransitClock, utc: int) -> TransitKey:
    """Return the key of a message received (or sent) at that moment.

    Raises MatrixError when one of the four fields is absent, SubfieldError when field 7 is no moment.
    """
    acquirer_id, forwarding_id, stan = message.acquirer_id, message.forwarding_id, message.stan
    transmission_time = message.transmission_time
    if acquirer_id is None or forwarding_id is None or stan is None or transmission_time is None:
        absent = next(number for number in (7, 11, 32, 33) if message.get(number) is None)
        raise MatrixError(absent, "every interbank request carries fields 7, 11, 32 and 33")
    return TransitKey(acquirer_id.lstrip("0"), forwarding_id.lstrip("0"), clock.dated(transmission_time, utc), stan)


def original_data(mti: str, key: TransitKey) -> str:
    """Return field 90: MTI 4, STAN 6, transmission time 10, acquirer 11, forwarding institution 11."""
    return f"{mti}{key.stan}{key.transmission_time}{key.acquirer_id:0>11}{key.forwarding_id:0>11}"


def read_original_data(text: str, clock: TransitClock, utc: int) -> OriginalData:
    """Return what a field 90 received at that moment names; raises SubfieldError for another form."""
    if len(text) != _ORIGINAL_SIZE or not is_digits(text):
        raise SubfieldError(90, 0, f"original data elements are {_ORIGINAL_SIZE} digits")
    try:
        transmitted = clock.dated(text[10:20], utc)
    except SubfieldError as fault:
        raise SubfieldError(90, 10 + fault.offset, fault.reason) from None
    key = TransitKey(text[20:31].lstrip("0"), text[31:42].lstrip("0"), transmitted, text[4:10])
    return OriginalData(text[0:4], key)


def original_key(message: Message, clock: TransitClock, utc: int) -> TransitKey:
    """Return the key of the request that a void or reversal received at that moment is about.

    The MAC covers of field 90 the MTI, STAN and time only. The rest is held against what it does cover: the original is
    of the same acquirer, was forwarded by it or by who forwards this, and is another request. Raises SubfieldError
    for a field 90 that is absent, malformed, or breaks this; MatrixError as `transit_key`.
    """
    own = transit_key(message, clock, utc)
    named = read_original_data(message.original or "", clock, utc).key
    if named.acquirer_id != own.acquirer_id or named.forwarding_id not in (own.acquirer_id, own.forwarding_id):
        raise SubfieldError(90, 20, "the original is none of this acquirer's requests")
    if named == own:
        raise SubfieldError(90, 0, "a request cannot be its own original")
    return named
