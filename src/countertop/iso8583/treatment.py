"""What of a message may be stored and shown: a table; everything is hidden unless a row says otherwise.

Field 48 carries card numbers in a batch upload (0320); field 61 carries an identity document between institutions.
Field 59 is shown where a machine's account of itself (record A2) is all of it: else there may be a payment code.
"""

from __future__ import annotations

from countertop.iso8583.header import InterbankHeader
from countertop.iso8583.names import FIELD_NAMES, MAC_NAME

__all__ = ["STARS", "TREATMENT", "TREATMENT_SCOPE"]

STARS = "****"

_HIDDEN = "STARS"
_MASKED = "value.masked()"
_SHOWN = "value"

_SHOWN_NUMBERS = (
    *(3, 4, 7, 11, 12, 13, 14, 15, 18, 22, 23, 25, 26, 28, 32, 33, 37, 38, 39, 41, 42, 43, 44),
    *(46, 49, 53, 56, 60, 70, 90, 100, 121),
)

_BY_NUMBER = {
    **dict.fromkeys(FIELD_NAMES, _HIDDEN),
    **dict.fromkeys(_SHOWN_NUMBERS, _SHOWN),
    **dict.fromkeys((2, 102, 103), _MASKED),
    48: "STARS if message.mti[1] == '3' and len(value) > 4 else value",
    59: "value if value[:2] == 'A2' and value[2:5] == f'{len(value) - 5:03d}' else STARS",
    61: "STARS if type(message.header) is InterbankHeader else value",
    63: "value if type(value) is str else STARS",
}
TREATMENT = {**{name: _BY_NUMBER[number] for number, name in FIELD_NAMES.items()}, MAC_NAME: "value.hex()"}
"""Attribute -> expression of what is shown of its `value`, which may look at the `message`; the MAC is last."""

TREATMENT_SCOPE = {"STARS": STARS, "InterbankHeader": InterbankHeader}
"""What the expressions name."""
