"""Which kind an interbank request is: MTI, processing code and condition code say it, and the MAC covers all three.

What a request is must not hang on a field that anybody on the way may alter, so the reason code in field 60 does not
take part. One table for who writes requests and who reads them:

    form = FORM_OF["completion"]         what to write
    form = find_form(message)            what came; of a 0420, the form of what it reverses

Source: Q/CUP 006 as far as it is public (0100 pre-authorisations, 0200 with condition 06 completions, 0220 advices and
refunds). Our own choices: 020000, ISO 8583's debit adjustment, for adjustments, with the private condition 82 where it
is a tip; field 103 for the card that a transfer pays into; the private condition 83 for what the switch decided in an
issuer's stead and tells it afterwards, under the key of the request that it decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from countertop.iso8583.message import Message

__all__ = [
    "FORMS",
    "FORM_OF",
    "MOST_TIP_PERCENT",
    "STAND_IN_FORMS",
    "Ending",
    "Form",
    "find_form",
    "find_reversed_form",
    "find_stood_in_form",
]

MOST_TIP_PERCENT = 20
"""How much tips may add to an approved amount: the default of hosts and banks alike, so that neither is looser."""


class Ending(Enum):
    """What ends the doubt when no answer has come."""

    REVERSAL = "a 0420 that names the request, repeated until it is acknowledged"
    REPEAT = "the same request under the same key, repeated until it is answered"
    NOTHING = "nothing is owed, because nothing moves"


@dataclass(frozen=True, slots=True)
class Form:
    """One row. `names_original` says that field 90 names the request that this one builds upon.

    `has_amount`: field 4 must be there. `has_target`: field 103 must be there. `has_happened`: it was done at the
    counter already, so that nobody's absence can decline it.
    """

    kind: str
    mti: str
    processing_code: str
    condition_code: str
    ending: Ending
    names_original: bool
    has_amount: bool = True
    has_target: bool = False
    has_happened: bool = False


_NEW, _REFERRING = False, True

FORMS: tuple[Form, ...] = (
    Form("sale", "0200", "000000", "00", Ending.REVERSAL, _NEW),
    Form("void", "0200", "200000", "00", Ending.REVERSAL, _REFERRING),
    Form("refund", "0220", "200000", "00", Ending.REPEAT, _REFERRING),
    Form("preauthorisation", "0100", "030000", "06", Ending.REVERSAL, _NEW),
    Form("preauthorisation_void", "0100", "200000", "06", Ending.REVERSAL, _REFERRING),
    Form("completion", "0200", "000000", "06", Ending.REVERSAL, _REFERRING),
    Form("completion_advice", "0220", "000000", "06", Ending.REPEAT, _REFERRING, has_happened=True),
    Form("completion_void", "0200", "200000", "06", Ending.REVERSAL, _REFERRING),
    Form("balance", "0200", "310000", "00", Ending.NOTHING, _NEW, has_amount=False),
    Form("transfer", "0200", "400000", "66", Ending.REPEAT, _NEW, has_target=True),
    Form("offline_post", "0220", "000000", "00", Ending.REPEAT, _NEW, has_happened=True),
    Form("adjustment", "0220", "020000", "00", Ending.REPEAT, _REFERRING, has_happened=True),
    Form("tip_adjustment", "0220", "020000", "82", Ending.REPEAT, _REFERRING, has_happened=True),
)
"""Every request that moves money or asks for it, between acquirer, switch and issuer."""

STAND_IN_FORMS: dict[str, Form] = {
    "sale": Form("sale", "0220", "000000", "83", Ending.REPEAT, _NEW),
    "void": Form("void", "0220", "200000", "83", Ending.REPEAT, _REFERRING),
}
"""How a switch tells an issuer what it decided in its stead, by the kind of what it decided; nobody else may say so."""

FORM_OF: dict[str, Form] = {form.kind: form for form in FORMS}
"""The form of each kind, for who writes requests."""

_BY_CODES = {(form.mti, form.processing_code, form.condition_code): form for form in FORMS}

_STOOD_IN_BY_CODES = {(form.mti, form.processing_code, form.condition_code): form for form in STAND_IN_FORMS.values()}

assert len(_BY_CODES | _STOOD_IN_BY_CODES) == len(FORMS) + len(STAND_IN_FORMS), "two kinds have one form"


def find_form(message: Message) -> Form | None:
    """Return the form of a request, or None for one that is no kind of ours."""
    return _BY_CODES.get((message.mti, message.processing_code or "", message.condition_code or ""))


def find_stood_in_form(message: Message) -> Form | None:
    """Return the form of a switch's advice of what it decided in an issuer's stead, or None for anything else."""
    return _STOOD_IN_BY_CODES.get((message.mti, message.processing_code or "", message.condition_code or ""))


def find_reversed_form(reversal: Message) -> Form | None:
    """Return the form of what a 0420 reverses, None when its kind is none of ours, or is never reversed.

    A reversal repeats the codes of its original; the MTI is the first thing that field 90 says.
    """
    mti = (reversal.original or "")[:4]
    form = _BY_CODES.get((mti, reversal.processing_code or "", reversal.condition_code or ""))
    return form if form is not None and form.ending is Ending.REVERSAL else None
