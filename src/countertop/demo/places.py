"""Places that the demo's terminal can be carried to. The shop is fictional; its street is not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from countertop.values.positions import Position

__all__ = ["ADDRESS", "PLACES", "REFUSE_METRES", "SHOP", "WARN_METRES"]

SHOP: Final = "shop"

PLACES: Final[Mapping[str, Position]] = MappingProxyType(
    {
        SHOP: Position(31_230_416, 121_473_701),
        "corner": Position(31_234_100, 121_473_701),
        "across-town": Position(31_197_300, 121_437_600),
        "other-city": Position(39_904_200, 116_407_400),
    }
)
"""Name -> position: the shop, 410 metres up the street, 5 kilometres away, a thousand kilometres away."""

ADDRESS: Final = "样例路 1 号"
WARN_METRES, REFUSE_METRES = 200, 1000
