"""Who may call, who may work there, where cards go: loaded from the tables once, looked up for every message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from countertop.acquirer.errors import NotFounded
from countertop.acquirer.records import TerminalSignedIn
from countertop.hsm.keyring import MemberKeyring, ZonePair
from countertop.values import Pan

__all__ = [
    "ROUTE_TO_SWITCH",
    "SUPERVISING_ROLES",
    "BinRoute",
    "BinTable",
    "Console",
    "Link",
    "Merchant",
    "Registry",
    "Terminal",
    "WorkingSession",
]

Rows = Iterable[Mapping[str, Any]]

SUPERVISING_ROLES = frozenset({"supervisor", "manager"})
"""Roles that may approve what needs a supervisor."""

ROUTE_TO_SWITCH = "switch"


class Merchant:
    """A registered merchant."""

    __slots__ = (
        "barred",
        "category",
        "city",
        "day_amount",
        "granted",
        "is_open",
        "largest_amount",
        "merchant_id",
        "name",
        "name_en",
    )

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.merchant_id: str = row["merchant_id"]
        self.name: str = row["name"]
        self.name_en: str = row["name_en"]
        self.granted: set[str] = set()
        self.barred: set[str] = set()
        self.largest_amount = 0
        self.day_amount = 0
        self.category: str = row["category"]
        self.city: str = row["city"]
        self.is_open = row["status"] == "open"


class WorkingSession:
    """What a terminal fetched at its last sign-in: key blocks, and the answer that carried them.

    `stan` and `network_code` tell a repeated request from a new one. `is_trial`: it came under a master key that the
    terminal has not yet proved to hold. `seals`: the terminal said that it seals management messages.
    `is_heard`: since the host began, a right MAC has shown that it has these keys. `began_at`: UTC microseconds.
    """

    __slots__ = (
        *("began_at", "field_62", "is_heard", "is_trial", "network_code", "rrn", "seals", "stan", "tak", "tdk", "tpk"),
    )

    def __init__(
        self,
        tpk: str,
        tak: str,
        tdk: str | None,
        network_code: str,
        stan: str,
        rrn: str,
        field_62: str,
        *,
        seals: bool,
        began_at: int,
    ) -> None:
        self.tpk = tpk
        self.tak = tak
        self.tdk = tdk
        self.network_code = network_code
        self.stan = stan
        self.rrn = rrn
        self.field_62 = field_62
        self.seals = seals
        self.began_at = began_at
        self.is_heard = False
        self.is_trial = False

    @classmethod
    def of_record(cls, entry: TerminalSignedIn) -> WorkingSession:
        """Return the session that a sign-in began."""
        keys, numbers = (entry.tpk, entry.tak, entry.tdk), (entry.network_code, entry.stan, entry.rrn)
        return cls(*keys, *numbers, entry.field_62, seals=entry.seals, began_at=entry.at)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> WorkingSession:
        """Return the session that a row of the table says is open."""
        keys, numbers = (row["tpk"], row["tak"], row["tdk"]), (row["network_code"], row["stan"], row["rrn"])
        return cls(*keys, *numbers, row["field_62"], seals=bool(row["seals"]), began_at=row["session_at"])


class Terminal:
    """A registered terminal with its open batch and, while it is signed in, its session.

    `key_head` begins the attempt keys of the open batch; the STAN completes them. `is_frozen`: it is being settled, and
    takes nothing new.
    """

    is_console: ClassVar[bool] = False

    __slots__ = (
        "barred",
        "batch_instance",
        "batch_number",
        "granted",
        "is_frozen",
        "is_open",
        "key_head",
        "merchant",
        "operators",
        "serial_number",
        "session",
        "terminal_id",
        "tmk",
    )

    def __init__(self, row: Mapping[str, Any], merchant: Merchant) -> None:
        self.terminal_id: str = row["terminal_id"]
        self.serial_number: str = row["serial_number"]
        self.tmk: str = row["tmk"]
        self.is_open = row["status"] == "open"
        self.merchant = merchant
        self.operators: dict[str, str] = {}
        self.granted: set[str] = set()
        self.barred: set[str] = set()
        self.session: WorkingSession | None = None
        self.batch_instance = 0
        self.batch_number = ""
        self.key_head = ""
        self.is_frozen = False

    def may(self, kind: str, *, needs_permission: bool) -> bool:
        """Tell whether this terminal may ask for a kind.

        One that needs permission was given to it or to its merchant; any other was taken from neither.
        """
        if needs_permission:
            return kind in self.granted or kind in self.merchant.granted
        return kind not in self.barred and kind not in self.merchant.barred

    def open_batch(self, acquirer_id: str, instance: int, number: str, planted: frozenset[str]) -> None:
        """Take over the open batch."""
        self.batch_instance = instance
        self.batch_number = number
        batch = "" if "acquirer.key-without-batch" in planted else f"{instance}|"
        self.key_head = f"{acquirer_id}|{self.merchant.merchant_id}|{self.terminal_id}|{batch}"


class Console(Terminal):
    """Where a merchant's people have money given back without a machine: a place of the host's own.

    It has a batch and voucher numbers as a terminal has, and the host leads both. Nobody calls from it: it has no key
    and no line. `newest_stan` is None until it is needed.
    """

    is_console = True

    __slots__ = ("newest_stan",)

    def __init__(self, row: Mapping[str, Any], merchant: Merchant) -> None:
        super().__init__({**row, "serial_number": "", "tmk": "", "status": "open"}, merchant)
        self.newest_stan: int | None = None


class BinRoute:
    """What is known of the cards under a prefix."""

    __slots__ = ("card_kind", "length", "prefix", "route", "scheme")

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.prefix: str = row["prefix"]
        self.length: int = row["length"]
        self.route: str = row["route"]
        self.card_kind: str = row["card_kind"]
        self.scheme: str = row["scheme"]


class BinTable:
    """Prefixes of card numbers; the longest that fits decides."""

    __slots__ = ("_routes", "_sizes")

    def __init__(self, rows: Rows) -> None:
        self._routes: dict[tuple[str, int], BinRoute] = {}
        for row in rows:
            route = BinRoute(row)
            self._routes[route.prefix, route.length] = route
        self._sizes = sorted({len(prefix) for prefix, _ in self._routes}, reverse=True)

    def find(self, pan: Pan) -> BinRoute | None:
        """Return what is known of a card, or None for a card of nobody we know."""
        digits = pan.reveal()
        for size in self._sizes:
            route = self._routes.get((digits[:size], len(digits)))
            if route is not None:
                return route
        return None


class Link:
    """The keys and names of the link to the switch."""

    __slots__ = ("clock_zone", "keys", "peer_id")

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.peer_id: str = row["peer_id"]
        self.keys = MemberKeyring(ZonePair(row["zpk"], row["zak"]), row["zmk"])
        self.clock_zone = ZoneInfo(row["clock_zone"])


class Registry:
    """Everything that was registered. Raises NotFounded when the institution or its link is missing."""

    __slots__ = (
        *("acquirer_id", "bins", "consoles", "cutoff_minute", "link", "merchants", "terminals", "zone"),
        "_consoles_by_id",
    )

    def __init__(self, acquirers: Rows, links: Rows, merchants: Rows, bins: Rows) -> None:
        institution = next(iter(acquirers), None)
        link = next((row for row in links if row["route"] == ROUTE_TO_SWITCH), None)
        if institution is None:
            raise NotFounded("the store says of no acquirer that it was opened: write its founding records first")
        if link is None:
            raise NotFounded("the keys of the link to the switch were never loaded: hold the key ceremony first")
        self.acquirer_id: str = institution["acquirer_id"]
        self.zone = ZoneInfo(institution["zone"])
        self.cutoff_minute: int = institution["cutoff_minute"]
        self.link = Link(link)
        self.merchants = {row["merchant_id"]: Merchant(row) for row in merchants}
        self.terminals: dict[str, Terminal] = {}
        self.consoles: dict[str, Console] = {}
        self._consoles_by_id: dict[str, Console] = {}
        self.bins = BinTable(bins)

    def holder(self, holder_id: str) -> Merchant | Terminal | None:
        """Return the merchant or terminal of that id; merchant ids are 15 characters long, terminal ids 8."""
        return self.merchants.get(holder_id) or self.terminals.get(holder_id)

    def place_of(self, terminal_id: str) -> Terminal | None:
        """Return the terminal of that id, or the console; a message can only come from the former."""
        return self.terminals.get(terminal_id) or self._consoles_by_id.get(terminal_id)

    def places(self) -> Iterable[Terminal]:
        """Return whatever has batches: the terminals, and the consoles of those merchants that have one."""
        return chain(self.terminals.values(), self.consoles.values())

    def is_console(self, terminal_id: str) -> bool:
        """Tell whether an id is that of a console."""
        return terminal_id in self._consoles_by_id

    def seat_console(self, row: Mapping[str, Any]) -> Console:
        """Seat the console of a merchant: by its merchant in `consoles`, and by its id."""
        merchant = self.merchants[row["merchant_id"]]
        console = Console(row, merchant)
        self.consoles[merchant.merchant_id] = self._consoles_by_id[console.terminal_id] = console
        return console

    def grant(self, row: Mapping[str, Any]) -> None:
        """Take over a permission, given or taken back; one for nobody we know is nothing."""
        holder = self.holder(row["holder_id"])
        if holder is not None:
            to, off = (holder.granted, holder.barred) if row["is_granted"] else (holder.barred, holder.granted)
            to.add(row["granted_kind"])
            off.discard(row["granted_kind"])

    def limit(self, row: Mapping[str, Any]) -> None:
        """Take over the limits of a merchant, in minor units; 0 is none."""
        merchant = self.merchants.get(row["merchant_id"])
        if merchant is not None:
            merchant.largest_amount, merchant.day_amount = row["largest_amount"], row["day_amount"]

    def add_terminals(
        self, terminals: Rows, batches: Rows, operators: Rows, sessions: Rows, planted: frozenset[str]
    ) -> None:
        """Seat the terminals; one whose merchant is unknown is left out, and so answered as unknown."""
        for row in terminals:
            merchant = self.merchants.get(row["merchant_id"])
            if merchant is not None:
                self.terminals[row["terminal_id"]] = Terminal(row, merchant)
        for row in batches:
            if terminal := self.place_of(row["terminal_id"]):
                terminal.open_batch(self.acquirer_id, row["batch_instance"], row["batch_number"], planted)
        for row in operators:
            if row["role"] and (terminal := self.terminals.get(row["terminal_id"])):
                terminal.operators[row["operator"]] = row["role"]
        for row in sessions:
            if (terminal := self.terminals.get(row["terminal_id"])) and row["state"] == "signed-in":
                terminal.session = WorkingSession.of_row(row)
