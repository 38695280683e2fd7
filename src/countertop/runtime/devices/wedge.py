"""What a keyboard wedge typed: the tracks of a card, a code, or nothing that anybody chose a wedge for.

Stripe readers type each track between its sentinels (ISO/IEC 7811-6, 7813): `%...?` track 1, `;...?` track 2, `+...?`
track 3 (some write `;` or `_` there), `E` alone in one that they could not read. Track 1 is wanted by nobody.
Whatever has the form of tracks is never taken for a code, so that no number of a card gets where codes go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from countertop.runtime.devices.choices import WedgeChoice

__all__ = ["LONGEST", "Burst", "burst_of", "first_characters", "is_unmarked"]

LONGEST: Final = 512
"""Characters of a burst: three tracks have 226, a code at most 200."""

_TRACKS: Final = re.compile(r"(?:%[^?]*\?)?(?:;(?P<second>[^?]*)\?)?(?:[;+_](?P<third>[^?]*)\?)?")
_SENTINELS: Final = "%;+"
_LIKE_TRACKS: Final = re.compile(r"^.{0,8}[%;+_][^?]*\?|[0-9]{13,19}[=D^][0-9]{7,}", re.DOTALL)
_TRACK: Final = re.compile(r"[0-9]+=[0-9=]*", re.ASCII)
_UNREADABLE: Final[Mapping[str, str]] = {"fault": "unreadable"}


class Burst(NamedTuple):
    """`kind`: `swipe` or `scan`, with what is to be swiped or scanned; else why it is nothing."""

    kind: str
    value: Any = None

    def __repr__(self) -> str:
        return f"Burst({self.kind})"


def burst_of(keys: str, wedge: WedgeChoice) -> Burst:
    """Return what was typed, Enter left away; `unwanted_stripe`, `unwanted_code` and `unknown` are nothing."""
    if len(keys) > LONGEST:
        return Burst("unknown")
    stripe = _between(keys, wedge.stripe_prefix, wedge.stripe_suffix)
    if stripe and (tracks := _TRACKS.fullmatch(stripe)):
        return _swiped(tracks) if wedge.stripe else Burst("unwanted_stripe")
    if _LIKE_TRACKS.search(keys):
        return Burst("swipe", _UNREADABLE) if wedge.stripe else Burst("unwanted_stripe")
    code = _between(keys, wedge.scanner_prefix, wedge.scanner_suffix)
    if not wedge.scanner:
        return Burst("unwanted_code")
    return Burst("scan", code) if code else Burst("unknown")


def first_characters(wedge: WedgeChoice) -> str:
    """Return the characters by which a burst is known from its first one: keys that no terminal has."""
    begins = wedge.scanner_prefix[:1] if wedge.scanner else ""
    if wedge.stripe:
        begins += wedge.stripe_prefix[:1] or _SENTINELS
    return "".join(dict.fromkeys(each for each in begins if not each.isalnum() and each not in ". "))


def is_unmarked(wedge: WedgeChoice) -> bool:
    """Tell whether there are bursts that nothing but their pace tells from a person's keys."""
    known = first_characters(wedge)
    scanner = wedge.scanner and (wedge.scanner_prefix[:1] or "\n") not in known
    return scanner or (wedge.stripe and (wedge.stripe_prefix or _SENTINELS)[0] not in known)


def _swiped(tracks: re.Match[str]) -> Burst:
    second, third = tracks["second"], tracks["third"]
    if second is None or not _TRACK.fullmatch(second):
        return Burst("swipe", _UNREADABLE)
    swipe = {"track2": second.replace("=", "D")}
    if third is not None and _TRACK.fullmatch(third):
        swipe["track3"] = third.replace("=", "D")
    return Burst("swipe", swipe)


def _between(keys: str, prefix: str, suffix: str) -> str | None:
    if len(keys) < len(prefix) + len(suffix) or not (keys.startswith(prefix) and keys.endswith(suffix)):
        return None
    return keys[len(prefix) : len(keys) - len(suffix)]
