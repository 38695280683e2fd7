"""Kinds that follow from others: the reversal of a payment, and an advice's copy in a batch upload."""

from __future__ import annotations

from dataclasses import replace

from countertop.iso8583.matrix.kinds import (
    ANSWER_EXTENSIONS,
    COMMON,
    PAID,
    Mac,
    MessageKind,
    Totals,
)
from countertop.iso8583.matrix.kinds import numbers as _f
from countertop.iso8583.matrix.payments import PAYMENTS
from countertop.iso8583.spec import Label

__all__ = ["REVERSALS", "UPLOADED_ADVICES"]

_REVERSAL_KEPT = _f(2, 14, 23, 35, 36, 38, 46, 47, 53, 55, 57, 59, 61, 62, 63)
"""What a reversal may repeat; 35, 36 and 53 are variants of some terminals."""


def _reversal(kind: MessageKind) -> MessageKind:
    """Return the row of the reversal of a kind: its own codes, the reason, and what tells which original."""
    told = kind.required & _f(61)  # a code that was scanned is kept nowhere, so field 59 may be missing
    return replace(
        kind,
        name=f"{kind.name}_reversal",
        label=Label(f"{kind.label.zh}冲正", f"reversal of {kind.label.en}"),
        mtis=frozenset(("0400",)),
        required=COMMON | _f(39, 64) | told,
        optional=_REVERSAL_KEPT - told,
        answered=_f(3, 4, 11, 12, 13, 25, 37, 39, 41, 42, 49, 60),
        answer_optional=_f(2, 15, 23, 32, 53, 55, 64) | ANSWER_EXTENSIONS,
        reversible=False,
        totals=Totals.NONE,
        has_card=False,
        chip_data=False,
    )


def _copy_in_upload(kind: MessageKind) -> MessageKind:
    """Return the row of an advice's copy in a batch upload (0320): no PIN; a MAC in our difference alone."""
    required = kind.required - _f(64)
    return replace(
        kind,
        name=f"{kind.name}_upload",
        label=Label(f"{kind.label.zh}上送", f"upload of {kind.label.en}"),
        mtis=frozenset(("0320",)),
        required=required,
        optional=(kind.optional | _f(12, 13, 37, 38, 64)) - _f(26, 52) - required,
        answered=_f(11, 39, 41, 42, 60),
        answer_optional=PAID | ANSWER_EXTENSIONS | _f(38, 64),
        mac=Mac.OPTIONAL,
        totals=Totals.NONE,
        has_card=False,
        chip_data=False,
    )


_ADVICES = frozenset(("24", "25", "30", "32", "34", "36", "27"))

REVERSALS = tuple(_reversal(kind) for kind in PAYMENTS if kind.reversible)
UPLOADED_ADVICES = tuple(_copy_in_upload(kind) for kind in PAYMENTS if kind.message_types <= _ADVICES)
