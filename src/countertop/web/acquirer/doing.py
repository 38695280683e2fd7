"""From what a person fills in to what is done: once, however often they click, and by two where it must be.

    prepared ──sure──► done, refused, or nobody knows
        │ (two persons)
        └──sure──► waiting ──another person agrees──► done, refused, or nobody knows
                      └──withdrawn, or nobody for half an hour──► gone

What is prepared or waits lies in this program's memory and nowhere else: a card number that somebody typed never goes
back into a page. Whoever restarts the pages starts such a thing again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.values import MINUTE
from countertop.values.persons import is_same_person
from countertop.web.accounts.roles import Person
from countertop.web.acquirer.deeds import DEEDS, Deed
from countertop.web.acquirer.desks import Desks, NotDone
from countertop.web.acquirer.fields import told
from countertop.words import CATALOGUE, Language, say

__all__ = ["Asked", "Doing", "Done", "Noting"]

PATIENCE: Final = 30 * MINUTE
MOST: Final = 1000
"""Deeds that are remembered; the oldest are forgotten first."""

Noting = Callable[[str, str], Awaitable[None]]
"""Writes into the trail what was done and what it was about."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed. `state` is done, waiting, refused or unknown; `asked` is what was done."""

    state: str
    message: str
    arguments: Mapping[str, Any]
    body: Mapping[str, Any] = field(default_factory=dict)
    asked: Asked | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was done, or waits for another person."""
        return self.state in ("done", "waiting")

    def said(self, language: Language) -> str:
        """Return it in words."""
        words = {} if self.asked is None else self.asked.words(language)
        return say(language, self.message, **{**words, **self.arguments})


@dataclass(slots=True)
class Asked:
    """A deed with what was filled in, who wants it, and when they said so (UTC microseconds)."""

    token: str
    deed: Deed
    values: Mapping[str, Any]
    by: str
    at: int
    is_waiting: bool = False
    coming: asyncio.Future[Done] | None = None

    def words(self, language: Language) -> dict[str, str]:
        """Return what was filled in, as people read it."""
        return {each.name: told(each, self.values[each.name], language) for each in self.deed.fields}

    def sure(self, language: Language) -> str:
        """Return what will happen, in words."""
        words = self.words(language)
        command = self.values.get("command")
        message = f"host.sure.{self.deed.name}"
        if command is not None and f"{message}.{command}" in CATALOGUE:
            message = f"{message}.{command}"
        return say(language, message, **words)

    def about(self) -> str:
        """Return what the trail says of it."""
        words = self.words(Language.ENGLISH)
        named = {each.name: self.values[each.name] for each in self.deed.fields if each.kind == "choice"}
        return " ".join(f"{name}={named.get(name) or word}" for name, word in words.items() if self.values[name])


class Doing:
    """The deeds under way; `clock` tells UTC microseconds."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self._desks = desks
        self._clock = clock
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def prepare(self, name: str, values: Mapping[str, Any], person: Person) -> Asked:
        """Keep what somebody filled in until they are sure."""
        asked = Asked(secrets.token_urlsafe(16), DEEDS[name], dict(values), person.name, self._clock())
        self._asked[asked.token] = asked
        while len(self._asked) > MOST:
            self._asked.popitem(last=False)
        return asked

    def find(self, token: str) -> Asked | None:
        """Return what was prepared, or waits, and is not too old."""
        asked = self._asked.get(token)
        if asked is not None and self._clock() - asked.at > PATIENCE:
            del self._asked[token]
            return None
        return asked

    def waiting(self, person: Person) -> list[Asked]:
        """Return what waits for a second person, as far as this one has to do with it."""
        found = [self.find(token) for token in list(self._asked)]
        waiting = [asked for asked in found if asked is not None and asked.is_waiting and asked.coming is None]
        return [asked for asked in waiting if person.may(asked.deed.permission)]

    async def be_sure(self, asked: Asked, person: Person, note: Noting) -> Done:
        """Do what was prepared, or let it wait for another person. Only who filled it in can be sure of it."""
        if not is_same_person(asked.by, person.name):
            return Done("refused", "host.not-yours", {})
        if asked.deed.two_persons:
            if not asked.is_waiting:
                asked.is_waiting, asked.at = True, self._clock()
                await note(f"proposed-{asked.deed.name}", asked.about())
            return Done("waiting", "host.waiting-for-another", {})
        return await self._once(asked, person, note)

    async def agree(self, asked: Asked, person: Person, note: Noting) -> Done:
        """Do what another person wants. Whoever wanted it cannot agree to it."""
        if is_same_person(asked.by, person.name):
            return Done("refused", "host.same-person", {})
        return await self._once(asked, person, note)

    async def withdraw(self, asked: Asked, note: Noting) -> None:
        """Let what waits be forgotten."""
        if asked.coming is None and self._asked.pop(asked.token, None) is not None:
            await note(f"withdrawn-{asked.deed.name}", asked.about())

    async def _once(self, asked: Asked, person: Person, note: Noting) -> Done:
        """Do it, unless that has begun: whoever comes again is told the same."""
        if asked.coming is None:
            asked.coming = asyncio.ensure_future(self._do(asked, person, note))
        # It goes on although whoever asked has gone away.
        return await asyncio.shield(asked.coming)

    async def _do(self, asked: Asked, person: Person, note: Noting) -> Done:
        deed, two = asked.deed, asked.by != person.name
        party = str(asked.values.get("bank") or deed.party)
        about = asked.about() + (f" ({asked.by} + {person.name})" if two else "")
        try:
            body = await self._desks.ask(party, deed.verb, deed.arguments(asked.values, asked.by))
            if deed.after and body.get("state") == "proposed":
                body = await self._finish(asked, DEEDS[deed.after], person, party)
        except NotDone as fault:
            state = "unknown" if fault.is_unknown else "refused"
            await note(f"{state}-{deed.name}", f"{about}: {fault.message}")
            return Done(state, "host.nobody-knows" if fault.is_unknown else fault.message, fault.arguments)
        await note(deed.name, about)
        plain = {name: each for name, each in body.items() if isinstance(each, str | int) and name not in asked.values}
        return Done("done", _message(asked, body), plain, body, asked)

    async def _finish(self, asked: Asked, deed: Deed, person: Person, party: str) -> dict[str, Any]:
        values = {each.name: asked.values[each.name] for each in deed.fields}
        return await self._desks.ask(party, deed.verb, deed.arguments(values, person.name))


def _message(asked: Asked, body: Mapping[str, Any]) -> str:
    """Return the message that says what was done."""
    message = f"host.done.{asked.deed.name}"
    for part in (asked.values.get("command"), body.get("state")):
        if f"{message}.{part}" in CATALOGUE:
            return f"{message}.{part}"
    return message
