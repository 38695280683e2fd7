"""Founding the made-up world: the demo's parties, more terminals at the counter, and one whose keys a thief has.

Founding takes a while, so it is done once a process, always with the same entropy; what a seed decides is everything
that comes after. Every world starts from copies of the same images.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from random import Random
from types import MappingProxyType
from typing import Any, Final

from countertop import acquirer, issuer, switch, terminal, wallet
from countertop.acquirer.records import OperatorRegistered, TerminalRegistered
from countertop.demo import Card, people, read_wallet
from countertop.demo.ceremony import share_key
from countertop.demo.founding import FoundedParty, found
from countertop.hsm import CHEAPEST_PASSWORDS, KeyUsage, SoftwareHsm
from countertop.journal import Schema
from countertop.stage import Actor
from countertop.storage import Entry, Image, MemoryStore
from countertop.terminal.records import OperatorAdded, TerminalInstalled
from countertop.values import SECOND

__all__ = ["BANKS", "HOSTILE", "TERMINALS", "FoundedNode", "Founding", "founding"]

FOUNDED_AT: Final = 1_767_225_600 * SECOND
STREAM: Final = "founding"

TERMINALS: Final = MappingProxyType({"terminal-1": "80000101", "terminal-2": "80000102", "terminal-3": "80000103"})
HOSTILE: Final = "80000666"
BANKS: Final = ("issuer-east", "issuer-west", "issuer-north")

# Enough for any number of sales; what a bank says to an empty account is the bank's own tests' matter.
DEEP_POCKETS: Final = 50_000_000_00

SCHEMAS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "terminal": terminal.SCHEMA,
        "acquirer": acquirer.SCHEMA,
        "switch": switch.SCHEMA,
        "issuer": issuer.SCHEMA,
        "wallet": wallet.SCHEMA,
    }
)
_MAKERS: Final[Mapping[str, tuple[Callable[..., Any], Callable[[Any], Actor]]]] = MappingProxyType(
    {
        "terminal": (terminal.TerminalSettings, terminal.Terminal),
        "acquirer": (acquirer.AcquirerSettings, acquirer.Acquirer),
        "switch": (switch.SwitchSettings, switch.Switch),
        "issuer": (issuer.IssuerSettings, issuer.Issuer),
        "wallet": (wallet.WalletSettings, wallet.Wallet),
    }
)


@dataclass(frozen=True, slots=True)
class FoundedNode:
    """A party before its first start; `settings` are those that differ from the defaults of its kind."""

    party: str
    kind: str
    lmk: bytes
    image: Image
    settings: Mapping[str, Any]

    @property
    def schema(self) -> Schema:
        """What its store must know."""
        return SCHEMAS[self.kind]

    def maker(self, planted: frozenset[str], **settings: Any) -> Callable[[], Actor]:
        """Return what makes its actor, with faults planted and settings changed."""
        make_settings, make = _MAKERS[self.kind]
        chosen = make_settings(**{**self.settings, **settings, "name": self.party, "planted": planted})
        return lambda: make(chosen)

    def with_records(self, *records: Any) -> FoundedNode:
        """Return the node with more founding records in its store."""
        return replace(self, image=_written(self.schema, self.image, records))


@dataclass(frozen=True, slots=True)
class Founding:
    """All parties by name, the wallet, and how the hostile terminal's master key looks in its own HSM."""

    nodes: Mapping[str, FoundedNode]
    wallet: Mapping[str, Card]
    thief_tmk: str
    thief_lmk: bytes

    def cards_of(self, bank: str) -> list[Card]:
        """Return the cards that a bank has issued."""
        (key,) = (known.key for known in people.BANKS if known.party == bank)
        return [card for card in self.wallet.values() if card.bank == key]


@lru_cache(maxsize=1)
def founding() -> Founding:
    """Return the founded world; the same one every time."""
    entropy = Random("founding").randbytes  # noqa: S311 - a made-up world's keys
    cards = _cards()
    founded = found(cards, entropy, FOUNDED_AT, CHEAPEST_PASSWORDS)
    parties = {party.name: party for party in founded if party.kind in SCHEMAS}
    first = parties.pop("terminal")
    host_hsm, counter_hsm = (_hsm(party, entropy) for party in (parties["acquirer"], first))
    nodes = {name: _node(party) for name, party in parties.items()}
    tmks = {name: share_key(KeyUsage.TMK, host_hsm, counter_hsm) for name in (*TERMINALS.values(), HOSTILE)}
    for name, terminal_id in TERMINALS.items():
        nodes[name] = _terminal(name, terminal_id, first, tmks[terminal_id][1])
    registered = [
        record
        for terminal_id, (tmk, _) in tmks.items()
        for record in _registered(parties["acquirer"].records, terminal_id, tmk)
    ]
    nodes["acquirer"] = nodes["acquirer"].with_records(*registered)
    return Founding(nodes, cards, tmks[HOSTILE][1], first.lmk.reveal())


def _cards() -> dict[str, Card]:
    text = files("countertop.demo").joinpath("wallet.json").read_text("utf-8")
    return {
        name: replace(card, balance=DEEP_POCKETS) if card.balance else card for name, card in read_wallet(text).items()
    }


def _hsm(party: FoundedParty, entropy: Callable[[int], bytes]) -> SoftwareHsm:
    return SoftwareHsm(party.lmk.reveal(), entropy, CHEAPEST_PASSWORDS)


def _node(party: FoundedParty) -> FoundedNode:
    image = _written(SCHEMAS[party.kind], Image({}, [], []), party.records)
    # The made-up network has one way from everybody to everybody.
    settings = {key: value for key, value in party.settings.items() if key != "links"}
    return FoundedNode(party.name, party.kind, party.lmk.reveal(), image, settings)


def _written(schema: Schema, image: Image, records: tuple[Any, ...]) -> Image:
    store = MemoryStore.from_image(schema, image)
    answers = store.commit([Entry(STREAM, (record,), FOUNDED_AT) for record in records])
    assert not any(answers), f"the founding of {schema.party} was refused: {answers}"
    return store.durable_image()


def _terminal(name: str, terminal_id: str, first: FoundedParty, tmk: str) -> FoundedNode:
    """Return one more machine of the same make as the first."""
    records = tuple(
        replace(record, terminal_id=terminal_id, tmk=tmk, serial_number=_serial(record, terminal_id))
        if isinstance(record, TerminalInstalled)
        else replace(record, terminal_id=terminal_id)
        for record in first.records
        if isinstance(record, TerminalInstalled | OperatorAdded)
    )
    settings = {**first.settings, "terminal_id": terminal_id}
    return _node(replace(first, name=name, records=records, settings=settings))


def _serial(record: TerminalInstalled | TerminalRegistered, terminal_id: str) -> str:
    """Return the serial number of a machine: the first one's is bound to it, the others have their terminal's."""
    return record.serial_number if record.terminal_id == terminal_id else terminal_id


def _registered(records: tuple[Any, ...], terminal_id: str, tmk: str) -> list[Any]:
    """Return what the host must know of one more terminal, after the pattern of its first."""
    made: list[Any] = []
    for record in records:
        if isinstance(record, TerminalRegistered):
            serial = _serial(record, terminal_id)
            made.append(replace(record, terminal_id=terminal_id, tmk=tmk, serial_number=serial))
        elif isinstance(record, OperatorRegistered):
            made.append(replace(record, terminal_id=terminal_id))
    return made
