"""New zone keys for the line to the switch: asked for, taken, and the former ones dropped when both sides use the new.

    desk                    0820 101: the switch is asked for new keys; it may also send them unasked
    0800 101 ─► check values right ─► `zone_keys_taken` durable ─► we send under them ─► 0810 00, sealed with them
             └─ wrong, or no zone master key ─► 0810 A7 under the keys in use, which stay; alarm
    the switch's first MAC under them ─► overlap ─► `zone_keys_dropped`

The switch drew the keys and keeps them durably before it sends them, so we may use them at once; it goes on with the
former ones until it has seen a MAC of ours. The same 0800 again, after a lost answer or a restart, is answered as
before.

Source: a 0800 with F70 = 101 resets keys (Q/CUP 006, as far as it is public); the rest is our choice.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import ImportZoneKeys, ZoneKeys
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import Message, MessageError
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.private.zone_keys import read_zone_keys
from countertop.iso8583.transit import KEY_CHANGE
from countertop.issuer.flows.believing import believed
from countertop.issuer.flows.sealing import send_sealed
from countertop.issuer.office import Office
from countertop.issuer.records import FormerZoneKeysDropped, ZoneKeysTaken
from countertop.stage import Append, AskHsm, Effect, Note, Script
from countertop.values import Instant

__all__ = ["ask_for_keys", "drop_former", "hear_whether_keys_come", "receive_keys"]

_DONE = "00"
_UNSUPPORTED = "40"
_SECURITY_FAULT = "A7"


def ask_for_keys(office: Office, now: Instant) -> Script:
    """Ask the switch for new zone keys."""
    bank = office.bank
    message = Message(
        "0820",
        transmission_time=bank.clock.transmission_time(now.utc),
        stan=office.line.next_stan(),
        forwarding_id=bank.bank_id,
        network_code=KEY_CHANGE,
    )
    yield from send_sealed(office, message)


def hear_whether_keys_come(answer: Message) -> Script:
    """Take the switch's answer to that; the keys themselves come by their own message."""
    code = answer.response_code or ""
    yield Note("info" if code == _DONE else "warning", "issuer.zone_keys_answer", code=code)


def receive_keys(office: Office, message: Message, now: Instant) -> Script:
    """Take a 0800 of the switch."""
    if not (yield from believed(office, message)):
        return
    code = _UNSUPPORTED
    if message.network_code == KEY_CHANGE:
        code = yield from _take(office, message, now)
    yield from send_sealed(office, management_answer(message, code))


def _take(office: Office, message: Message, now: Instant) -> Generator[Effect, Any, str]:
    """Load what came and use it from its commit on; return what the switch is answered."""
    keys, exchange = office.bank.keys, f"{message.transmission_time}{message.stan}"
    if exchange == keys.taken:
        return _DONE
    drawn = yield from _opened(office, message.private_data)
    if drawn is None:
        return _SECURITY_FAULT
    former = keys.next_former
    bank_id = office.bank.bank_id
    yield Append(bank_id, ZoneKeysTaken(bank_id, exchange, *drawn, *former, now.utc))
    keys.take(drawn, former, exchange)
    yield Note("info", "issuer.zone_keys_taken")
    return _DONE


def _opened(office: Office, carried: str | None) -> Generator[Effect, Any, ZonePair | None]:
    """Return the keys that field 48 carries, each right by its check value; None where there are none to be had."""
    zmk = office.bank.keys.zmk
    if not zmk:
        yield Note("alarm", "issuer.no_zone_master_key")
        return None
    try:
        exchanged = read_zone_keys(carried)
    except MessageError as fault:
        yield Note("alarm", "issuer.zone_keys_refused", reason=str(fault))
        return None
    (loaded,) = yield AskHsm(ImportZoneKeys(zmk, exchanged))
    if not isinstance(loaded, ZoneKeys):
        yield Note("alarm", "issuer.zone_keys_refused", reason=loaded.reason_code)
        return None
    return ZonePair(loaded.zpk, loaded.zak)


def drop_former(office: Office, _: Any, now: Instant) -> Script:
    """Accept the former keys no more."""
    bank = office.bank
    if bank.keys.taken is None or not bank.keys.is_proven:
        return  # others were taken meanwhile, and the switch has not used them yet
    bank.keys.settle()
    yield Append(bank.bank_id, FormerZoneKeysDropped(bank.bank_id, bank.keys.taken, now.utc))
    yield Note("info", "issuer.former_keys_dropped")
