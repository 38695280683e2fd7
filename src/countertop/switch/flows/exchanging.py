"""New zone keys for a member: drawn here, told it until it has them, and used when it has shown that it does.

    a person, the member's 0820 101, their age
        ─► drawn ─► `zone_offer` durable ─► 0800 101 under the keys in use; again by the cadence of reversals
    any right MAC under the next keys ─► `zone_keys` durable (`flows.proving`) ─► we use them; overlap ─► `zone_drop`
    0810 with another code than 00    ─► `zone_refusal` durable, alarm; the keys in use stay

Whoever began repeats: an offer that is durable is told again after a restart and at every sign-on, always the same keys
under the same STAN, so a member that has taken them answers as before. The member is never heard under less than the
keys in use and those offered, so it does not matter which of them it has when either side falls.

Source: a 0800 with F70 = 101 resets keys (Q/CUP 006, as far as it is public). That it carries both keys in F48, that a
member asks for it with a 0820 of the same code, and what is answered is our choice.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import GenerateZoneKeys, ZoneKeys
from countertop.iso8583 import Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.private.zone_keys import write_zone_keys
from countertop.iso8583.transit import KEY_CHANGE
from countertop.stage import Append, AskHsm, CancelTimer, Effect, Note, Script, SetTimer
from countertop.switch.floor import Floor
from countertop.switch.flows.proving import verified
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.key_exchange import ExchangeState, KeyOffer
from countertop.switch.records import FormerZoneKeysDropped, ZoneKeysOffered, ZoneKeysRefused
from countertop.switch.registry import Institution
from countertop.values import MINUTE, Instant

__all__ = [
    "begin_exchange",
    "drop_former",
    "give_new_keys",
    "look_at_ages",
    "receive_verdict",
    "tell_keys",
]

NO_MASTER_KEY = "switch.no_zone_master_key"
IN_HAND = "switch.exchange_in_hand"
OVERLAPPING = "switch.exchange_overlaps"
UNDRAWN = "switch.zone_keys_undrawn"

_BUSY = {ExchangeState.IDLE: "", ExchangeState.OFFERED: IN_HAND, ExchangeState.OVERLAP: OVERLAPPING}
_CODE_OF = {"": "00", IN_HAND: "00", OVERLAPPING: "96", UNDRAWN: "96", NO_MASTER_KEY: "40"}
"""What a member that asks for new keys is answered; 00: they come."""

_DONE = "00"
_LONGEST_LOOK = 10 * MINUTE


def why_not_now(member: Institution) -> str:
    """Return why a member's keys cannot be changed now, as the id of a sentence, or nothing."""
    if not member.keys.zmk:
        return NO_MASTER_KEY
    return _BUSY[member.exchange.state(member.keys)]


def begin_exchange(floor: Floor, member: Institution, ordered_by: str, now: Instant) -> Generator[Effect, Any, str]:
    """Draw a member's next keys and offer them; return why not, as the id of a sentence, or nothing."""
    if why_not := why_not_now(member):
        return why_not
    keys, exchange = member.keys, member.exchange
    exchange.is_drawing = True
    (drawn,) = yield AskHsm(GenerateZoneKeys(keys.zmk))
    if not isinstance(drawn, ZoneKeys):
        exchange.is_drawing = False
        yield Note("alarm", UNDRAWN, member=member.institution_id, reason=drawn.reason_code)
        return UNDRAWN
    offered = ZoneKeysOffered(
        institution_id=member.institution_id,
        generation=exchange.newest + 1,
        next_zpk=drawn.zpk,
        next_zak=drawn.zak,
        carried=write_zone_keys(drawn.exchange),
        transmission_time=floor.centre.clock.transmission_time(now.utc),
        stan=f"{now.utc // 1_000 % 999_999 + 1:06d}",
        ordered_by=ordered_by,
        offered_at=now.utc,
    )
    yield Append(member.institution_id, offered)
    exchange.is_drawing = False
    exchange.newest, exchange.offered_at, exchange.refusal_code = offered.generation, now.utc, None
    exchange.offer = KeyOffer({name: getattr(offered, name) for name in KeyOffer.TOLD})
    keys.expect(exchange.offer.pair)
    yield Note("info", "switch.zone_keys_offered", member=member.institution_id, by=ordered_by)
    yield from tell_keys(floor, member.key, now)
    return ""


