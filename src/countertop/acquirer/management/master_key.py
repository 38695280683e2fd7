"""A terminal's master key changed from the host: formed, fetched under the old one, used, and then the old one is gone.

    desk        the next key is drawn; from here on it is durable, and the same one however often it is fetched
    0800 / 420  the terminal fetches it under its present key (`key_fetching`); the answer's header asks it to sign in
    sign-in     it names the key it holds by its check value, and gets working keys under that one
    any MAC     made with working keys that came under the next key proves that the terminal works under it

A sign-in has no MAC, so what it says is believed only as far as it harms nobody: both keys are kept until the proof.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.management.memory import NextKey
from countertop.acquirer.management.records import MasterKeyChanged, MasterKeyFormed
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal, WorkingSession
from countertop.hsm import GenerateMasterKey, MasterKey
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.whereabouts import read_whereabouts
from countertop.stage import Append, AskHsm, Effect, Note, Script

__all__ = ["VERB", "form", "is_named", "keep", "prove"]

VERB = "master-key"

Formed = Generator[Effect, Any, MasterKeyFormed | None]


def form(terminal: Terminal, by: str, utc: int) -> Formed:
    """Draw a terminal's next master key; None where its present one cannot carry another."""
    (key,) = yield AskHsm(GenerateMasterKey(terminal.tmk))
    if not isinstance(key, MasterKey):
        yield Note("alarm", "acquirer.keys-refused", terminal_id=terminal.terminal_id, reason=key.reason_code)
        return None
    carried = key.field_62.hex()
    return MasterKeyFormed(terminal.terminal_id, terminal.tmk, key.tmk, key.kcv, carried, by, utc)


def keep(memory: HostMemory, formed: MasterKeyFormed) -> None:
    """Take the next key in, once it is durable."""
    key = NextKey(formed.old_tmk, formed.next_tmk, formed.next_kcv, bytes.fromhex(formed.carried))
    memory.management.next_keys[formed.terminal_id] = key


def is_named(memory: HostMemory, arrival: Arrival) -> bool:
    """Tell whether a sign-in names the next key as the one that the terminal holds."""
    key = memory.management.next_keys.get(arrival.terminal.terminal_id)
    if key is None:
        return False
    try:
        return read_whereabouts(arrival.request.qr_data).key_check == key.kcv
    except SubfieldError:
        return False


def prove(memory: HostMemory, terminal: Terminal, session: WorkingSession, utc: int) -> Script:
    """Know by a right MAC that a terminal has its working keys, and the next master key if they came under that.

    Memory goes first, so that whoever orders another key meanwhile is given one: after a power cut both keys are good.
    """
    session.is_heard = True
    if not session.is_trial:
        return
    session.is_trial = False
    key = memory.management.next_keys.get(terminal.terminal_id)
    if key is None:
        return
    status = "open" if terminal.is_open else "closed"
    place = (terminal.merchant.merchant_id, terminal.serial_number)
    terminal.tmk = key.tmk
    memory.management.next_keys.pop(terminal.terminal_id, None)
    yield Append(terminal.terminal_id, MasterKeyChanged(terminal.terminal_id, *place, key.tmk, status, utc))
    yield Note("info", "acquirer.master-key-changed", terminal_id=terminal.terminal_id)
