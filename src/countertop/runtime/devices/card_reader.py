"""A real reader of chip cards, by PC/SC: which there are, whether a card is in the chosen one, and how it answers.

A terminal talks to no chip yet: what is seen here is that a card is there, and its answer to reset (ISO/IEC 7816-3),
which names the chip and nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from countertop.stage import Condition, Finding

__all__ = ["CardReader", "ReaderSeen"]

LOOK_AGAIN: Final = 0.3
"""Seconds until the chosen reader is looked at again."""

_LIBRARY: Final = "pip install 'countertop[devices]'"
_SERVICE: Final = "apt-get install pcscd && systemctl start pcscd.socket"

_NO_READERS: Final = 0x8010002E
_NO_SERVICE: Final = frozenset({0x8010001D, 0x8010001E})
_PRESENT, _MUTE, _UNAVAILABLE = 0x20, 0x200, 0x08
"""SCARD_E_NO_READERS_AVAILABLE; SCARD_E_NO_SERVICE and SCARD_E_SERVICE_STOPPED; states of a reader (PC/SC part 5)."""


class ReaderSeen(NamedTuple):
    """`names` of all readers; `state` of the chosen one: empty where none is chosen, `missing`, `absent`, `present`.

    A card that does not answer is `mute`. `problem` is a message and its arguments, where nothing can be seen.
    """

    names: tuple[str, ...] = ()
    state: str = ""
    atr: str = ""
    problem: tuple[str, dict[str, Any]] | None = None


class CardReader:
    """Looks at the reader of a name for as long as it is chosen; `changed` is called when something else is seen."""

    def __init__(self, name: str, changed: Callable[[], None]) -> None:
        self.seen = ReaderSeen()
        self._name = name
        self._changed = changed
        self._watching = asyncio.get_running_loop().create_task(self._watch()) if name else None

    async def look(self) -> ReaderSeen:
        """Look now."""
        seen = await asyncio.get_running_loop().run_in_executor(None, partial(_look, self._name))
        if seen != self.seen:
            self.seen = seen
            self._changed()
        return seen

    def finding(self) -> Finding:
        """Return what trying it shows."""
        return Finding(Condition.OK if self.seen.state in ("absent", "present", "mute") else Condition.SILENT)

    def close(self) -> None:
        """Look no more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_AGAIN)


def _look(name: str) -> ReaderSeen:
    lost = "missing" if name else ""
    try:
        from smartcard import scard  # noqa: PLC0415 - an extra that few need
    except ImportError:
        return ReaderSeen(state=lost, problem=("device.no_reader_library", {"command": _LIBRARY}))
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if result != scard.SCARD_S_SUCCESS:
        return _fault(result, scard, lost)
    try:
        return _seen(scard, context, name, lost)
    finally:
        scard.SCardReleaseContext(context)


def _seen(scard: Any, context: Any, name: str, lost: str) -> ReaderSeen:
    result, found = scard.SCardListReaders(context, [])
    if result & 0xFFFFFFFF == _NO_READERS:
        found = []
    elif result != scard.SCARD_S_SUCCESS:
        return _fault(result, scard, lost)
    names = tuple(found)
    if name not in names:
        problem = ("device.reader_missing", {"name": name}) if name else None
        return ReaderSeen(names, lost, problem=problem)
    result, states = scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE)])
    if result != scard.SCARD_S_SUCCESS:
        return _fault(result, scard, lost)
    _, state, answer = states[0]
    return ReaderSeen(names, _state_of(state), _written(answer))


def _state_of(state: int) -> str:
    if state & _UNAVAILABLE:
        return "missing"
    if state & _MUTE:
        return "mute"
    return "present" if state & _PRESENT else "absent"


def _written(answer: Sequence[int]) -> str:
    return bytes(answer).hex(" ").upper()


def _fault(result: int, scard: Any, lost: str) -> ReaderSeen:
    if result & 0xFFFFFFFF in _NO_SERVICE:
        return ReaderSeen(state=lost, problem=("device.no_reader_service", {"command": _SERVICE}))
    return ReaderSeen(state=lost, problem=("device.reader_fault", {"reason": scard.SCardGetErrorMessage(result)}))
