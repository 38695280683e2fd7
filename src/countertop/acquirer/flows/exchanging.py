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

from countertop.acquirer.flows.believing import believed
from countertop.acquirer.interbank import line_request, mac_text
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import stan_of
from countertop.acquirer.records import FormerZoneKeysDropped, ZoneKeysTaken
from countertop.acquirer.registry import ROUTE_TO_SWITCH
from countertop.hsm import ImportZoneKeys, MakeMac, ZoneKeys
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import INTERBANK, Message, MessageError
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.private.zone_keys import read_zone_keys
from countertop.iso8583.transit import KEY_CHANGE
from countertop.stage import Append, AskHsm, Effect, Note, Script, Send
from countertop.values import Instant

__all__ = ["ask_for_keys", "drop_former", "hear_whether_keys_come", "receive_keys"]

DONE = "00"
UNSUPPORTED = "40"
SECURITY_FAULT = "A7"

Code = Generator[Effect, Any, str]


def ask_for_keys(memory: HostMemory, now: Instant) -> Script:
    """Ask the switch for new zone keys."""
    stan = stan_of(memory.numbers.draw())
    message = line_request(memory, memory.clock.read(now.utc), stan, KEY_CHANGE)
    (message.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(message)))
    if memory.uplink.line is not None:
        yield Send(memory.uplink.line, INTERBANK.encode(message))


def hear_whether_keys_come(memory: HostMemory, answer: Message) -> Script:
    """Take the switch's answer to that; the keys themselves come by their own message."""
    code = answer.response_code or ""
    memory.counts["zone-keys-asked-for"] += 1
    yield Note("info" if code == DONE else "warning", "acquirer.zone-keys-answer", response_code=code)


def receive_keys(memory: HostMemory, message: Message, utc: int) -> Script:
    """Take a 0800 of the switch."""
    if not (yield from believed(memory, message)):
        return
    code = UNSUPPORTED
    if message.network_code == KEY_CHANGE:
        code = yield from _take(memory, message, utc)
    answer = management_answer(message, code)
    (answer.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(answer)))
    if memory.uplink.line is not None:
        yield Send(memory.uplink.line, INTERBANK.encode(answer))


def _take(memory: HostMemory, message: Message, utc: int) -> Code:
    """Load what came and use it from its commit on; return what the switch is answered."""
    keys, exchange = memory.registry.link.keys, f"{message.transmission_time}{message.stan}"
    if exchange == keys.taken:
        return DONE
    drawn = yield from _opened(memory, message.private_data)
    if drawn is None:
        return SECURITY_FAULT
    former = keys.next_former
    yield Append(memory.acquirer_id, ZoneKeysTaken(ROUTE_TO_SWITCH, exchange, *drawn, *former, utc))
    keys.take(drawn, former, exchange)
    memory.counts["zone-keys-taken"] += 1
    yield Note("info", "acquirer.zone-keys-taken")
    return DONE


def _opened(memory: HostMemory, carried: str | None) -> Generator[Effect, Any, ZonePair | None]:
    """Return the keys that field 48 carries, each right by its check value; None where there are none to be had."""
    zmk = memory.registry.link.keys.zmk
    if not zmk:
        yield Note("alarm", "acquirer.no-zone-master-key")
        return None
    try:
        exchanged = read_zone_keys(carried)
    except MessageError as fault:
        yield Note("alarm", "acquirer.zone-keys-refused", reason=str(fault))
        return None
    (loaded,) = yield AskHsm(ImportZoneKeys(zmk, exchanged))
    if not isinstance(loaded, ZoneKeys):
        yield Note("alarm", "acquirer.zone-keys-refused", reason=loaded.reason_code)
        return None
    return ZonePair(loaded.zpk, loaded.zak)


def drop_former(memory: HostMemory, now: Instant) -> Script:
    """Accept the former keys no more."""
    keys = memory.registry.link.keys
    if keys.taken is None or not keys.is_proven:
        return  # others were taken meanwhile, and the switch has not used them yet
    keys.settle()
    yield Append(memory.acquirer_id, FormerZoneKeysDropped(ROUTE_TO_SWITCH, keys.taken, now.utc))
    yield Note("info", "acquirer.former-keys-dropped")
