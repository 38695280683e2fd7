"""Messages as parties keep them: one `name=value` a line, masked, for traces and slips.

A value never holds a line break, because decoders refuse control characters. Written and read as text this costs a
tenth of JSON inside JSON, and people can read it in the store.
"""

from __future__ import annotations

from countertop.iso8583.field_text import FieldText
from countertop.iso8583.message import Message
from countertop.iso8583.treatment import TREATMENT, TREATMENT_SCOPE

__all__ = ["hop_text", "read_hop"]


_text = FieldText(TREATMENT, "\n", labelled=True, scope=TREATMENT_SCOPE)


def hop_text(message: Message) -> str:
    """Return a message's public fields as text."""
    return _text.write(message)


def read_hop(text: str) -> dict[str, str]:
    """Return the fields that `hop_text` wrote."""
    return dict(line.partition("=")[::2] for line in text.split("\n"))
