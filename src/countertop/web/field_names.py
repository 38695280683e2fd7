"""What the fields of a message are called: the name under which a hop keeps one -> its number and its label."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.iso8583.spec import Label

__all__ = ["FIELD_NAMES"]


def _field_names() -> dict[str, tuple[str, Label]]:
    known: dict[str, tuple[str, Label]] = {}
    for dialect in (UNIONPAY_POS, INTERBANK):
        for number, spec in dialect.table.items():
            known.setdefault(spec.name, (str(number), spec.label))
    return known


FIELD_NAMES: Final[Mapping[str, tuple[str, Label]]] = MappingProxyType(_field_names())
