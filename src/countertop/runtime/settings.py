"""From a table of plain values to a settings class: every key known, every value of its kind.

Durations may be written with a unit, `25 s` or `500 ms`, where the class counts microseconds; sets of names as lists or
with commas. Values from the environment and from flags come as text and are understood alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import Any, TypeVar, get_type_hints

from countertop.runtime.errors import ConfigurationFault
from countertop.values import MILLISECOND, MINUTE, SECOND

__all__ = ["fit", "read_address", "shown", "unknown_key"]

Settings = TypeVar("Settings")

_UNITS = {"us": 1, "ms": MILLISECOND, "s": SECOND, "min": MINUTE, "h": 60 * MINUTE}
_QUANTITY = re.compile(r"([0-9][0-9_]*)\s*(us|ms|s|min|h)?")
_ADDRESS = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([^\[\]:]+)):([0-9]{1,5})")
_LONGEST_SHOWN = 200
_TRUTHS = {"true": True, "false": False}


def unknown_key(key: str, known: Iterable[str], where: str) -> ConfigurationFault:
    """Return the fault of a key that is not known, with the nearest one that is."""
    near = get_close_matches(key, list(known), n=1, cutoff=0.5)
    if near:
        return ConfigurationFault("run.unknown-key-near", key=key, near=near[0], where=where)
    return ConfigurationFault("run.unknown-key", key=key, where=where)


def read_address(text: Any, where: str) -> tuple[str, int]:
    """Return host and port of `127.0.0.1:5101` or `[::1]:5101`; raises ConfigurationFault."""
    match = _ADDRESS.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[3]) > 65_535:
        raise ConfigurationFault("run.bad-address", value=shown(text), where=where)
    return match[1] or match[2], int(match[3])


def shown(value: Any) -> str:
    """Return a value as text, as much of it as a sentence can take; Python refuses to write out very long integers."""
    try:
        text = str(value)
    except ValueError:
        return "..."
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def fit(kind: type[Settings], table: Mapping[str, Any], where: str) -> Settings:
    """Return a settings object with the table's values and the class's defaults; raises ConfigurationFault."""
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # all settings are dataclasses
    values = {}
    for key, value in table.items():
        if key not in known:
            raise unknown_key(key, known, where)
        try:
            values[key] = _READERS[hints[key]](value)
        except (ValueError, TypeError):
            wanted = getattr(hints[key], "__name__", str(hints[key]))
            raise ConfigurationFault("run.bad-value", key=key, value=shown(value), kind=wanted, where=where) from None
    for key, field in known.items():
        if key not in values and field.default is MISSING and field.default_factory is MISSING:
            raise ConfigurationFault("run.missing-key", key=key, where=where)
    try:
        return kind(**values)
    except AssertionError as fault:
        raise ConfigurationFault("run.bad-settings", reason=str(fault), where=where) from None


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("not a whole number or a duration")
    return int(match[1].replace("_", "")) * _UNITS[match[2] or "us"]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in _TRUTHS:
        raise ValueError("neither true nor false")
    return _TRUTHS[value]


def _names(value: Any) -> frozenset[str]:
    listed = value.split(",") if isinstance(value, str) else value
    return frozenset(_text(name).strip() for name in listed if name)


_READERS: dict[Any, Callable[[Any], Any]] = {
    int: _integer,
    str: _text,
    bool: _truth,
    frozenset[str]: _names,
    list[str]: lambda value: [_text(name).strip() for name in (value.split(",") if isinstance(value, str) else value)],
    tuple[str, ...]: lambda value: tuple(sorted(_names(value))),
}
