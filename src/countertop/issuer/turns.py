"""One at a time for each account, as many accounts at a time as there are.

What a request decides depends on the balance that the one before it left, and that balance holds only when it is
durable: so the requests of one account take turns, and memory moves only after the commit. Requests of different
accounts do not wait for each other; the bank's own accounts, which all share, carry no balance that anybody waits for.

A transfer needs two accounts. It waits at the first, takes that along to the second, and gives both back; the first is
the same whichever way the money goes, so two transfers cannot wait for each other.
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
        # Each with the second account that it needs, or None.
        self._waiting: dict[str, deque[tuple[Script, str | None]]] = {}

    def is_full(self, account: str) -> bool:
        """Tell whether as many wait at an account as may."""
        waiting = self._waiting.get(account)
        return waiting is not None and len(waiting) >= self._most

    def take(self, account: str, script: Script) -> Script:
        """Play a script now, and then those that came meanwhile; or leave it to whoever is playing."""
        assert not self.is_full(account), "ask whether there is room first"
        return self._take(account, script, None)

    def take_both(self, one: str, other: str, script: Script) -> Script:
        """Play a script as `take` does, with the turn of two accounts."""
        assert not self.is_full(min(one, other)), "ask whether there is room first"
        return self._take(min(one, other), script, max(one, other))

    def _take(self, account: str, script: Script, second: str | None) -> Script:
        waiting = self._waiting.get(account)
        if waiting is not None:
            waiting.append((script, second))
            return
        self._waiting[account] = deque()
        if second is not None:
            yield from self._take(second, self._play_and_go_back(script, account), None)
            return
        yield from script
        yield from self._serve(account)

    def _serve(self, account: str) -> Script:
        """Play those that wait at an account, until nobody does, or until one takes the account along to another."""
        waiting = self._waiting[account]
        while waiting:
            script, second = waiting.popleft()
            if second is not None:
                yield from self._take(second, self._play_and_go_back(script, account), None)
                return
            yield from script
        del self._waiting[account]

    def _play_and_go_back(self, script: Script, first: str) -> Script:
        yield from script
        yield from self._serve(first)
