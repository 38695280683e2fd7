"""Which keys a party holds, whether it runs or not: what each is for and its check value, never the key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from countertop.hsm import DescribeKey, HsmRefusal, KeyDescription, KeyUsage, SoftwareHsm
from countertop.journal import Schema, Table
from countertop.runtime.entropy import draw
from countertop.runtime.errors import RuntimeFault
from countertop.runtime.parties import STORE, read_lmk, read_party, schema_of
from countertop.storage import StoreError
from countertop.storage.reading import SqliteReader

__all__ = ["HeldKey", "held_keys", "hsm_of"]

_OTHER_NAMES: Final = frozenset({"signing_key"})
"""Columns of keys that are not named after the key's usage."""


class HeldKey(NamedTuple):
    """A key in a party's store.

    `holder` is whose it is: a terminal, an institution, a route. `name` is that of its column, such as `next_tmk`. A
    key that the party's HSM does not open, as an altered one, is described by the refusal.
    """

    party: str
    holder: str
    name: str
    description: KeyDescription | HsmRefusal


def hsm_of(directory: Path) -> SoftwareHsm:
    """Return the HSM of the party in a directory; raises KeyMissing, DirectoryFault or ConfigurationFault."""
    return SoftwareHsm(read_lmk(read_party(directory, os.environ, {})), draw)


def held_keys(directory: Path) -> list[HeldKey]:
    """Return the keys that the party in a directory uses or keeps ready.

    Raises RuntimeFault when its store or its local master key cannot be read.
    """
    configuration = read_party(directory, os.environ, {})
    schema = schema_of(configuration.kind.name)
    try:
        with closing(SqliteReader(directory / STORE, schema)) as reader:
            found = [each for table in _with_keys(schema) for each in _blocks_in(table, reader)]
    except StoreError as fault:
        raise RuntimeFault("run.store", party=directory.name, reason=fault) from None
    described = hsm_of(directory).perform([DescribeKey(block) for _, _, block in found])
    return [
        HeldKey(configuration.name, holder, name, description)
        for (holder, name, _), description in zip(found, described, strict=True)
    ]


def _with_keys(schema: Schema) -> Iterator[Table]:
    return (table for table in schema.tables if any(_names_key(column.name) for column in table.columns))


def _names_key(column: str) -> bool:
    return column.rpartition("_")[2].upper() in KeyUsage.__members__ or column in _OTHER_NAMES


def _blocks_in(table: Table, reader: SqliteReader) -> Iterator[tuple[str, str, str]]:
    """Return holder, name and key block of each key; where a row has lost its key there is none."""
    names = [column.name for column in table.columns]
    for values in reader.rows(table.name):
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        holder = " ".join(str(row[name]) for name in table.key)
        yield from ((holder, name, block) for name, block in row.items() if _names_key(name) and block)
