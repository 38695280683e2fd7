"""Who and what there is in the demo world: the shop, its terminal and people, the institutions. All fictional."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ACQUIRER",
    "BANKS",
    "DEMO_OPERATOR",
    "DEMO_SUPERVISOR",
    "MERCHANT",
    "OPERATORS",
    "SWITCH",
    "TERMINAL",
    "fleet_of",
]


@dataclass(frozen=True, slots=True)
class Institution:
    """A party with its institution id (field 32 or 33) and its two names."""

    party: str
    institution_id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Bank(Institution):
    """An issuing bank; `key` is what the wallet calls it, `bin` the prefix of its cards."""

    key: str
    bin: str


@dataclass(frozen=True, slots=True)
class Merchant:
    """The demo shop."""

    merchant_id: str
    category: str
    name_zh: str
    name_en: str
    credit_code: str
    settlement_account: str


@dataclass(frozen=True, slots=True)
class CounterTerminal:
    """The machine on its counter."""

    terminal_id: str
    serial_number: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works at the terminal, with the first password that is good in demo mode only."""

    operator: str
    role: str
    password: str


ACQUIRER = Institution("acquirer", "99992900", "样例收单", "Demo Acquirer")
SWITCH = Institution("switch", "00010000", "样例转接中心", "Demo Switch")
BANKS = (
    Bank("issuer-east", "99010001", "样例东方银行", "Demo East Bank", "east", "622500"),
    Bank("issuer-west", "99010002", "样例西部银行", "Demo West Bank", "west", "622424"),
    Bank("issuer-north", "99010003", "样例北方银行", "Demo North Bank", "north", "620000"),
)
MERCHANT = Merchant(
    "999290054110001", "5411", "样例鲜生超市", "Demo Fresh Mart", "91310000DEMO0000XX", "9999000000000001"
)
TERMINAL = CounterTerminal("80000101", "00000101")
_FIRST_OF_FLEET = 81_000_001
OPERATORS = (
    Operator("00", "supervisor", "123456"),
    Operator("01", "cashier", "0000"),
    Operator("02", "cashier", "0000"),
    Operator("99", "manager", "12345678"),
)
DEMO_SUPERVISOR, DEMO_OPERATOR = OPERATORS[:2]
"""Who approves and who sells when a command is run with `--demo`."""


def fleet_of(terminals: int) -> list[CounterTerminal]:
    """Return further terminals at the demo shop, for loads."""
    ids = (f"{_FIRST_OF_FLEET + place:08d}" for place in range(terminals))
    return [CounterTerminal(terminal_id, terminal_id) for terminal_id in ids]
