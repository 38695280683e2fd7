"""The language of this run: the flag wherever it stands, else the environment, else Chinese.

It is found before the commands are built, because their help is in it too.
"""

from __future__ import annotations

import os
import sys

from countertop.words import Language, say

__all__ = ["LANGUAGE", "tell"]

CODES = {"zh": Language.CHINESE, "en": Language.ENGLISH}


def _chosen(arguments: list[str], environment: str | None) -> Language:
    code = environment
    for place, argument in enumerate(arguments):
        flag, _, value = argument.partition("=")
        if flag == "--language":
            code = value or next(iter(arguments[place + 1 :]), None)
    return CODES.get((code or "zh")[:2].lower(), Language.CHINESE)


LANGUAGE = _chosen(sys.argv[1:], os.environ.get("COUNTERTOP_LANGUAGE"))


def tell(message: str, **arguments: object) -> str:
    """Return a message in this run's language."""
    return say(LANGUAGE, message, **arguments)
