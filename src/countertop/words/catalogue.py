"""The catalogue: one table a room, each row a message id with its Chinese and its English text.

Texts take arguments as `{name}`; both languages take the same ones. A message id that is not in the table is a
fault of ours and raises: nobody should ever read an id.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from countertop.words import (
    acquirer,
    audit,
    commands,
    devices,
    diagnosis,
    drawn_faults,
    dumps,
    hsm,
    issuer,
    keys,
    lines,
    load,
    machine,
    pages,
    pages_accounts,
    pages_acquirer,
    pages_merchant,
    pages_terminal,
    pages_till,
    store,
    switch,
    terminal,
    terminal_links,
    wallet,
)

__all__ = ["CATALOGUE", "Language", "say"]


class Language(Enum):
    """A language that people at the machine can choose; the value is its place in a catalogue row."""

    CHINESE = 0
    ENGLISH = 1


CATALOGUE: dict[str, tuple[str, str]] = {
    **terminal.TEXTS,
    **terminal_links.TEXTS,
    **devices.TEXTS,
    **diagnosis.TEXTS,
    **acquirer.TEXTS,
    **switch.TEXTS,
    **issuer.TEXTS,
    **wallet.TEXTS,
    **lines.TEXTS,
    **hsm.TEXTS,
    **keys.TEXTS,
    **commands.TEXTS,
    **drawn_faults.TEXTS,
    **dumps.TEXTS,
    **audit.TEXTS,
    **store.TEXTS,
    **load.TEXTS,
    **machine.TEXTS,
    **pages.TEXTS,
    **pages_accounts.TEXTS,
    **pages_acquirer.TEXTS,
    **pages_merchant.TEXTS,
    **pages_terminal.TEXTS,
    **pages_till.TEXTS,
}


def say(language: Language, message: str, **arguments: Any) -> str:
    """Return a message in a language; raises KeyError for an unknown message or a missing argument."""
    return CATALOGUE[message][language.value].format(**arguments)
