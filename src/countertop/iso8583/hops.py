"""Messages as parties keep them: one `name=value` a line, masked, for traces and slips.

A value never holds a line break, because decoders refuse control characters. Written and read as text this costs a
tenth of JSON inside JSON, and people can read it in the store.
"""

from __future__ import annotations

from countertop.iso8583.envelope import InterbankHeader
from countertop.iso8583.field_text import FieldText
from countertop.iso8583.masking import STARS, TREATMENT
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES, MAC_NAME

__all__ = ["hop_text", "read_hop"]


_text = FieldText(
    {**{name: TREATMENT[number] for number, name in FIELD_NAMES.items()}, MAC_NAME: "value.hex()"},
    "\n",
    labelled=True,
    scope={"STARS": STARS, "InterbankHeader": InterbankHeader},
)


def hop_text(message: Message) -> str:
    """Return a message's public fields as text."""
    return _text.write(message)


def read_hop(text: str) -> dict[str, str]:
    """Return the fields that `hop_text` wrote."""
    return dict(line.partition("=")[::2] for line in text.split("\n"))
