"""What somebody should look at now: one row a condition, read off what the watch has seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.values import SECOND
from countertop.web.acquirer.cells import age_text
from countertop.web.acquirer.watch import Snapshot
from countertop.words import Language, say

__all__ = ["Alarm", "alarms_of"]

TOO_LONG_IN_FLIGHT: Final = 30 * SECOND
TOO_LONG_OWED: Final = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Alarm:
    """`tone` is bad, warn or info; `ages` are arguments in microseconds; `href` is where to look."""

    tone: str
    message: str
    href: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """Return it in words."""
        ages = {name: age_text(age, language) for name, age in self.ages.items()}
        return say(language, self.message, **self.arguments, **ages)


def alarms_of(snapshot: Snapshot, parties: Mapping[str, str]) -> list[Alarm]:
    """Return what is wrong now, the worst first."""
    found = list(_of_parties(snapshot, parties))
    if snapshot.pulse is not None:
        found += [alarm for rule in _RULES if (alarm := rule(snapshot.pulse)) is not None]
    return sorted(found, key=lambda alarm: _RANKS.index(alarm.tone))


_RANKS: Final = ("bad", "warn", "info")


def _of_parties(snapshot: Snapshot, parties: Mapping[str, str]) -> Iterator[Alarm]:
    for name, kind in parties.items():
        health = snapshot.health.get(name)
        if kind == "terminal":
            continue  # a shop may switch its machine off
        if health is None or not health["ready"]:
            yield Alarm("bad", "host.alarm.not-running", "/links", {"party": name})
    for status in snapshot.statuses.values():
        for member in status.get("members", ()):
            if not member["signed_on"]:
                yield Alarm("bad", "host.alarm.member-away", "/links", {"member": member["institution_id"]})


def _link(pulse: Mapping[str, Any]) -> Alarm | None:
    return None if pulse["link"] == "up" else Alarm("bad", "host.alarm.link", "/links")


def _owed(pulse: Mapping[str, Any]) -> Alarm | None:
    age = pulse["oldest_owed_age"] or 0
    told = {"count": pulse["owed"]}
    return Alarm("bad", "host.alarm.owed", "/unknown", told, {"age": age}) if age > TOO_LONG_OWED else None


def _in_flight(pulse: Mapping[str, Any]) -> Alarm | None:
    age = pulse["oldest_in_flight_age"] or 0
    return Alarm("warn", "host.alarm.in-flight", "/unknown", {}, {"age": age}) if age > TOO_LONG_IN_FLIGHT else None


def _closing(pulse: Mapping[str, Any]) -> Alarm | None:
    return Alarm("info", "host.alarm.day-closing", "/links") if pulse["day_is_closing"] else None


def _locked(pulse: Mapping[str, Any]) -> Alarm | None:
    return Alarm("info", "host.alarm.locked", "/terminals", {"count": pulse["locked"]}) if pulse["locked"] else None


_RULES: Final[tuple[Callable[[Mapping[str, Any]], Alarm | None], ...]] = (_link, _owed, _in_flight, _closing, _locked)
