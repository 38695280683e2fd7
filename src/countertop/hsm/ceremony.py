"""The key ceremony: the same components enter two HSMs, and equal check values show that both hold the same key.

This is how an acquirer and a terminal come to share a TMK, and two institutions a ZMK: custodians carry what the
drawing HSM printed for each of them, and nobody sees more than one component.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from countertop.hsm.commands import Command, FormKey, GenerateComponent
from countertop.hsm.errors import ComponentError
from countertop.hsm.replies import FormedKey, HsmRefusal, KeyComponent
from countertop.hsm.usages import KeyUsage

__all__ = ["Hsm", "draw_components", "enter_components", "share_key"]


class Hsm(Protocol):
    """Whatever performs commands."""

    def perform(self, batch: Sequence[Command]) -> list[Any]:
        """Return the reply to each command, in order."""


def draw_components(hsm: Hsm, count: int = 2, size: int = 16, *, sm4: bool = False) -> list[KeyComponent]:
    """Let one HSM draw the components of a key of `size` bytes. Raises ComponentError when it refuses."""
    return [_agreed(reply) for reply in hsm.perform([GenerateComponent(size, sm4=sm4)] * count)]


def enter_components(
    components: Sequence[KeyComponent], usage: KeyUsage | str, hsms: Sequence[Hsm], *, sm4: bool = False
) -> list[FormedKey]:
    """Form the key in each HSM, in their order.

    Raises ComponentError when one of them refuses, or when their check values differ; then no key may be used.
    """
    formed: list[FormedKey] = [_agreed(hsm.perform((FormKey(components, usage, sm4=sm4),))[0]) for hsm in hsms]
    if len({key.kcv for key in formed}) > 1:
        raise ComponentError("the HSMs show different check values: enter the components again in each of them")
    return formed


def share_key(usage: KeyUsage | str, hsms: Sequence[Hsm], size: int = 16, *, sm4: bool = False) -> list[FormedKey]:
    """Hold a whole ceremony: the first HSM draws two components, every HSM gets both. Raises ComponentError."""
    return enter_components(draw_components(hsms[0], size=size, sm4=sm4), usage, hsms, sm4=sm4)


def _agreed(reply: Any) -> Any:
    if isinstance(reply, HsmRefusal):
        raise ComponentError(reply.message)
    return reply
