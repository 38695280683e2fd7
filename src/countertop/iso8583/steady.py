"""Memory of fields that barely vary: codes, ids, currency, batch. What was checked once is looked up afterwards.

A terminal sends the same identity and one of a few codes with every message; looking bytes up is a third of the price
of checking and cutting them again. Only rows marked `steady` come here, never a secret; each memory is bounded. The
generated code looks into `known` itself, a plain dict that stays the same object, and calls `meet` for what is not
there: a dict that called back by itself would be asked through Python's slowest door.
"""

from __future__ import annotations

from typing import Any

from countertop.iso8583.fields import FieldFault, read_field, write_field
from countertop.iso8583.spec import FieldSpec

__all__ = ["MAX_REMEMBERED", "ReadSteady", "WriteSteady", "steady_names"]

MAX_REMEMBERED = 4096
"""Entries of one memory; it forgets everything when it is full, so that junk cannot fill it for good."""


class ReadSteady:
    """The bytes of neighbouring fields -> their values: a tuple, or the value itself for a single field."""

    __slots__ = ("_specs", "known")

    def __init__(self, specs: tuple[FieldSpec, ...]) -> None:
        assert not any(spec.secret for spec in specs), "a secret is never remembered"
        self._specs = specs
        self.known: dict[bytes, Any] = {}

    def meet(self, data: bytes) -> Any:
        """Return the values of bytes that are not known, and remember them; raises FieldFault."""
        values, at = [], 0
        for spec in self._specs:
            value, at = read_field(spec, data, at)
            values.append(value)
        if at != len(data):
            raise FieldFault(at, "bytes follow the field")
        return _remember(self.known, data, values[0] if len(values) == 1 else tuple(values))


class WriteSteady:
    """The values of neighbouring fields, a tuple or a single value -> their bytes, length prefix included."""

    __slots__ = ("_specs", "known")

    def __init__(self, specs: tuple[FieldSpec, ...]) -> None:
        assert not any(spec.secret for spec in specs), "a secret is never remembered"
        self._specs = specs
        self.known: dict[Any, bytes] = {}

    def meet(self, values: Any) -> bytes:
        """Return the bytes of values that are not known, and remember them; raises EncodeError."""
        each = (values,) if len(self._specs) == 1 else values
        data = b"".join(write_field(spec, value) for spec, value in zip(self._specs, each, strict=True))
        _remember(self.known, values, data)
        return data


def steady_names(numbers: tuple[int, ...]) -> tuple[str, str]:
    """Return what generated code calls the `known` and the `meet` of these fields."""
    fields = "_".join(map(str, numbers))
    return f"known{fields}", f"meet{fields}"


def _remember(known: dict[Any, Any], key: Any, found: Any) -> Any:
    if len(known) >= MAX_REMEMBERED:
        known.clear()
    known[key] = found
    return found
