"""Messages as parties keep them: one `name=value` a line, masked, for traces and slips.

A value never holds a line break, because decoders refuse control characters. Written and read as text this costs a
tenth of JSON inside JSON, and people can read it in the store.
"""

from __future__ import annotations

from typing import Any

from countertop.iso8583.envelope import InterbankHeader
from countertop.iso8583.masking import STARS, TREATMENT
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES

__all__ = ["hop_text", "read_hop"]


def _compiled() -> Any:
    # As `masking`, and for the same reason: every party pays this for every message it keeps.
    lines = ["def hop_text(message):", "    lines = ['mti=' + message.mti]", "    add = lines.append"]
    for number, name in FIELD_NAMES.items():
        lines += (
            f"    value = message.{name}",
            f"    if value is not None: add('{name}=' + ({TREATMENT[number]}))",
        )
    lines += ("    if message.mac is not None: add('mac=' + message.mac.hex())", r"    return '\n'.join(lines)")
    scope: dict[str, Any] = {"STARS": STARS, "InterbankHeader": InterbankHeader}
    exec("\n".join(lines), scope)  # noqa: S102 - the source is made of the tables of this room
    return scope["hop_text"]


_hop_text = _compiled()


def hop_text(message: Message) -> str:
    """Return a message's public fields as text."""
    text: str = _hop_text(message)
    return text


def read_hop(text: str) -> dict[str, str]:
    """Return the fields that `hop_text` wrote."""
    return dict(line.partition("=")[::2] for line in text.split("\n"))
