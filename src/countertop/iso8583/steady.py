"""Memory of fields that barely vary: codes, ids, currency, batch. What was checked once is looked up afterwards.

A terminal sends the same identity and one of a few codes with every message; looking bytes up is a third of the price
of checking and cutting them again. Only rows marked `steady` come here, never a secret; each memory is bounded.
"""

from __future__ import annotations

from typing import Any

from countertop.iso8583.fields import FieldFault, read_field, write_field
from countertop.iso8583.spec import FieldSpec

__all__ = ["MAX_REMEMBERED", "ReadSteady", "WriteSteady"]

MAX_REMEMBERED = 4096
"""Entries of one memory; it forgets everything when it is full, so that junk cannot fill it for good."""


class ReadSteady(dict[bytes, Any]):
    """The bytes of neighbouring fields -> their values: a tuple, or the value itself for a single field.

    Looking up bytes that break the fields' rules raises FieldFault.
    """

    def __init__(self, specs: tuple[FieldSpec, ...]) -> None:
        super().__init__()
        assert not any(spec.secret for spec in specs), "a secret is never remembered"
        self._specs = specs

    def __missing__(self, data: bytes) -> Any:
        values, at = [], 0
        for spec in self._specs:
            value, at = read_field(spec, data, at)
            values.append(value)
        if at != len(data):
            raise FieldFault(at, "bytes follow the field")
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        found = values[0] if len(values) == 1 else tuple(values)
        self[data] = found
        return found


class WriteSteady(dict[Any, bytes]):
    """The values of neighbouring fields, a tuple or a single value -> their bytes, length prefix included.

    Looking up values that the fields cannot carry raises EncodeError.
    """

    def __init__(self, specs: tuple[FieldSpec, ...]) -> None:
        super().__init__()
        assert not any(spec.secret for spec in specs), "a secret is never remembered"
        self._specs = specs

    def __missing__(self, values: Any) -> bytes:
        each = (values,) if len(self._specs) == 1 else values
        data = b"".join(write_field(spec, value) for spec, value in zip(self._specs, each, strict=True))
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        self[values] = data
        return data
