"""Whether a request is new: its timestamp near our clock, its nonce not heard before.

A nonce is remembered for as long as a request that bears it could still be taken for fresh. After a restart nothing is
remembered, and nothing needs to be: every verb may be repeated under its number, so a replay gets the stored answer.
"""

from __future__ import annotations

from countertop.values import MILLISECOND, Instant

__all__ = ["Freshness"]


class Freshness:
    """The nonces of the last minutes."""

    __slots__ = ("_most", "_nonces", "_window")

    def __init__(self, window: int, most: int) -> None:
        self._window = window
        self._most = most
        # In order of coming, with the monotonic moment until which each is remembered.
        self._nonces: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        return len(self._nonces)

    def fault(self, acquirer_id: str, nonce: str, timestamp: int, now: Instant) -> str | None:
        """Return why a request is not fresh (`stale`, `replayed`, `busy`), or None, and then remember its nonce.

        `timestamp` is UTC milliseconds.
        """
        if abs(timestamp * MILLISECOND - now.utc) > self._window:
            return "stale"
        self._forget(now.monotonic)
        key = (acquirer_id, nonce)
        if key in self._nonces:
            return "replayed"
        if len(self._nonces) >= self._most:
            return "busy"
        # It may be dated as late as one window ahead of us, and then is fresh for one more.
        self._nonces[key] = now.monotonic + 2 * self._window
        return None

    def _forget(self, monotonic: int) -> None:
        while self._nonces:
            key = next(iter(self._nonces))
            if self._nonces[key] >= monotonic:
                return
            del self._nonces[key]
