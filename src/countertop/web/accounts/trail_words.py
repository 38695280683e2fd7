"""What an entry of the trail was about, in words: roles and sites are kept there by their names."""

from __future__ import annotations

from typing import Final

from countertop.web.accounts.trail import Entry
from countertop.words import CATALOGUE, Language, say

__all__ = ["about_text"]

_ARROW: Final = " → "


def about_text(entry: Entry, language: Language) -> str:
    """Return what the entry was about; what is no name of ours stands as it was written."""
    if entry.what == "logged-in":
        return _word(f"pages.{entry.about}", entry.about, language)
    if entry.what == "account-added":
        return _with_role(entry.about, language)
    if entry.what == "account-role":
        former, arrow, role = entry.about.rpartition(_ARROW)
        return f"{_with_role(former, language)}{arrow}{_role(role, language)}"
    return entry.about


def _with_role(about: str, language: Language) -> str:
    # The name of an account may have spaces, that of a role has none.
    name, space, role = about.rpartition(" ")
    return f"{name}{space}{_role(role, language)}"


def _role(name: str, language: Language) -> str:
    return _word(f"accounts.role.{name}", name, language)


def _word(message: str, name: str, language: Language) -> str:
    return say(language, message) if message in CATALOGUE else name