def give_new_keys(floor: Floor, member: Institution, message: Message, now: Instant) -> Script:
    """Take a member's 0820 101: tell it whether new keys come; they come after that answer."""
    why_not = why_not_now(member)
    yield from send_sealed(management_answer(message, _CODE_OF[why_not]), member)
    if not why_not:
        yield from begin_exchange(floor, member, "member", now)


def tell_keys(floor: Floor, key: str, now: Instant) -> Script:  # noqa: ARG001 - the signature of every timer's script
    """Send a member the keys that it has not proven, and set the clock for the next try."""
    member = floor.registry.institutions[key]
    offer = member.exchange.offer
    if offer is None or offer.is_closed:
        return
    settings = floor.settings
    quick = member.line is not None and offer.tries < settings.first_reversal_tries
    yield SetTimer(("zone-offer", key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    if member.line is None:
        return
    offer.tries += 1
    if not quick:
        yield Note("alarm", "switch.zone_keys_unanswered", member=member.institution_id, tries=offer.tries)
    message = Message(
        "0800",
        transmission_time=offer.transmission_time,
        stan=offer.stan,
        forwarding_id=floor.centre.switch_id,
        private_data=offer.carried,
        network_code=KEY_CHANGE,
    )
    yield from send_sealed(message, member)
    if "switch.zone-keys-dropped-unconfirmed" in floor.planted:
        member.keys.change(offer.pair)
        member.keys.settle()


def receive_verdict(floor: Floor, member: Institution, message: Message, now: Instant) -> Script:
    """Take a 0810: under the next keys it has proven them by its MAC; otherwise it says why the member has not."""
    if not (yield from verified(floor, member, message, now)):
        yield Note("alarm", "switch.wrong_mac", member=member.institution_id)
        return
    offer = member.exchange.offer
    is_about_it = offer is not None and (message.transmission_time, message.stan) == (
        offer.transmission_time,
        offer.stan,
    )
    code = message.response_code or ""
    if offer is None or offer.is_closed or not is_about_it or code == _DONE:
        return
    offer.is_closed = True
    yield Append(member.institution_id, ZoneKeysRefused(member.institution_id, offer.generation, code, now.utc))
    member.exchange.offer, member.exchange.refusal_code = None, code
    member.keys.settle()
    yield CancelTimer(("zone-offer", member.key))
    yield Note("alarm", "switch.zone_keys_refused", member=member.institution_id, code=code)


def drop_former(floor: Floor, key: str, now: Instant) -> Script:
    """Accept the former keys of a member no more."""
    member = floor.registry.institutions[key]
    exchange = member.exchange
    if exchange.state(member.keys) is not ExchangeState.OVERLAP:
        return
    member.keys.settle()
    yield Append(member.institution_id, FormerZoneKeysDropped(member.institution_id, exchange.generation, now.utc))
    yield Note("info", "switch.former_keys_dropped", member=member.institution_id)


def look_at_ages(floor: Floor, _: Any, now: Instant) -> Script:
    """Begin an exchange with each member that is there and whose keys are too old; look again in a while."""
    age = floor.settings.zone_key_age
    if not age:
        return
    yield SetTimer(("key-age", ""), min(age, _LONGEST_LOOK))
    for member in floor.registry.institutions.values():
        exchange = member.exchange
        is_due = member.line is not None and member.keys.zmk and now.utc - exchange.offered_at >= age
        if is_due and exchange.state(member.keys) is ExchangeState.IDLE:
            yield from begin_exchange(floor, member, "age", now)
