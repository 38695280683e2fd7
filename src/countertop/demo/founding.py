"""Founding the demo world: what goes into each party's empty store, and the master key of its HSM.

Everything secret is drawn anew, so no two demo worlds share a key. Keys between parties are formed in both HSMs by a
ceremony; card numbers, PINs and passwords enter a store only as the party's own HSM hands them out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from countertop.acquirer import records as acquirer
from countertop.acquirer.management.records import SerialBound, TerminalBound
from countertop.demo.ceremony import share_key
from countertop.demo.payers import WALLET, wallet_records
from countertop.demo.people import (
    ACQUIRER,
    BANKS,
    MERCHANT,
    OPERATORS,
    SWITCH,
    TERMINAL,
    Bank,
    CounterTerminal,
    fleet_of,
)
from countertop.demo.places import ADDRESS, PLACES, REFUSE_METRES, SHOP, WARN_METRES
from countertop.demo.portfolio import bank_records
from countertop.demo.wallet import Card
from countertop.hsm import HashPassword, KeyUsage, PasswordCost, SoftwareHsm
from countertop.switch import records as switch
from countertop.terminal import records as terminal
from countertop.values import SECOND, Secret

__all__ = ["FLEET", "FoundedParty", "found"]

FLEET = "fleet"
"""The party that holds the terminals of a load: one store and one HSM for all of them."""

WAYS = ("ethernet", "mobile")
"""How the terminal at the counter reaches its host, in order."""

# ZPK, ZAK and ZMK of one link, as one side's key blocks.
ZoneKeys = tuple[str, str, str]

LMK_SIZE = 32

POLL_EVERY = 30 * SECOND
"""How often a terminal of the demo world asks whether its host wants anything."""
PAN_LENGTH = 16

FOUNDER = "founding"
"""Who bound the demo's terminal."""


@dataclass(frozen=True, slots=True)
class FoundedParty:
    """A party at its beginning.

    `listens` and `dials` map the roles of its lines to names of ports, which whoever runs it chooses; `settings` are
    those that differ from the defaults of its kind.
    """

    kind: str
    name: str
    lmk: Secret[bytes]
    records: tuple[Any, ...]
    listens: Mapping[str, str] = field(default_factory=dict)
    dials: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


class _Room:
    """A party's HSM while the world is founded."""

    def __init__(self, name: str, entropy: Callable[[int], bytes], cost: PasswordCost | None) -> None:
        lmk = entropy(LMK_SIZE)
        self.name = name
        self.lmk = Secret(lmk)
        self.hsm = SoftwareHsm(lmk, entropy, cost)

    def founded(self, kind: str, records: tuple[Any, ...], **lines: Mapping[str, Any]) -> FoundedParty:
        """Return the party, with `listens`, `dials` and `settings` as a FoundedParty has them."""
        return FoundedParty(kind, self.name, self.lmk, records, **lines)


def found(
    wallet: Mapping[str, Card],
    entropy: Callable[[int], bytes],
    founded_at: int,
    password_cost: PasswordCost | None = None,
    fleet: int = 0,
) -> tuple[FoundedParty, ...]:
    """Return the parties of a new demo world, in the order in which they are best started.

    `founded_at` is UTC microseconds; `fleet` so many further terminals, all of the party `FLEET`, which comes last.
    """
    counters = {"terminal": [TERMINAL], FLEET: fleet_of(fleet)} if fleet else {"terminal": [TERMINAL]}
    rooms = {
        party: _Room(party, entropy, password_cost)
        for party in (SWITCH.party, *(bank.party for bank in BANKS), ACQUIRER.party, *counters)
    }
    host, centre = rooms[ACQUIRER.party], rooms[SWITCH.party]
    of_acquirer, towards_acquirer = _link(host, centre)
    links = {bank: _link(rooms[bank.party], centre) for bank in BANKS}
    tmks = {
        each: share_key(KeyUsage.TMK, host.hsm, rooms[party].hsm)
        for party, terminals in counters.items()
        for each in terminals
    }
    wallet_party, wallet_link = _wallet_party(_Room(WALLET.party, entropy, password_cost), host, founded_at)
    to_banks = {bank: keys for bank, (_, keys) in links.items()}
    of_host = {each: mine for each, (mine, _) in tmks.items()}
    return (
        centre.founded(
            "switch",
            _switch_records(towards_acquirer, to_banks),
            listens={"members": "switch"},
            settings={"day_closing": 0},  # nobody at the counter waits for a day to be closed, unless somebody wants it
        ),
        *(
            rooms[bank.party].founded(
                "issuer",
                bank_records(bank, wallet, rooms[bank.party].hsm, keys, founded_at),
                dials={"switch": "switch"},
            )
            for bank, (keys, _) in links.items()
        ),
        wallet_party,
        host.founded(
            "acquirer",
            (*_acquirer_records(of_acquirer, of_host), wallet_link),
            listens={"terminals": "acquirer", "notices": "wallet-notices"},
            dials={"switch": "switch", "wallet": "wallet"},
        ),
        *(
            rooms[party].founded(
                "terminal",
                _terminal_records(rooms[party].hsm, {each: tmks[each][1] for each in terminals}),
                **_ways(party, terminals[0]),
            )
            for party, terminals in counters.items()
        ),
    )


