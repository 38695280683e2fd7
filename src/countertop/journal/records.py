"""Records: facts that happened, one slotted dataclass a kind, written once and never changed.

A record's canonical body is compact JSON of its fields in declared order: people can read it in the store, and the
hash chain covers exactly those bytes. Fields are str, int, bool, None, or lists and dicts of them; a secret
cannot be written because JSON refuses it. A new version of a kind keeps an upcaster from each older one for ever.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]  # typeshed leaves the first out
from typing import Any, TypeVar, cast, dataclass_transform

__all__ = ["GENESIS", "StoredRecord", "body", "chain_hash", "record", "restore"]

GENESIS = bytes(32)

_Kind = TypeVar("_Kind", bound=type)
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

# What a JSONEncoder without ASCII, blanks, NaN and a look for circles makes anew for every value, at twice the cost.
_pieces_of = c_make_encoder(None, json.JSONEncoder().default, encode_basestring, None, ":", ",", False, False, False)
_kinds: dict[str, tuple[type, int, dict[int, Upcaster]]] = {}
_bodies: dict[type, Callable[[Any], str]] = {}


@dataclass_transform()
def record(kind: str, version: int = 1, upcasters: dict[int, Upcaster] | None = None) -> Callable[[_Kind], _Kind]:
    """Declare a record kind, `<party>.<what_happened>`; the decorated class becomes a slotted dataclass.

    `upcasters[n]` turns the fields of version n into those of version n + 1.
    """

    def declare(plain: _Kind) -> _Kind:
        made: Any = dataclass(slots=True)(plain)
        assert kind not in _kinds, f"record kind {kind} is declared twice"
        assert set(upcasters or ()) == set(range(1, version)), f"record kind {kind} lacks an upcaster"
        made.KIND, made.VERSION = kind, version
        made.FIELDS = tuple(field.name for field in fields(made))
        _kinds[kind] = (made, version, upcasters or {})
        _bodies[made] = _compiled_body(made.FIELDS)
        return cast("_Kind", made)

    return declare


def body(entry: Any) -> str:
    """Return a record's canonical body.

    Raises TypeError when a field holds anything but plain data, KeyError for what was never declared a record.
    """
    return _bodies[type(entry)](entry)


def _compiled_body(names: tuple[str, ...]) -> Callable[[Any], str]:
    # Straight-line code: every party writes a few records for every sale, and a JSON encoder takes more than twice as
    # long. Nearly all fields are texts; the rest goes to the encoder, which also refuses what is no plain data.
    members = [f'"{name}":{{text(v) if type(v := entry.{name}) is str else encode(v)}}' for name in names]
    source = f"def body(entry): return f'{{{{{','.join(members)}}}}}'"
    scope: dict[str, Any] = {"text": encode_basestring, "encode": _encode_other}
    exec(source, scope)  # noqa: S102 - made of the names of a class of ours
    compiled: Callable[[Any], str] = scope["body"]
    return compiled


def _encode_other(value: Any) -> str:
    return "null" if value is None else repr(value) if type(value) is int else "".join(_pieces_of(value, 0))


def restore(kind: str, version: int, text: str) -> Any:
    """Return the record that `body` wrote, raised to today's version; raises KeyError for an unknown kind."""
    made, newest, upcasters = _kinds[kind]
    values = json.loads(text)
    for step in range(version, newest):
        values = upcasters[step](values)
    return made(**values)


def chain_hash(previous: bytes, sequence: int, stream: str, kind: str, version: int, at: int, text: str) -> bytes:
    """Return the SHA-256 that ties a record to the one before it; `at` is UTC microseconds."""
    head = f"{sequence}\n{stream}\n{kind}\n{version}\n{at}\n"
    return sha256(previous + head.encode() + text.encode()).digest()


@dataclass(slots=True)
class StoredRecord:
    """A record as the store holds it: its place in the chain beside what it says."""

    sequence: int
    stream: str
    kind: str
    version: int
    at: int
    body: str
    hash: bytes
