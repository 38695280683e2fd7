"""Swarms: what a seed's day is made of, and what goes wrong in it.

Every seed draws its own: each class of fault and each kind of business is on or off, because too much of one hides what
another would show. The classes, with the range of their rates, are two tables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Final

__all__ = ["BUSINESS", "CLASSES", "Ingredient", "Swarm"]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """What a seed may switch on: its rate lies between `low` and `high`, each order of magnitude as likely.

    `share` is that of the seeds in which it is on, None where it is that of its table.
    """

    low: float
    high: float
    what: str
    share: float | None = None


# Rates are per frame, per call, per durable write or per virtual hour, as the sentence says.
CLASSES: Final[Mapping[str, Ingredient]] = MappingProxyType(
    {
        "loss": Ingredient(0.003, 0.1, "a frame is lost, the line stays; per frame"),
        "duplicate": Ingredient(0.01, 0.3, "a frame arrives twice within moments; per frame"),
        "late_duplicate": Ingredient(0.01, 0.1, "a frame arrives again minutes later; per frame"),
        "reorder": Ingredient(0.01, 0.2, "a frame is overtaken by others; per frame"),
        "delay": Ingredient(0.003, 0.1, "a frame comes later than every timer; per frame"),
        "flip": Ingredient(0.001, 0.03, "a bit is turned over; per frame"),
        "forge": Ingredient(0.003, 0.05, "somebody on the way writes another amount, code or number; per frame"),
        "reset": Ingredient(0.003, 0.05, "a line breaks in mid-frame; per frame"),
        "half_open": Ingredient(0.003, 0.03, "a line goes dead without a word; per frame"),
        "revive": Ingredient(1, 1, "copies that outlive their line come out of the next one; always"),
        "dial": Ingredient(0.05, 0.5, "a call fails; per call"),
        "partition": Ingredient(1, 20, "one or both ways between two parties are shut for a while; per hour"),
        "link_down": Ingredient(2, 20, "one of a terminal's ways to the host has no carrier for a while; per hour"),
        "slow_link": Ingredient(1, 8, "every frame takes so many seconds; per frame"),
        "crash": Ingredient(0.003, 0.05, "a machine stops just before or after a durable write; per write"),
        "crash_in_recovery": Ingredient(0.05, 0.4, "it stops again at a write soon after; per write"),
        "power_cut": Ingredient(0.2, 1, "a machine that stops resets no lines; per stop"),
        "sign_off": Ingredient(1, 10, "the host signs off from the switch and comes back; per hour"),
        "pause": Ingredient(1, 20, "a process does nothing for longer than timers; per hour"),
        "disk_full": Ingredient(1, 10, "no space for a while; per hour"),
        "reserve": Ingredient(2, 20, "a disk has no more than its reserve for a while; per hour"),
        "disk_broken": Ingredient(0.001, 0.02, "a sync fails, and nobody knows what it left; per write"),
        "slow_disk": Ingredient(0.01, 0.2, "a sync takes seconds; per write"),
        "device": Ingredient(2, 20, "a terminal's paper or its battery runs out for a while; per hour"),
        "moved": Ingredient(2, 20, "a terminal is carried out of the shop for a while, or finds no place; per hour"),
        "clock_day": Ingredient(1, 10, "somebody sets a clock a day forwards or back; per hour"),
        "clock_back": Ingredient(1, 20, "a clock goes back by up to an hour; per hour"),
        "drift": Ingredient(50, 5000, "clocks run fast or slow; parts a million"),
        "eve": Ingredient(1, 1, "the world begins shortly before a midnight worth its name; always"),
        "stan_wrap": Ingredient(1, 1, "terminals' numbers are about to wrap; always"),
        "batch_wrap": Ingredient(1, 1, "batch numbers are about to wrap; always"),
        "key_change": Ingredient(0.05, 0.3, "a terminal signs in again although it need not; per transaction"),
        "slow_switch": Ingredient(1, 1, "the switch waits longer for a bank than its askers do; always"),
        "issuer_delay": Ingredient(0.1, 0.6, "a bank takes its time; per card"),
        "issuer_late": Ingredient(0.1, 0.6, "a bank answers when everybody has given up; per card"),
        "issuer_silent": Ingredient(0.1, 0.6, "a bank books and says nothing, or neither; per card"),
        "lost_record": Ingredient(2, 20, "the host's store has lost a transaction that was approved; per hour"),
        "bank_away": Ingredient(2, 20, "a bank's machine is off for a while; per hour"),
        "hostile": Ingredient(1, 1, "a terminal with good keys does what no terminal may; always"),
        "replaced": Ingredient(1, 1, "a terminal is replaced by a new machine with its id, in a new batch; once"),
    }
)

# Rates are weights beside those of sales and voids, which make a hundred, or per virtual hour.
BUSINESS: Final[Mapping[str, Ingredient]] = MappingProxyType(
    {
        "refund": Ingredient(5, 40, "payments are given back at any counter: in part, again, and too much; of 100"),
        "balance": Ingredient(3, 15, "customers ask what they have left; of 100"),
        "preauthorisation": Ingredient(15, 80, "amounts are held, completed, voided, and completions undone; of 100"),
        "advice": Ingredient(5, 40, "completions are told to the host afterwards; of 100"),
        "voice": Ingredient(10, 50, "payments that a bank approved by telephone are posted, and adjusted; of 100"),
        "transfer": Ingredient(3, 20, "money goes from card to card; of 100"),
        "code": Ingredient(5, 40, "customers pay by a code on their telephone, and get it back; of 100"),
        "settlement": Ingredient(2, 20, "batches are settled in mid-day, and at closing time; of 100"),
        "mistakes": Ingredient(5, 40, "wrong passwords, numbers and amounts, and a change of mind; of 100"),
        "instructions": Ingredient(4, 40, "the host locks, calls to settle, to sign in, to change keys; per hour"),
        "stand_in": Ingredient(1, 6, "the centre decides for banks that are away, so many sales a card; a day"),
        "clearing": Ingredient(1, 6, "the host closes the day into clearing; per hour"),
        "desk_refund": Ingredient(5, 60, "the shop's people refund payments at its console; per hour", share=0.15),
        "zone_key_change": Ingredient(2, 20, "the zone keys of a link are changed; per hour", share=0.1),
        "weeks": Ingredient(1, 1, "a month goes by, and not every clock gets its last day right; once"),
    }
)

# A class of faults is on in this share of the seeds, a kind of business in that; one seed in so many has no faults.
FAULTS_ON: Final = 0.3
BUSINESS_ON: Final = 0.5
CALM_ONE_IN: Final = 25


@dataclass(frozen=True, slots=True)
class Swarm:
    """The classes and kinds that are on, with their rates."""

    rates: Mapping[str, float]

    @classmethod
    def drawn(cls, seed: int) -> Swarm:
        """Return the swarm of a seed; each entry has a stream of its own, so a new one leaves the others alone."""
        is_calm = _dice(seed, "calm").randrange(CALM_ONE_IN) == 0
        faults = {} if is_calm else _drawn(seed, CLASSES, FAULTS_ON)
        return cls(faults | _drawn(seed, BUSINESS, BUSINESS_ON))

    def __contains__(self, name: str) -> bool:
        return name in self.rates

    def rate(self, name: str) -> float:
        """Return the rate of a class, 0 where it is off."""
        return self.rates.get(name, 0.0)


def _dice(seed: int, use: str) -> Random:
    return Random(f"{seed}/swarm/{use}")  # noqa: S311 - a made-up world's chance, repeatable by its seed


def _drawn(seed: int, table: Mapping[str, Ingredient], share: float) -> dict[str, float]:
    rates = {}
    for name, kind in table.items():
        dice = _dice(seed, name)
        if dice.random() < (share if kind.share is None else kind.share):
            rates[name] = math.exp(math.log(kind.low) + dice.random() * (math.log(kind.high) - math.log(kind.low)))
    return rates
