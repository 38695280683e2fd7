"""Slips of a settlement: the totals (结算总计单) with what the host said of each group, and the details (交易明细)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from countertop.iso8583.private import SettlementTotals, SideTotals
from countertop.slips import Slip
from countertop.slips.document import SlipLine
from countertop.slips.facts import Facts
from countertop.slips.rows import Form
from countertop.terminal.machine import Installation
from countertop.terminal.settings import TerminalSettings
from countertop.terminal.settlement.reckoning import Counted
from countertop.values.money import CURRENCIES, Amount
from countertop.words import CATALOGUE

__all__ = ["detail_slip", "settlement_slip"]

Row = Mapping[str, Any]

_CURRENCY: Final = "156"
_RESULTS: Final = {"1": "slip.balanced", "2": "slip.not_balanced"}


def settlement_slip(place: Installation, row: Row, settings: TerminalSettings, *, duplicate: bool = False) -> Slip:
    """Return the slip of the totals of a batch that was settled; `row` is its settlement."""
    return Slip("settlement", partial(_settlement_facts, place, row), "settlement", settings, duplicate=duplicate)


def detail_slip(
    place: Installation, row: Row, transactions: list[Counted], settings: TerminalSettings, *, duplicate: bool = False
) -> Slip:
    """Return the slip that lists what counts in a batch, two lines a transaction."""
    lines = tuple(line for each in transactions for line in _detail(each))
    return Slip("detail", partial(_place_facts, place, row), "details", settings, duplicate=duplicate, body=lines)


def _settlement_facts(place: Installation, row: Row) -> Facts:
    told, answer = SettlementTotals.read(row["totals"]), SettlementTotals.read(row["answer"])
    facts = _place_facts(place, row)
    for group, side in told.sides.items():
        facts |= _group_facts(group, side)
        facts[f"{group}_result"] = CATALOGUE[_RESULTS.get(answer.side_of(group).result, "slip.not_balanced")]
    return facts


def _group_facts(name: str, side: SideTotals) -> Facts:
    debit, credit = _sum(side.debit_count, side.debit_amount), _sum(side.credit_count, side.credit_amount)
    return {f"{name}_debit": (debit, debit), f"{name}_credit": (credit, credit)}


def _sum(count: int, amount: int) -> str:
    return f"{count} / {_money(amount)}"


def _money(amount: int) -> str:
    money = Amount(amount, CURRENCIES[_CURRENCY])
    return f"{money.currency.symbol} {money}"


def _place_facts(place: Installation, row: Row) -> Facts:
    time = row["host_time"]
    plain = {
        "merchant_id": place.merchant_id,
        "terminal_id": place.terminal_id,
        "operator": row["operator"],
        "batch_number": row["batch_number"],
        "moment": f"{row['host_date'].replace('-', '/')} {time[:2]}:{time[2:4]}:{time[4:6]}",
    }
    names = {"merchant_name": (place.merchant_name_zh, place.merchant_name_en)}
    return {**names, **{name: (value, value) for name, value in plain.items()}}


def _detail(each: Counted) -> tuple[SlipLine, SlipLine]:
    row = each.row
    kind = CATALOGUE[f"slip.kind_{each.kind.name}"]
    amount = _money(-each.amount if each.kind.negative else each.amount)
    card = f"{row['masked_pan']} {row['approval_code'] or ''}".rstrip()
    return (
        SlipLine(Form.PAIR, (f"{row['stan']} {kind[0]}", f"{row['stan']} {kind[1]}"), (amount, amount)),
        SlipLine(Form.TEXT, (card, card)),
    )
