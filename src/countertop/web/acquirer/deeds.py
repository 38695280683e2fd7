"""Everything that can be done from the console, one row each: whose desk does it, who may ask, what they say.

A deed is a page `/deeds/NAME` that ends in a confirmation, and `POST /api/deeds/NAME`. The person who is logged in is
always who asks; a form cannot say otherwise. A deed of two persons is only proposed by the first and done when another
person, who may do it too, agrees. Deeds that desks themselves keep for two (`propose-...`, `approve-...`) need none of
that: the desk refuses the same name.

Message ids: `host.deed.NAME` names it, `host.sure.NAME` says before what will happen, `host.done.NAME` after that it
did, each with the fields and what the desk replied as arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.acquirer.checks import SWITCHABLE
from countertop.acquirer.management.instructions import VERBS as COMMANDS
from countertop.acquirer.settlement.outcomes import OUTCOMES
from countertop.iso8583.response_codes import RESPONSE_CODES, ActionClass
from countertop.issuer.flows.closing import OUTCOMES as BANK_OUTCOMES
from countertop.web.accounts.roles import Permission
from countertop.web.acquirer.fields import Field

__all__ = ["DEEDS", "KEY_COMMAND", "Deed"]

_P = Permission

KEY_COMMAND: Final = "master-key"
"""The command of a terminal that is a change of keys, and so no business of an operator."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`party` is a kind of party; where a field `bank` is asked for, it names the party instead.

    `renamed` are fields that the desk calls otherwise, `fixed` arguments that nobody is asked for. `after` names a deed
    that finishes this one under the second person's name, where the desk wants two persons by itself.
    """

    name: str
    party: str
    verb: str
    permission: Permission
    fields: tuple[Field, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    two_persons: bool = False
    is_grave: bool = False
    signs: bool = True
    after: str = ""

    def __post_init__(self) -> None:
        """Keep card numbers out of what waits for a second person: it rests in clear."""
        assert not (self.two_persons and any(each.is_secret for each in self.fields)), self.name

    def arguments(self, values: Mapping[str, Any], by: str) -> dict[str, Any]:
        """Return what the desk is told."""
        given = {self.renamed.get(name, name): _plain(value) for name, value in values.items() if name != "bank"}
        return {**given, **self.fixed, **({"by": by} if self.signs else {})}


def _plain(value: Any) -> Any:
    return value.reveal() if hasattr(value, "reveal") else value


_TERMINAL: Final = Field("terminal_id")
_INSTANCE: Final = Field("batch_instance", "number", optional=True)
_CASE: Final = Field("case")
_BANK: Final = Field("bank")
_MOVE: Final = Field("number", "number")
_SEEN: Final = Field("seen", "seen", optional=True)
_AMOUNT_MOVED: Final = Field("amount", "amount", optional=True)
_REFUSALS: Final = tuple(
    code for code, row in RESPONSE_CODES.items() if row.action in (ActionClass.FINAL, ActionClass.PERSON) and code < "A"
)
_CODE: Final = Field("code", "choice", _REFUSALS, "response.", optional=True)
_KIND: Final = Field("kind", "choice", tuple(sorted(SWITCHABLE)), "kind")
_COMMAND: Final = Field("command", "choice", tuple(verb for verb in COMMANDS if verb != KEY_COMMAND), "host.command.")
_UNLOCATED: Final = Field("unlocated", "choice", ("accept", "warn", "refuse"), "host.unlocated.", usual="warn")
_ADDRESS: Final = Field("address")
_POSITION: Final = Field("position", "position")

_DEEDS: Final = (
    # Terminals
    Deed("command", "acquirer", "command", _P.HOST_COMMANDS, (_TERMINAL, _COMMAND, Field("text", optional=True))),
    Deed(
        "set-parameters",
        "acquirer",
        "set_parameters",
        _P.HOST_ONBOARDING,
        (Field("scope", usual="all"), Field("values", "values")),
    ),
    Deed("group", "acquirer", "group", _P.HOST_ONBOARDING, (_TERMINAL, Field("group"))),
    Deed("permit", "acquirer", "permit", _P.HOST_ONBOARDING, (Field("holder"), _KIND), fixed={"given": True}),
    Deed(
        "forbid",
        "acquirer",
        "permit",
        _P.HOST_ONBOARDING,
        (Field("holder"), _KIND),
        fixed={"given": False},
        is_grave=True,
    ),
    Deed(
        "bind",
        "acquirer",
        "bind",
        _P.HOST_ONBOARDING,
        (
            _TERMINAL,
            Field("serial_number"),
            Field("credit_code"),
            Field("settlement_account"),
            _ADDRESS,
            _POSITION,
            Field("warn_metres", "number", usual="200"),
            Field("refuse_metres", "number", usual="1000"),
            _UNLOCATED,
        ),
    ),
    Deed(
        "relocate",
        "acquirer",
        "relocate",
        _P.HOST_ONBOARDING,
        (_TERMINAL, _ADDRESS, _POSITION, Field("reason")),
        two_persons=True,
        is_grave=True,
        after="approve-relocation",
    ),
    Deed("approve-relocation", "acquirer", "approve-relocation", _P.HOST_ONBOARDING, (_TERMINAL, _MOVE), is_grave=True),
    # Merchants and cards
    Deed(
        "limit-merchant",
        "acquirer",
        "limit-merchant",
        _P.HOST_LIMITS,
        (Field("merchant_id"), Field("largest", "amount", usual="0"), Field("day", "amount", usual="0")),
    ),
    Deed(
        "block-card",
        "acquirer",
        "list-card",
        _P.HOST_BLACKLIST,
        (Field("card", "card"), _CODE),
        {"listed": True},
        is_grave=True,
    ),
    Deed("unblock-card", "acquirer", "list-card", _P.HOST_BLACKLIST, (Field("card", "card"),), {"listed": False}),
    Deed(
        "block-prefix",
        "acquirer",
        "list-prefix",
        _P.HOST_BLACKLIST,
        (Field("prefix", "prefix"), _CODE),
        {"listed": True},
        is_grave=True,
    ),
    Deed(
        "unblock-prefix", "acquirer", "list-prefix", _P.HOST_BLACKLIST, (Field("prefix", "prefix"),), {"listed": False}
    ),
    # Batches, cases, exceptions, slips
    Deed(
        "propose-disposition",
        "acquirer",
        "propose-disposition",
        _P.HOST_CASES,
        (_TERMINAL, _INSTANCE, Field("reason")),
    ),
    Deed(
        "approve-disposition",
        "acquirer",
        "approve-disposition",
        _P.HOST_CASES,
        (_TERMINAL, _INSTANCE, _SEEN),
        is_grave=True,
    ),
    Deed(
        "close-case",
        "acquirer",
        "close-case",
        _P.HOST_CASES,
        (_CASE, Field("outcome", "choice", tuple(OUTCOMES), "outcome."), Field("reason", "reason"), _AMOUNT_MOVED),
    ),
    Deed("approve-case", "acquirer", "approve-case", _P.HOST_CASES, (_CASE, _SEEN), is_grave=True),
    Deed(
        "close-exception",
        "issuer",
        "close_exception",
        _P.HOST_CASES,
        (
            _BANK,
            Field("exception", "reason"),
            Field("outcome", "choice", tuple(BANK_OUTCOMES), "outcome."),
            Field("reason", "reason"),
            _AMOUNT_MOVED,
        ),
    ),
    Deed(
        "approve-exception",
        "issuer",
        "approve_exception",
        _P.HOST_CASES,
        (_BANK, Field("exception", "reason"), _SEEN),
        is_grave=True,
    ),
    Deed(
        "day-close",
        "acquirer",
        "day-close",
        _P.HOST_CASES,
        (Field("merchant_id", optional=True), Field("date", "date", optional=True)),
        is_grave=True,
        signs=False,
    ),
    Deed("open-retrieval", "acquirer", "retrieval_open", _P.HOST_RETRIEVALS, (Field("rrn"), Field("reason"))),
    Deed("answer-retrieval", "acquirer", "retrieval_answer", _P.HOST_RETRIEVALS, (Field("number", "number"),)),
    Deed("close-retrieval", "acquirer", "retrieval_close", _P.HOST_RETRIEVALS, (Field("number", "number"),)),
    Deed(
        "voice-approve",
        "issuer",
        "voice_approve",
        _P.HOST_RETRIEVALS,
        (_BANK, Field("card", "card"), Field("amount", "amount-text")),
        renamed={"card": "pan"},
        signs=False,
    ),
    # Links and keys
    Deed("sign-off", "acquirer", "sign-off", _P.HOST_LINKS, is_grave=True, signs=False),
    Deed("sign-on", "acquirer", "sign-on", _P.HOST_LINKS, signs=False),
    Deed(
        "stand-in",
        "switch",
        "stand_in",
        _P.HOST_LIMITS,
        (
            Field("issuer_id"),
            Field("entry_modes", usual="02 05 07"),
            Field("most_amount", "amount", usual="0"),
            Field("card_count", "number", usual="3"),
            Field("card_total", "amount", usual="500"),
            Field("issuer_count", "number", usual="1000"),
            Field("issuer_total", "amount", usual="100000"),
            Field("no_pin_amount", "amount", usual="300"),
        ),
        fixed={"pin_unchecked": 0},
        is_grave=True,
        signs=False,
    ),
    Deed(
        "new-master-key",
        "acquirer",
        "command",
        _P.HOST_KEYS,
        (_TERMINAL,),
        fixed={"command": KEY_COMMAND},
        two_persons=True,
        is_grave=True,
    ),
    Deed(
        "change-zone-keys",
        "switch",
        "zone_keys",
        _P.HOST_KEYS,
        (Field("member_id"),),
        two_persons=True,
        is_grave=True,
    ),
    Deed(
        "ask-zone-keys",
        "acquirer",
        "zone-keys",
        _P.HOST_KEYS,
        fixed={"ask": True},
        two_persons=True,
        is_grave=True,
        signs=False,
    ),
    Deed(
        "ask-bank-keys",
        "issuer",
        "zone_keys",
        _P.HOST_KEYS,
        (_BANK,),
        fixed={"ask": True},
        two_persons=True,
        is_grave=True,
        signs=False,
    ),
)

DEEDS: Final[Mapping[str, Deed]] = {deed.name: deed for deed in _DEEDS}
"""Name -> deed."""
