"""The desk's verbs for what is registered: pages of merchants and terminals, and all about one of them.

merchants {text?, after?}         a page, by number; `text` is looked for in number and names
find-terminals {text?, merchant_id?, after?}   a page, by number; `text` is looked for in numbers and names
terminal {terminal_id}            one terminal: state, staff, keys by their check values, what it was told and may do

A full page says `more`; the next one comes `after` the last number of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from countertop.acquirer import queries
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, page_of, say
from countertop.acquirer.management.parameters import parameters_of
from countertop.acquirer.management.tables import STAFF_CHANGES_OF
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Merchant, Terminal
from countertop.hsm import DescribeKey, HsmRefusal, KeyDescription
from countertop.stage import AskHsm, DeskRequest, Read, Reply, Script
from countertop.values import Instant

__all__ = ["REGISTERED"]

LONGEST_TEXT = 60

_Found = TypeVar("_Found", Merchant, Terminal)


def _merchants(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    named = _named(request)
    if named is None:
        yield from say(request, USAGE, "acquirer.search-needs")
        return
    counted: dict[str, int] = {}
    for terminal in memory.registry.terminals.values():
        merchant_id = terminal.merchant.merchant_id
        counted[merchant_id] = counted.get(merchant_id, 0) + 1
    page, more = _page(memory.registry.merchants, named, _words_of_merchant)
    told = [{**_merchant_view(each), "terminals": counted.get(each.merchant_id, 0)} for each in page]
    yield Reply(request.number, DONE, {"merchants": told, "more": more})


def _find_terminals(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    named = _named(request)
    if named is None:
        yield from say(request, USAGE, "acquirer.search-needs")
        return
    terminals, of = memory.registry.terminals, named["merchant_id"]
    if of:
        terminals = {each.terminal_id: each for each in terminals.values() if each.merchant.merchant_id == of}
    page, more = _page(terminals, named, _words_of_terminal)
    yield Reply(request.number, DONE, {"terminals": [_line_of(memory, each) for each in page], "more": more})


def _terminal(memory: HostMemory, request: DeskRequest, _: Instant) -> Script:
    terminal = memory.registry.terminals.get(str(request.arguments.get("terminal_id")))
    if terminal is None:
        terminal_id = str(request.arguments.get("terminal_id"))
        yield from say(request, REFUSED, "acquirer.no-such-terminal", terminal_id=terminal_id)
        return
    blocks = _key_blocks(memory, terminal)
    described = yield AskHsm(*map(DescribeKey, blocks.values()))
    changes = yield Read(STAFF_CHANGES_OF, terminal.terminal_id)
    management, waiting = memory.management, memory.management.next_keys.get(terminal.terminal_id)
    parameters = parameters_of(memory.management, terminal.terminal_id)
    told = {
        **_line_of(memory, terminal),
        "merchant": _merchant_view(terminal.merchant),
        "granted": sorted(terminal.granted),
        "barred": sorted(terminal.barred),
        "operators": [{"operator": number, "role": role} for number, role in sorted(terminal.operators.items())],
        "staff_changes": [_change(row) for row in changes],
        "keys": [_key_view(name, key) for name, key in zip(blocks, described, strict=True)],
        "next_key_kcv": None if waiting is None else waiting.kcv,
        "parameters": {"version": parameters.version, "values": parameters.values},
        "downloaded_version": management.downloaded.get(terminal.terminal_id),
        "standing_commands": [each.verb for each in management.standing(terminal.terminal_id)],
    }
    yield Reply(request.number, DONE, told)


def _named(request: DeskRequest) -> dict[str, str] | None:
    """Return what a page is asked by; None when one of it is no text, or too long."""
    named = {name: request.arguments.get(name) or "" for name in ("text", "after", "merchant_id")}
    return named if all(isinstance(each, str) and len(each) <= LONGEST_TEXT for each in named.values()) else None


def _page(
    holders: Mapping[str, _Found], named: Mapping[str, str], words: Callable[[_Found], Iterable[str]]
) -> tuple[list[_Found], bool]:
    text = named["text"].casefold()
    numbers = (
        number
        for number, holder in holders.items()
        if not text or any(text in word.casefold() for word in words(holder))
    )
    found, more = page_of(numbers, named["after"])
    return [holders[number] for number in found], more


def _words_of_merchant(merchant: Merchant) -> Iterable[str]:
    return merchant.merchant_id, merchant.name, merchant.name_en, merchant.city


def _words_of_terminal(terminal: Terminal) -> Iterable[str]:
    return terminal.terminal_id, terminal.serial_number, *_words_of_merchant(terminal.merchant)


def _merchant_view(merchant: Merchant) -> dict[str, Any]:
    return {
        "merchant_id": merchant.merchant_id,
        "name": merchant.name,
        "name_en": merchant.name_en,
        "category": merchant.category,
        "city": merchant.city,
        "is_open": merchant.is_open,
        "largest_amount": merchant.largest_amount,
        "day_amount": merchant.day_amount,
        "granted": sorted(merchant.granted),
        "barred": sorted(merchant.barred),
    }


def _line_of(memory: HostMemory, terminal: Terminal) -> dict[str, Any]:
    """Return a terminal as a line of a list."""
    management, terminal_id = memory.management, terminal.terminal_id
    binding = management.bindings.get(terminal_id)
    return {
        **asdict(queries.terminal_view(terminal)),
        "locked": terminal_id in management.locked,
        "settling": terminal.is_frozen,
        "seen_at": management.seen.get(terminal_id),
        "broken_parts": management.broken.get(terminal_id, ""),
        "group": management.groups.get(terminal_id),
        "standing": None if binding is None else binding.standing.value,
    }


def _key_blocks(memory: HostMemory, terminal: Terminal) -> dict[str, str]:
    """Return the blocks of a terminal's keys by the names of the keys."""
    blocks = {"tmk": terminal.tmk}
    waiting = memory.management.next_keys.get(terminal.terminal_id)
    if waiting is not None:
        blocks["next_tmk"] = waiting.tmk
    if terminal.session is not None:
        session = terminal.session
        blocks |= {"tpk": session.tpk, "tak": session.tak} | ({} if session.tdk is None else {"tdk": session.tdk})
    return {name: block for name, block in blocks.items() if block}


def _key_view(name: str, key: KeyDescription | HsmRefusal) -> dict[str, Any]:
    """Return what may be told of a key: never more than its check value."""
    if isinstance(key, HsmRefusal):
        return {"name": name, "refused": key.reason_code}
    return {"name": name, "usage": key.usage.value, "algorithm": key.algorithm, "bits": key.bits, "kcv": key.kcv}


def _change(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("change_number", "operator", "role", "told_by", "reported_at")
    flags = {name: bool(row[name]) for name in ("is_added", "is_accepted")}
    return {**{name: row[name] for name in names}, **flags}


REGISTERED: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "merchants": _merchants,
    "find-terminals": _find_terminals,
    "terminal": _terminal,
}
"""Verb -> what it does."""
