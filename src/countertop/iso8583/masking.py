"""What of a message may be stored and shown; everything is hidden unless a row of the table says otherwise.

Field 48 carries card numbers in a batch upload (0320); field 61 carries an identity document between institutions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from countertop.iso8583.envelope import InterbankHeader
from countertop.iso8583.names import FIELD_NAMES

if TYPE_CHECKING:
    from countertop.iso8583.message import Message

__all__ = ["STARS", "public_fields"]

STARS = "****"

_HIDDEN = "STARS"
_MASKED = "value.masked()"
_SHOWN = "value"

_SHOWN_NUMBERS = (
    *(3, 4, 7, 11, 12, 13, 14, 15, 18, 22, 23, 25, 26, 28, 32, 33, 37, 38, 39, 41, 42, 43, 44),
    *(46, 49, 53, 54, 56, 60, 70, 90, 100, 121),
)

TREATMENT = {
    **dict.fromkeys(FIELD_NAMES, _HIDDEN),
    **dict.fromkeys(_SHOWN_NUMBERS, _SHOWN),
    **dict.fromkeys((2, 102, 103), _MASKED),
    48: "STARS if message.mti[1] == '3' and len(value) > 4 else value",
    61: "STARS if type(message.header) is InterbankHeader else value",
    63: "value if type(value) is str else STARS",
}
"""Field number -> expression of what is shown."""


def _compiled() -> Any:
    # Straight-line code: a loop over the names costs three times as much, and every journalled message pays it.
    lines = ["def public_fields(message):", "    shown = {'mti': message.mti}"]
    for number, name in FIELD_NAMES.items():
        lines += (
            f"    value = message.{name}",
            f"    if value is not None: shown['{name}'] = {TREATMENT[number]}",
        )
    lines += ("    if message.mac is not None: shown['mac'] = message.mac.hex()", "    return shown")
    scope: dict[str, Any] = {"STARS": STARS, "InterbankHeader": InterbankHeader}
    exec("\n".join(lines), scope)  # noqa: S102 - the source is made of the tables of this room
    return scope["public_fields"]


_public_fields = _compiled()


def public_fields(message: Message) -> dict[str, str]:
    """Return `mti` and the fields present, by name, masked; see `Message.public_fields`."""
    shown: dict[str, str] = _public_fields(message)
    return shown
