"""One at a time for each account, as many accounts at a time as there are.

What a request decides depends on the balance that the one before it left, and that balance holds only when it is
durable: so the requests of one account take turns, and memory moves only after the commit. Requests of different
accounts do not wait for each other; the bank's own accounts, which all share, carry no balance that anybody waits for.
"""

from __future__ import annotations

from collections import deque

from countertop.stage import Script

__all__ = ["Turns"]


class Turns:
    """Who is served, and who waits, by account."""

    __slots__ = ("_most", "_waiting")

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._waiting: dict[str, deque[Script]] = {}

    def is_full(self, account: str) -> bool:
        """Tell whether as many wait at an account as may."""
        waiting = self._waiting.get(account)
        return waiting is not None and len(waiting) >= self._most

    def take(self, account: str, script: Script) -> Script:
        """Play a script now, and then those that came meanwhile; or leave it to whoever is playing."""
        waiting = self._waiting.get(account)
        if waiting is not None:
            assert len(waiting) < self._most, "ask whether there is room first"
            waiting.append(script)
            return
        waiting = self._waiting[account] = deque()
        yield from script
        while waiting:
            yield from waiting.popleft()
        del self._waiting[account]
