"""The scene of a run: the founded parties in a world, the people at them, and what the swarm wants of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.acquirer.records import PermissionSet
from countertop.demo import people
from countertop.issuer.records import FaultRuleSet
from countertop.journal import Query
from countertop.simulation.days import BusyDay, ClosingTime
from countertop.simulation.faults import FIRST_WAY, SECOND_WAY, Faults
from countertop.simulation.forgeries import Counter
from countertop.simulation.founding import BANKS, HOSTILE, TERMINALS, FoundedNode, Founding, founding
from countertop.simulation.happenings import Happenings, registration
from countertop.simulation.hostile import SCHEMA as HOSTILE_SCHEMA
from countertop.simulation.hostile import Hostile, Loot
from countertop.simulation.memory import Memory, Receipt
from countertop.simulation.node import Node, Process
from countertop.simulation.people import Act, Cashier, Day
from countertop.simulation.telephone import Customers, Hear, PartyDesk
from countertop.simulation.trace import Trace
from countertop.simulation.tricks import TRICKS
from countertop.simulation.watch import Watch
from countertop.simulation.world import ORDINARY_DAY, World, WorldSettings
from countertop.stage import Show
from countertop.storage import Image, MemoryStore
from countertop.switch.records import StandInRuleSet
from countertop.terminal.records import StanTaken
from countertop.values import MINUTE, SECOND, Amount
from countertop.values.moments import local_time

__all__ = ["Scene"]

# 16:00 in Greenwich is midnight in Shanghai. Each eve begins ten minutes before the day changes, or the business day.
_BEFORE: Final = 10 * MINUTE
EVES: Final = {
    "New Year": 1_798_732_800 * SECOND - _BEFORE,
    "29 February": 1_835_366_400 * SECOND - _BEFORE,
    "1 March of a leap year": 1_835_452_800 * SECOND - _BEFORE,
    "1 March": 1_772_294_400 * SECOND - _BEFORE,
    "midnight": 1_773_158_400 * SECOND - _BEFORE,
    "cut-off": 1_773_154_800 * SECOND - _BEFORE,
}
# How long a switch waits that is slower than the hosts that ask it.
SLOW_SWITCH: Final = 45 * SECOND
_LAST_STANS: Final = 999_985
_LAST_BATCH: Final = "999999"

# Of the codes that a shop shows so many are given up; nobody listens to what the terminal says to that.
_GIVEN_UP: Final = 0.1
NOBODY_WAITS: Final = 0

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_ATTEMPTS = Query("scene_attempts", "attempt", joined="outcome", limit=1_000_000)
_INSTALLATION = Query("scene_installation", "installation", limit=1)


# Where a bank misbehaves.
_MISBEHAVING: Final = (
    *("sale", "sale", "void", "refund", "preauthorisation", "completion", "completion_advice"),
    *("completion_void", "offline_post"),
)

# Requests at closing time, and the ingredients that make them due.
_AT_CLOSING_TIME: Final = (
    ("send_stored", frozenset({"advice", "voice"})),
    ("settle", frozenset({"settlement", "lost_record"})),
)


class Scene:
    """Everything of one run, not yet begun.

    Each terminal gets a busy day with `goal` transactions, or `days` says which terminals there are and what is done.
    """

    def __init__(
        self,
        seed: int,
        faults: Faults,
        goal: int = 0,
        *,
        days: Mapping[str, Day] | None = None,
        planted: frozenset[str] = frozenset(),
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.swarm = faults.swarm
        self.found = founding()
        self._misbehaving: dict[str, list[FaultRuleSet]] = {}
        self._planted = planted
        terminals = list(TERMINALS if days is None else days)
        routes = {("acquirer", "switch"): ("switch", "members")}
        routes |= {(bank, "switch"): ("switch", "members") for bank in BANKS}
        ways = ("acquirer", FIRST_WAY, SECOND_WAY)
        routes |= {(name, way): ("acquirer", "terminals") for name in terminals for way in ways}
        routes["hostile", "acquirer"] = ("acquirer", "terminals")
        if "code" in self.swarm:
            routes |= {("acquirer", "wallet"): ("wallet", "acquirers"), ("wallet", "acquirer"): ("acquirer", "notices")}
        self.world = World(seed, faults, routes, WorldSettings(self._epoch(seed)), Trace(tell))
        for founded in self.found.nodes.values():
            if self._is_there(founded, terminals):
                self._add(founded)
        self.hostile = self._add_hostile() if "hostile" in self.swarm else None
        self.watch = Watch(self.world)
        self.world.watchers.append(self.watch.committed)
        self.shop: list[Receipt] = []
        self._voice_desks = {bank: self._add_voice_desk(bank) for bank in BANKS}
        self._customers = self._add_customers() if "code" in self.swarm else None
        self._impatience = self.world.dice("impatience")
        self.cashiers = {name: self._staff(name, (days or {}).get(name), goal) for name in terminals}
        self.happenings = Happenings(self.world, self.swarm, self.found)

    def close(self) -> None:
        """Let everybody do what is due at closing time, and go home."""
        due = [verb for verb, why in _AT_CLOSING_TIME if why & self.swarm.rates.keys()]
        for name, cashier in self.cashiers.items():
            cashier.turn_to(ClosingTime(due), self.world.nodes[name].process)
        self.happenings.close()
        for bank, rules in self._misbehaving.items():
            self._mend(bank, rules)
        if self._customers is not None:
            self._set_clock_of_wallet()
        if self.hostile is not None:
            self.hostile.home = True

    def _set_clock_of_wallet(self) -> None:
        """Have the wallet agree with the host about the time: it takes nothing that is not fresh by its own clock."""
        host, wallet = self.world.nodes["acquirer"].clock, self.world.nodes["wallet"].clock
        wallet.jump(host.read().utc - wallet.read().utc)

    def _mend(self, bank: str, rules: list[FaultRuleSet]) -> None:
        """Have a bank behave from now on."""
        node = self.world.nodes[bank]
        node.crash("is made to behave", 2 * SECOND)
        mended = [replace(rule, act="none") for rule in rules]
        node.image = FoundedNode(bank, "issuer", b"", node.image, {}).with_records(*mended).image

    def _epoch(self, seed: int) -> int:
        if "eve" not in self.swarm:
            return ORDINARY_DAY
        return list(EVES.values())[seed % len(EVES)]

    def _add(self, founded: FoundedNode) -> Node:
        """Put a party into the world as the swarm wants it."""
        settings: dict[str, Any] = {}
        if founded.kind == "switch" and "slow_switch" in self.swarm:
            settings["answer_timeout"] = SLOW_SWITCH
        if founded.kind == "switch" and "stand_in" in self.swarm:
            founded = founded.with_records(*self._stand_in_rules())
        if founded.kind == "issuer":
            rules = self._rules(founded.party)
            if rules:
                self._misbehaving[founded.party] = rules
                founded = founded.with_records(*rules)
        if founded.kind == "acquirer":
            founded = founded.with_records(*self._host_records(founded))
        if founded.kind == "terminal":
            settings = self._terminal_settings(founded.party)
            if "stan_wrap" in self.swarm:
                founded = founded.with_records(StanTaken(TERMINALS[founded.party], str(_LAST_STANS), "echo"))
        make = founded.maker(self._planted, **settings)
        return self.world.add(founded.party, founded.schema, founded.image, make, founded.lmk)

    def _stand_in_rules(self) -> list[StandInRuleSet]:
        """Return what the centre may decide for each bank: small sums, and not many."""
        count = int(self.swarm.rate("stand_in")) + 1
        return [
            StandInRuleSet(
                issuer_id=bank.institution_id,
                kind="sale",
                entry_modes="02",
                most_amount=500_00,
                card_count=count,
                card_total=800_00,
                issuer_count=2 * count,
                issuer_total=1_500_00,
                no_pin_amount=100_00,
                pin_unchecked=1,
            )
            for bank in people.BANKS
        ]

    def _host_records(self, host: FoundedNode) -> list[Any]:
        """Return what else the host knows: who may transfer, and which batch is open."""
        store = MemoryStore.from_image(host.schema, host.image)
        known = [registration(store, terminal_id) for terminal_id in TERMINALS.values()]
        records: list[Any] = []
        if "transfer" in self.swarm:
            records.append(PermissionSet(known[0].merchant_id, "transfer", is_granted=True))
        if "batch_wrap" in self.swarm:
            records += [replace(each, batch_number=_LAST_BATCH) for each in known]
        return records

    def _terminal_settings(self, name: str) -> dict[str, Any]:
        """Return how a terminal is set for the business of the day."""
        dice, swarm = self.world.dice(f"settings/{name}"), self.swarm
        settings: dict[str, Any] = {"transfers": "transfer" in swarm}
        if "link_down" in swarm:
            settings["links"] = [FIRST_WAY, SECOND_WAY]
        if "settlement" in swarm:
            settings["batch_limit"] = dice.choice((14, 500))
            settings["settle_at"] = dice.choice(("", "", f"{self._opens(5 + dice.randrange(10))}"))
            settings["auto_sign_out"] = dice.random() < 0.3
        if {"advice", "voice"} & swarm.rates.keys():
            settings["stored_count_limit"] = dice.choice((2, 5, 100))
        return settings

    def _opens(self, minutes: int) -> str:
        """Return the local time so many minutes after the world began, as 2359."""
        moment = local_time(self.world.settings.epoch + minutes * MINUTE, _SHANGHAI)
        return f"{moment:%H%M}"

    def _is_there(self, founded: FoundedNode, terminals: list[str]) -> bool:
        """Tell whether a party takes part: the wallet where somebody pays by code, terminals that have a day."""
        if founded.kind == "wallet":
            return "code" in self.swarm
        return founded.kind != "terminal" or founded.party in terminals

    def _add_voice_desk(self, bank: str) -> PartyDesk:
        node = self.world.nodes[bank]
        desk = node.person = PartyDesk(node, "approval_code")
        return desk

    def _add_customers(self) -> Customers:
        node = self.world.nodes["wallet"]
        customers = node.person = Customers(node, self.world.dice("customers"))
        return customers

    def _ring_up(self, act: Act, hear: Hear) -> None:
        """Have a card's bank approve a payment, or a customer of the wallet show a code."""
        if act.card is None:
            assert self._customers is not None, "nobody shows a code where there is no wallet"
            self._customers.show_code(act.arguments["customer"], hear)
            return
        (bank,) = (known.party for known in people.BANKS if known.key == act.card.bank)
        amount = str(Amount(act.arguments["amount"]))
        self._voice_desks[bank].call("voice_approve", hear, pan=act.card.pan, amount=amount)

    def _shown(self, process: Process, screen: Show) -> None:
        """Compare a screen with the store; have somebody scan a shop's code, now and then give up waiting for that."""
        self.watch.shown(process, screen)
        if screen.message != "screen.code_shown" or self._customers is None:
            return
        self._customers.scan(screen.arguments["code_text"])
        dice = self._impatience
        if dice.random() < _GIVEN_UP:
            process.later(dice.randrange(SECOND, MINUTE), process.request, NOBODY_WAITS, "qr_cancel", {})

    def _rules(self, bank: str) -> list[FaultRuleSet]:
        """Return how the bank misbehaves, card by card."""
        dice = self.world.dice(f"rules/{bank}")
        kinds = {
            "issuer_delay": ("delay", (1, 12)),
            "issuer_late": ("delay", (16, 90)),
            "issuer_silent": ("approve-then-silent", (0, 1)),
        }
        rules = []
        for card in self.found.cards_of(bank):
            for name, (act, (shortest, longest)) in kinds.items():
                if dice.random() < self.swarm.rate(name):
                    rules.append(
                        FaultRuleSet(
                            f"{card.name} {name}",
                            dice.choice((act, "silent")) if name == "issuer_silent" else act,
                            dice.choice(_MISBEHAVING),
                            card_ending=card.pan.reveal()[-4:],
                            delay=dice.randrange(shortest * SECOND, longest * SECOND),
                        )
                    )
        return rules

    def _staff(self, name: str, day: Day | None, goal: int) -> Cashier:
        node = self.world.nodes[name]
        dice = self.world.dice(f"people/{name}")
        day = day or BusyDay(dice, self.found.wallet, goal, self.swarm)
        cashier = node.person = Cashier(
            dice,
            day,
            Memory(self.shop),
            shown=self._shown,
            printed=self.watch.printed,
            telephone=self._ring_up,
        )
        return cashier

    # The thief

    def _add_hostile(self) -> Hostile:
        found: Founding = self.found
        (row,) = self.world.nodes["terminal-1"].store().read(_INSTALLATION, ())
        counter = Counter(HOSTILE, row["merchant_id"])
        thief = Hostile(self.world.dice("hostile"), counter, found.thief_tmk, found.wallet, self._slips, TRICKS)
        self.world.add("hostile", HOSTILE_SCHEMA, Image({}, [], []), lambda: thief, found.thief_lmk)
        return thief

    def _slips(self) -> list[Loot]:
        """Return what the first terminal's slips show to whoever picks them up."""
        cards = {card.pan.masked(): card for card in self.found.wallet.values()}
        return [
            Loot(row["stan"], row["amount"], cards[row["masked_pan"]], row["rrn"], row["approval_code"])
            for row in self.world.nodes["terminal-1"].store().read(_ATTEMPTS, ())
            if row["state"] == "completed" and row["kind"] == "sale"
        ]
