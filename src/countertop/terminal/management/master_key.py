"""The next master key (主密钥下载, 0800 / 420): fetched under the present one, kept beside it until a sign-in works.

The terminal names the newest key it holds in its sign-ins. Whichever of the two opens the working keys of the answer is
the one that counts: the new one takes the place of the old, in one append with the sign-in itself.
"""

from __future__ import annotations

from typing import Final

from countertop.hsm import HsmRefusal, ImportMasterKey
from countertop.iso8583 import Message
from countertop.stage import AskHsm, LookAtClock, Note, Read
from countertop.terminal import messages
from countertop.terminal.conversation import Steps
from countertop.terminal.machine import Machine
from countertop.terminal.management.records import MasterKeyTaken
from countertop.terminal.management.standing import Step
from countertop.terminal.management.tables import NEXT_MASTER_KEY_OF

__all__ = ["FETCH", "load", "settled"]


def load(machine: Machine) -> Steps[None]:
    """Know again which key is waiting."""
    for row in (yield Read(NEXT_MASTER_KEY_OF, machine.terminal_id)):
        machine.standing.next_tmk, machine.standing.key_check = row["next_tmk"] or None, row["next_kcv"]


def settled(machine: Machine) -> None:
    """Forget the old key, once the new one's place is durable."""
    assert machine.standing.next_tmk is not None, "a key was waiting"
    machine.tmk, machine.standing.next_tmk = machine.standing.next_tmk, None


def _ask(machine: Machine, stan: str) -> Message:
    return messages.managed(machine.installation, machine.batch_number, stan, "0800", "420")


def _received(machine: Machine, answer: Message) -> Steps[str]:
    """Take the key over; return why not, or nothing. None came when the host has withdrawn it."""
    if answer.extended_data is None:
        return ""
    assert machine.tmk is not None, "a terminal without its master key fetches no other"
    (key,) = yield AskHsm(ImportMasterKey(machine.tmk, answer.extended_data))
    if isinstance(key, HsmRefusal):
        yield Note("alarm", "terminal.master_key_refused", reason=key.message)
        return key.reason_code
    standing = machine.standing
    if standing.next_tmk is None or standing.key_check != key.kcv:
        moment = yield LookAtClock()
        yield machine.append(MasterKeyTaken(machine.terminal_id, key.tmk, key.kcv, moment.utc))
        standing.next_tmk, standing.key_check = key.tmk, key.kcv
        yield Note("info", "terminal.master_key_taken", kcv=key.kcv)
    return ""


FETCH: Final = Step(_ask, _received, "8")