def _ways(party: str, first: CounterTerminal) -> dict[str, Mapping[str, Any]]:
    """Return lines and settings of terminals: one at a counter has two ways to its host, those of a fleet have one."""
    settings: dict[str, Any] = {"terminal_id": first.terminal_id, "poll_every": POLL_EVERY}
    if party == FLEET:
        return {"dials": {"acquirer": "acquirer"}, "settings": settings}
    return {"dials": dict.fromkeys(WAYS, "acquirer"), "settings": {**settings, "links": [*WAYS]}}


def _wallet_party(room: _Room, host: _Room, founded_at: int) -> tuple[FoundedParty, acquirer.WalletLinked]:
    """Return the wallet, which shares a signing key with the acquirer, and what the acquirer knows of it."""
    of_acquirer, of_wallet = share_key(KeyUsage.WSK, host.hsm, room.hsm)
    founded = room.founded(
        "wallet",
        wallet_records(ACQUIRER.institution_id, ACQUIRER.name_zh, of_wallet, founded_at),
        listens={"acquirers": "wallet"},
        dials={"acquirer": "wallet-notices"},
    )
    linked = acquirer.WalletLinked("wallet", WALLET.wallet_id, WALLET.name_zh, WALLET.style, of_acquirer)
    return founded, linked


def _link(member: _Room, centre: _Room) -> tuple[ZoneKeys, ZoneKeys]:
    """Hold the ceremonies of one link; return the keys of the member and those of the centre."""
    zpk, centre_zpk = share_key(KeyUsage.ZPK, member.hsm, centre.hsm)
    zak, centre_zak = share_key(KeyUsage.ZAK, member.hsm, centre.hsm)
    zmk, centre_zmk = share_key(KeyUsage.ZMK, member.hsm, centre.hsm)
    return (zpk, zak, zmk), (centre_zpk, centre_zak, centre_zmk)


def _switch_records(to_acquirer: ZoneKeys, to_banks: Mapping[Bank, ZoneKeys]) -> tuple[Any, ...]:
    return (
        switch.SwitchOpened(SWITCH.institution_id, SWITCH.name_en),
        switch.InstitutionRegistered(
            ACQUIRER.institution_id, "acquirer", ACQUIRER.name_zh, ACQUIRER.name_en, *to_acquirer
        ),
        *(
            switch.InstitutionRegistered(bank.institution_id, "issuer", bank.name_zh, bank.name_en, *keys)
            for bank, keys in to_banks.items()
        ),
        *(switch.RouteSet(bank.bin, bank.institution_id) for bank in BANKS),
    )


def _acquirer_records(keys: ZoneKeys, tmks: Mapping[CounterTerminal, str]) -> tuple[Any, ...]:
    zpk, zak, zmk = keys
    return (
        acquirer.AcquirerOpened(ACQUIRER.institution_id, ACQUIRER.name_en),
        acquirer.MerchantRegistered(
            MERCHANT.merchant_id, MERCHANT.name_zh, MERCHANT.category, name_en=MERCHANT.name_en
        ),
        *(
            acquirer.TerminalRegistered(each.terminal_id, MERCHANT.merchant_id, each.serial_number, tmk)
            for each, tmk in tmks.items()
        ),
        *(
            acquirer.OperatorRegistered(each.terminal_id, person.operator, person.role)
            for each in tmks
            for person in OPERATORS
        ),
        *(acquirer.BinRouteSet(bank.bin, PAN_LENGTH) for bank in BANKS),
        acquirer.ZoneKeysLoaded("switch", SWITCH.institution_id, zpk, zak, zmk=zmk),
        *_binding(TERMINAL),
    )


def _binding(counter: CounterTerminal) -> tuple[Any, ...]:
    """Bind the terminal at the counter to its machine and to the shop; those of a load are bound to nothing."""
    shop = PLACES[SHOP]
    return (
        SerialBound(counter.serial_number, MERCHANT.merchant_id, FOUNDER, 0),
        TerminalBound(
            terminal_id=counter.terminal_id,
            serial_number=counter.serial_number,
            bound_merchant_id=MERCHANT.merchant_id,
            credit_code=MERCHANT.credit_code,
            settlement_account=MERCHANT.settlement_account,
            address=ADDRESS,
            latitude=shop.latitude,
            longitude=shop.longitude,
            warn_metres=WARN_METRES,
            refuse_metres=REFUSE_METRES,
            unlocated="warn",
            bound_by=FOUNDER,
            bound_at=0,
        ),
    )


def _terminal_records(hsm: SoftwareHsm, tmks: Mapping[CounterTerminal, str]) -> tuple[Any, ...]:
    hashes = hsm.perform([HashPassword(Secret(person.password)) for person in OPERATORS])
    return (
        *(
            terminal.TerminalInstalled(
                each.terminal_id,
                MERCHANT.merchant_id,
                MERCHANT.name_zh,
                MERCHANT.name_en,
                serial_number=each.serial_number,
                tmk=tmk,
            )
            for each, tmk in tmks.items()
        ),
        *(
            terminal.OperatorAdded(each.terminal_id, person.operator, person.role, stored)
            for each in tmks
            for person, stored in zip(OPERATORS, hashes, strict=True)
        ),
    )
