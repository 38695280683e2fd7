"""The desks of all parties of a house, as the console asks them: what they reply, or why it was not done."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from countertop.runtime.errors import RuntimeFault
from countertop.runtime.premises import FILE, parties_in
from countertop.web.desk import PageDesk
from countertop.words import Language, say

__all__ = ["ACQUIRER", "Desks", "NotDone"]

ACQUIRER = "acquirer"


class NotDone(Exception):  # noqa: N818 - an answer, not a fault of the program
    """What was asked was not done; `message` says why. `is_unknown`: the party went away before its reply."""

    def __init__(self, message: str, arguments: Mapping[str, Any], *, status: int, is_unknown: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.arguments = arguments
        self.status = status
        self.is_unknown = is_unknown

    def said(self, language: Language) -> str:
        """Return why, in words."""
        return say(language, self.message, **self.arguments)


class Desks:
    """A connection to the desk of each party; parties have the names of their directories."""

    NOT_RUNNING = 13

    def __init__(self, house: Path) -> None:
        self._desks: dict[str, PageDesk] = {}
        self._kinds: dict[str, str] = {}
        for directory in parties_in(house):
            self._kinds[directory.name] = tomllib.loads((directory / FILE).read_text("utf-8"))["party"]
            self._desks[directory.name] = PageDesk(directory)

    @property
    def parties(self) -> Mapping[str, str]:
        """Name of each party -> its kind."""
        return self._kinds

    def named(self, kind: str) -> list[str]:
        """Return the names of the parties of a kind."""
        return [name for name, each in self._kinds.items() if each == kind]

    async def ask(self, party: str, verb: str, arguments: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the body of a reply. `party` is a name, or the kind of the only one. Raises NotDone."""
        name = party if party in self._desks else next(iter(self.named(party)), "")
        if name not in self._desks:
            raise NotDone("host.no-party", {"party": party}, status=self.NOT_RUNNING)
        given = {key: value for key, value in (arguments or {}).items() if value is not None}
        try:
            status, body = await self._desks[name].request(verb, given)
        except RuntimeFault as fault:
            is_lost = fault.message == "desk.lost"
            raise NotDone(fault.message, fault.arguments, status=self.NOT_RUNNING, is_unknown=is_lost) from None
        if status and "message" in body:
            raise NotDone(body["message"], body.get("arguments", {}), status=status)
        if status:
            raise NotDone("host.no-reason", {"status": status}, status=status)
        return body

    async def ask_all(
        self, kind: str | None, verb: str, arguments: Mapping[str, Any] | None = None
    ) -> dict[str, dict[str, Any]]:
        """Return the replies of the parties of a kind, or of all, by name; who does not answer is left out."""
        names = list(self._desks) if kind is None else self.named(kind)
        replies = await asyncio.gather(*(self.ask(name, verb, arguments) for name in names), return_exceptions=True)
        return {name: reply for name, reply in zip(names, replies, strict=True) if isinstance(reply, dict)}
