"""From what a person fills in to what is done: once, however often they click, and by two where it must be.

    prepared ──sure──► done, refused, or nobody knows
        │ (two persons)
        └──sure──► waiting ──another person agrees──► done, refused, or nobody knows
                      └──withdrawn, or nobody for a day──► gone

What is prepared lies in this program's memory and nowhere else, half an hour long: a card number that somebody typed
never goes back into a page. What waits for another person is kept (`accounts.approvals`) and taken up again when the
pages start; so a deed of two persons asks for no card.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.values import MINUTE
from countertop.values.persons import is_same_person
from countertop.web.accounts.approvals import Approval, Approvals
from countertop.web.accounts.console import Visit
from countertop.web.accounts.roles import Person
from countertop.web.accounts.trail import Entry
from countertop.web.acquirer.deeds import DEEDS, Deed
from countertop.web.acquirer.desks import Desks, NotDone
from countertop.web.acquirer.fields import told
from countertop.words import CATALOGUE, Language, say

__all__ = ["MOST_WAITING", "PATIENCE", "WAITING", "Asked", "Doing", "Done"]

PATIENCE: Final = 30 * MINUTE
"""How long what was filled in is remembered."""

WAITING: Final = 24 * 60 * MINUTE
"""How long it waits for another person: their next shift."""

MOST: Final = 1000
"""Deeds that are remembered; the oldest are forgotten first."""

MOST_WAITING: Final = 200
SHOWN: Final = 20
"""How many are told that wait no more."""


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
    """A deed with what was filled in, who wants it, when they said so and until when they can (UTC microseconds)."""

    token: str
    deed: Deed
    values: Mapping[str, Any]
    by: str
    at: int
    ends_at: int
    is_waiting: bool = False
    coming: asyncio.Future[Done] | None = None
    proposing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def words(self, language: Language) -> dict[str, str]:
        """Return what was filled in, as people read it."""
        read = [each for each in self.deed.fields if each.kind != "seen"]
        return {each.name: told(each, self.values[each.name], language) for each in read}

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
    """The deeds under way; `clock` tells UTC microseconds. What waited when the pages stopped waits again."""

    def __init__(self, desks: Desks, clock: Callable[[], int], approvals: Approvals) -> None:
        self._desks = desks
        self._clock = clock
        self._approvals = approvals
        self._asked: OrderedDict[str, Asked] = OrderedDict()
        approvals.interrupt(lambda left: self._entry("unknown", left, left.decided_by))
        approvals.lapse(clock(), self._lapsed)
        taken_up = [_taken_up(approval) for approval in approvals.waiting()]
        self._waiting = {asked.token: asked for asked in taken_up if asked is not None}

    def prepare(self, name: str, values: Mapping[str, Any], person: Person) -> Asked:
        """Keep what somebody filled in until they are sure."""
        now = self._clock()
        asked = Asked(secrets.token_urlsafe(16), DEEDS[name], dict(values), person.name, now, now + PATIENCE)
        self._asked[asked.token] = asked
        while len(self._asked) > MOST:
            self._asked.popitem(last=False)
        return asked

    def find(self, token: str) -> Asked | None:
        """Return what was prepared, or waits, or was agreed to a while ago, and is not too old."""
        asked = self._waiting.get(token) or self._asked.get(token)
        return None if asked is None or asked.ends_at <= self._clock() else asked

    def waiting(self, person: Person) -> list[Asked]:
        """Return what waits for a second person, as far as this one has to do with it."""
        now = self._clock()
        waiting = [asked for asked in self._waiting.values() if asked.ends_at > now]
        return [asked for asked in waiting if person.may(asked.deed.permission)]

    async def ended(self, person: Person) -> list[Approval]:
        """Return what became of the newest that waited, as far as it concerns this person."""
        await self._lapse()
        ended = await asyncio.to_thread(self._approvals.ended, SHOWN)
        return [each for each in ended if each.deed in DEEDS and person.may(DEEDS[each.deed].permission)]

    async def be_sure(self, asked: Asked, visit: Visit) -> Done:
        """Do what was prepared, or let it wait for another person. Only who filled it in can be sure of it."""
        if not is_same_person(asked.by, visit.person.name):
            return Done("refused", "host.not-yours", {})
        if asked.deed.two_persons:
            # It goes on although whoever asked has gone away.
            return await asyncio.shield(self._propose(asked, visit))
        return await self._once(asked, visit)

    async def agree(self, asked: Asked, visit: Visit) -> Done:
        """Do what another person wants. Whoever wanted it cannot agree to it, and must still be who may want it."""
        if is_same_person(asked.by, visit.person.name):
            return Done("refused", "host.same-person", {})
        proposer = await asyncio.to_thread(visit.register.person, asked.by)
        if asked.coming is None and (proposer is None or not proposer.may(asked.deed.permission)):
            return Done("refused", "host.proposer-may-not", {})
        return await self._once(asked, visit)

    async def withdraw(self, asked: Asked, visit: Visit) -> bool:
        """Let what waits be done no more; False when it has begun."""
        entry = visit.entry(f"withdrawn-{asked.deed.name}", asked.about())
        if not await asyncio.to_thread(self._approvals.end, asked.token, "withdrawn", entry):
            return False
        self._waiting.pop(asked.token, None)
        self._asked.pop(asked.token, None)
        return True

    async def _propose(self, asked: Asked, visit: Visit) -> Done:
        """Let it wait, once; it waits from when that is kept, and somebody else who clicks hears what came of it."""
        async with asked.proposing:
            if not asked.is_waiting:
                await self._lapse()
                if len(self._waiting) >= MOST_WAITING:
                    return Done("refused", "host.too-many-wait", {})
                now = self._clock()
                told = (asked.values, asked.about(), asked.by, now, now + WAITING)
                entry = visit.entry(f"proposed-{asked.deed.name}", asked.about())
                await asyncio.to_thread(self._approvals.propose, Approval(asked.token, asked.deed.name, *told), entry)
                asked.is_waiting, asked.at, asked.ends_at = True, now, now + WAITING
                self._waiting[asked.token] = asked
            return Done("waiting", "host.waiting-for-another", {})

    async def _lapse(self) -> None:
        now = self._clock()
        if any(asked.ends_at <= now for asked in self._waiting.values()):
            await asyncio.to_thread(self._approvals.lapse, now, self._lapsed)
            self._waiting = {token: asked for token, asked in self._waiting.items() if asked.ends_at > now}

    async def _once(self, asked: Asked, visit: Visit) -> Done:
        """Do it, unless that has begun: whoever comes again is told the same."""
        if asked.coming is None:
            asked.coming = asyncio.ensure_future(self._do(asked, visit))
        # It goes on although whoever asked has gone away.
        return await asyncio.shield(asked.coming)

    async def _do(self, asked: Asked, visit: Visit) -> Done:
        if asked.is_waiting and not await self._begin(asked, visit):
            return Done("refused", "host.prepared-gone", {})
        deed, about = asked.deed, _about_both(asked, visit)
        party = str(asked.values.get("bank") or deed.party)
        try:
            body = await self._desks.ask(party, deed.verb, deed.arguments(asked.values, asked.by))
            if deed.after and body.get("state") == "proposed":
                body = await self._finish(asked, body, DEEDS[deed.after], visit.person, party)
        except NotDone as fault:
            state = "unknown" if fault.is_unknown else "refused"
            await self._end(asked, state, visit.entry(f"{state}-{deed.name}", f"{about}: {fault.message}"), visit)
            return Done(state, "host.nobody-knows" if fault.is_unknown else fault.message, fault.arguments)
        await self._end(asked, "done", visit.entry(deed.name, about), visit)
        plain = {name: each for name, each in body.items() if isinstance(each, str | int) and name not in asked.values}
        return Done("done", _message(asked, body), plain, body, asked)

    async def _begin(self, asked: Asked, visit: Visit) -> bool:
        """Take what waits, so that nobody else does, whatever happens to this program."""
        await self._lapse()
        entry = visit.entry(f"agreed-{asked.deed.name}", _about_both(asked, visit))
        has_begun = await asyncio.to_thread(self._approvals.take, asked.token, entry)
        self._waiting.pop(asked.token, None)
        self._asked[asked.token] = asked
        return has_begun

    async def _end(self, asked: Asked, state: str, entry: Entry, visit: Visit) -> None:
        if asked.is_waiting:
            await asyncio.to_thread(self._approvals.end, asked.token, state, entry)
        else:
            await asyncio.to_thread(visit.register.store.note, entry)

    def _lapsed(self, left: Approval) -> Entry:
        return self._entry("lapsed", left, "")

    def _entry(self, what: str, left: Approval, who: str) -> Entry:
        persons = " + ".join(filter(None, (left.proposed_by, who)))
        return Entry(self._clock(), who, f"{what}-{left.deed}", f"{left.about} ({persons})", "")

    async def _finish(
        self, asked: Asked, proposed: Mapping[str, Any], deed: Deed, person: Person, party: str
    ) -> dict[str, Any]:
        known = {**asked.values, **proposed}
        values = {each.name: known[each.name] for each in deed.fields}
        return await self._desks.ask(party, deed.verb, deed.arguments(values, person.name))


def _message(asked: Asked, body: Mapping[str, Any]) -> str:
    """Return the message that says what was done."""
    message = f"host.done.{asked.deed.name}"
    for part in (asked.values.get("command"), body.get("state")):
        if f"{message}.{part}" in CATALOGUE:
            return f"{message}.{part}"
    return message


def _about_both(asked: Asked, visit: Visit) -> str:
    """Return what the trail says of a deed, with both persons where there were two."""
    both = f" ({asked.by} + {visit.person.name})" if asked.is_waiting else ""
    return asked.about() + both


def _taken_up(approval: Approval) -> Asked | None:
    """Return what waits as it was; None for a deed that this program knows no more, or otherwise: its time runs out."""
    deed = DEEDS.get(approval.deed)
    if deed is None or {each.name for each in deed.fields} != set(approval.given):
        return None
    told = (approval.given, approval.proposed_by, approval.proposed_at, approval.ends_at)
    return Asked(approval.token, deed, *told, is_waiting=True)
