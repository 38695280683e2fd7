"""Views of the switch for people: plain data, masked, made of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countertop.hsm import HsmRefusal, KeyDescription
from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.interbank_answers import ECHOED
from countertop.switch.floor import Floor
from countertop.switch.flows.advices import advice_message
from countertop.switch.flows.obligations import reversal_message
from countertop.switch.flows.standing_in import ABSENT
from countertop.switch.registry import Institution
from countertop.switch.stand_in import Rule
from countertop.switch.tables import AttemptKind

__all__ = [
    "advice_view",
    "hops_of_advice",
    "hops_of_attempt",
    "hops_of_obligation",
    "hops_of_reversal",
    "link_view",
    "members",
    "obligation_view",
    "rule_view",
]

Hop = dict[str, Any]
RowView = Mapping[str, Any]


def members(floor: Floor) -> list[dict[str, Any]]:
    """Return every member, and whether it is signed on."""
    return [
        {
            "institution_id": member.institution_id,
            "kind": member.kind,
            "name": member.name,
            "english_name": member.english_name,
            "signed_on": member.line is not None,
        }
        for member in floor.registry.institutions.values()
    ]


def link_view(member: Institution, described: Sequence[KeyDescription | HsmRefusal]) -> dict[str, Any]:
    """Return the zone keys of a member's link, described by the HSM, and how they are being changed."""
    exchange = member.exchange
    zpk, zak = (key.kcv if isinstance(key, KeyDescription) else None for key in described)
    return {
        "institution_id": member.institution_id,
        "kind": member.kind,
        "name": member.name,
        "english_name": member.english_name,
        "generation": exchange.generation,
        "state": exchange.state(member.keys).value,
        "zpk_kcv": zpk,
        "zak_kcv": zak,
        "has_master_key": bool(member.keys.zmk),
        "offered_at": exchange.offered_at,
        "confirmed_at": exchange.confirmed_at,
        "tries": exchange.offer.tries if exchange.offer is not None else 0,
        "refusal_code": exchange.refusal_code,
    }


def obligation_view(floor: Floor, row: RowView) -> dict[str, Any]:
    """Return one open obligation."""
    owed = floor.owed.get(row["transit_key"])
    return {
        "transit_key": row["transit_key"],
        "reversal_key": row["reversal_key"],
        "debtor_id": row["debtor_id"],
        "cause": row["owed_cause"],
        "owed_at": row["owed_at"],
        "tries": owed.tries if owed is not None else 0,
        "refused_with": owed.refused_with if owed is not None else None,
    }


def advice_view(floor: Floor, row: RowView) -> dict[str, Any]:
    """Return one decision in an issuer's stead that it has not taken."""
    advice = floor.advices.get(row["transit_key"])
    return {
        "transit_key": row["transit_key"],
        "debtor_id": row["debtor_id"],
        "kind": row["kind"],
        "amount": row["amount"],
        "approval_code": row["approval_code"],
        "settlement_date": row["settlement_date"],
        "cause": row["stood_in_cause"],
        "stood_in_at": row["stood_in_at"],
        "tries": advice.tries if advice is not None else 0,
    }


def rule_view(rule: Rule) -> dict[str, Any]:
    """Return what may be decided in an issuer's stead."""
    return {**rule._asdict(), "entry_modes": rule.entry_modes.split(), "pin_unchecked": bool(rule.pin_unchecked)}


def hops_of_attempt(
    floor: Floor, attempt: RowView, late: RowView | None, stand_in: RowView | None = None
) -> Iterator[Hop]:
    """Yield the messages of one attempt; what the switch derives from a stored message is derived again."""
    if attempt["kind"] == AttemptKind.TOMBSTONE:
        return
    sender, receiver = attempt["sender_id"], attempt["receiver_id"]
    request = read_hop(attempt["request"])
    yield _hop(floor, attempt["received_at"], "in", sender, request)
    settled = {"settlement_date": attempt["settlement_date"][4:]}
    has_left = attempt["response_code"] != "91" and (stand_in is None or stand_in["stood_in_cause"] != ABSENT)
    if receiver is not None and has_left:
        yield _hop(floor, attempt["received_at"], "out", receiver, {**request, **settled, "receiving_id": receiver})
    if attempt["answer"] is not None:
        answer = read_hop(attempt["answer"])
        yield _hop(floor, attempt["decided_at"], "in", receiver, answer)
        yield _hop(floor, attempt["decided_at"], "out", sender, answer)
    elif attempt["response_code"] is not None:
        reply = _echo(request) | settled | {"response_code": attempt["response_code"]}
        if attempt["approval_code"] is not None:
            reply["approval_code"] = attempt["approval_code"]
        yield _hop(floor, attempt["decided_at"], "out", sender, reply)
    if late is not None:
        yield _hop(floor, late["late_at"], "in", receiver, read_hop(late["late_answer"]))


def hops_of_reversal(floor: Floor, reversal: RowView) -> Iterator[Hop]:
    """Yield a member's 0420 and its 0430."""
    request = read_hop(reversal["reversal_request"])
    yield _hop(floor, reversal["reversed_at"], "in", reversal["sender_id"], request)
    answer = _echo(request) | {"response_code": reversal["reversal_code"]}
    yield _hop(floor, reversal["reversed_at"], "out", reversal["sender_id"], answer)


def hops_of_obligation(floor: Floor, attempt: RowView, obligation: RowView) -> Iterator[Hop]:
    """Yield the switch's own 0420, and its 0430 if it came."""
    debtor = obligation["debtor_id"]
    message = reversal_message(floor, attempt["transit_key"], obligation["reversal_key"], attempt, None)
    fields = message.public_fields() | {"pan": read_hop(attempt["request"])["pan"]}
    yield _hop(floor, obligation["owed_at"], "out", debtor, fields)
    if obligation["acknowledgement"] is not None:
        yield _hop(floor, obligation["acknowledged_at"], "in", debtor, read_hop(obligation["acknowledgement"]))


def hops_of_advice(floor: Floor, attempt: RowView, stand_in: RowView) -> Iterator[Hop]:
    """Yield the advice of what was decided in an issuer's stead, and its answer if it came."""
    debtor = stand_in["debtor_id"]
    fields = advice_message(attempt, None).public_fields() | {"pan": read_hop(attempt["request"])["pan"]}
    yield _hop(floor, stand_in["stood_in_at"], "out", debtor, fields)
    if stand_in["advice_answer"] is not None:
        yield _hop(floor, stand_in["taken_at"], "in", debtor, read_hop(stand_in["advice_answer"]))


def _echo(request: Mapping[str, str]) -> dict[str, str]:
    return {"mti": Message(request["mti"]).answer_mti} | {name: request[name] for name in ECHOED if name in request}


def _hop(floor: Floor, at: int, direction: str, peer: str, fields: Mapping[str, str]) -> Hop:
    return {
        "party": floor.settings.name,
        "at": at,
        "direction": direction,
        "peer": peer,
        "mti": fields["mti"],
        "fields": dict(fields),
    }
