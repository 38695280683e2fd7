"""The gate: what must be true before something may be done, in order; the first that is not ends or delays the request.

Some of it the terminal can bring about by itself: it sends the owed reversal first, and signs in. The conversation then
waits behind that exchange (`machine.waiting`) and comes to the gate again; what was tried once on its behalf is not
tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final

from countertop.stage import Condition, Device, LookAtReserve, Note, Read, Show, TryDevice
from countertop.terminal.conversation import REFUSED, Conversation, Ending, Steps
from countertop.terminal.flows import sign_in
from countertop.terminal.flows.identify import logged_in
from countertop.terminal.flows.obligation import come_due
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.machine import Machine
from countertop.terminal.management.parameters import TRANSACTION_BITS
from countertop.terminal.permissions import PERMITTED, Operation
from countertop.terminal.tables import MACHINE_OF

__all__ = ["GATES", "Passage", "admitted", "turned_away"]


class Passage(Enum):
    """What a check says when it is no refusal."""

    OPEN = "go on"
    WAIT = "the conversation will be run again"


_Answer = Passage | Ending
_Check = Callable[[Machine, Conversation, Operation], _Answer | Steps[_Answer]]
"""A check answers at once, or takes steps to an answer."""


def _keyed(machine: Machine, _: Conversation, __: Operation) -> _Answer:
    if machine.state is MachineState.OUT_OF_KEY:
        return Ending(REFUSED, "screen.out_of_key", advice="advice.load_master_key")
    return Passage.OPEN


def _unlocked(machine: Machine, _: Conversation, operation: Operation) -> _Answer:
    standing = machine.standing
    if standing.locked:
        return Ending(REFUSED, "screen.host_locked", advice="advice.call_acquirer")
    if standing.offered is not None and operation.value in TRANSACTION_BITS and operation.value not in standing.offered:
        return Ending(REFUSED, "screen.not_offered", advice="advice.call_acquirer")
    return Passage.OPEN


def _room_on_disk(machine: Machine, _: Conversation, __: Operation) -> Steps[_Answer]:
    """Begin nothing whose outcome or reversal might find no room."""
    if (yield LookAtReserve()):
        return Passage.OPEN
    yield Read(MACHINE_OF, machine.terminal_id)  # asked something, the store looks whether there is room again
    if (yield LookAtReserve()):
        return Passage.OPEN
    yield Note("alarm", "terminal.disk_full", terminal_id=machine.terminal_id)
    return Ending(REFUSED, "screen.disk_full", advice="advice.free_space")


def _staffed(machine: Machine, _: Conversation, operation: Operation) -> _Answer | Steps[_Answer]:
    return _permitted(machine, operation) if machine.operator is not None else _logged_in(machine, operation)


def _logged_in(machine: Machine, operation: Operation) -> Steps[_Answer]:
    fault = yield from logged_in(machine, None)
    return _permitted(machine, operation) if fault is None else fault


def _permitted(machine: Machine, operation: Operation) -> _Answer:
    assert machine.operator is not None
    if operation not in PERMITTED[machine.operator.role]:
        return Ending(REFUSED, "screen.not_permitted", advice="advice.log_in_as", operator=machine.operator.number)
    return Passage.OPEN


def _line_free(machine: Machine, conversation: Conversation, _: Operation) -> _Answer:
    if machine.exchange is None:
        return Passage.OPEN
    # What waits behind a reversal's round has had its round.
    conversation.round_spent = conversation.round_spent or bool(machine.obligations)
    return Passage.WAIT


def _nothing_owed(machine: Machine, conversation: Conversation, _: Operation) -> _Answer:
    if not machine.obligations:
        return Passage.OPEN
    owed = machine.obligations[0].attempt.prepared
    if conversation.round_spent:
        facts = {"owed": [entry.attempt.prepared.stan for entry in machine.obligations]}
        return Ending(REFUSED, "screen.still_owed", advice="advice.reversal_goes_on", facts=facts, voucher=owed.stan)
    conversation.round_spent = True
    come_due(machine)
    return Passage.WAIT


def _signed_in(machine: Machine, conversation: Conversation, _: Operation) -> _Answer | Steps[_Answer]:
    if machine.state is MachineState.SIGNED_IN:
        return Passage.OPEN
    if conversation.sign_in_spent or not machine.settings.auto_sign_in:
        return conversation.obstacle or Ending(REFUSED, "screen.signed_out", advice="advice.sign_in")
    return _signing_in(machine, conversation)


def _signing_in(machine: Machine, conversation: Conversation) -> Steps[_Answer]:
    conversation.sign_in_spent = True
    machine.waiting = conversation
    yield from sign_in.begin(machine, None)
    return Passage.WAIT


def _staff_told(machine: Machine, conversation: Conversation, _: Operation) -> _Answer:
    """Let the host hear first who works here now: it serves nobody it does not know."""
    if not machine.standing.untold or conversation.news_spent:
        return Passage.OPEN
    conversation.news_spent, machine.standing.rests = True, False
    return Passage.WAIT


def _signatures_told(machine: Machine, conversation: Conversation, _: Operation) -> _Answer:
    """Send the host the signatures of the batch first; one that it does not take now is sent later."""
    if not machine.standing.signatures or conversation.signatures_spent:
        return Passage.OPEN
    conversation.signatures_spent, machine.standing.rests = True, False
    return Passage.WAIT


def _may_sign_in(machine: Machine, _: Conversation, __: Operation) -> _Answer:
    if machine.state is MachineState.SIGNED_IN or machine.settings.auto_sign_in:
        return Passage.OPEN
    return Ending(REFUSED, "screen.signed_out", advice="advice.sign_in")


def _is_signed_in(machine: Machine, _: Conversation, __: Operation) -> _Answer:
    return Passage.OPEN if machine.state is MachineState.SIGNED_IN else Ending(REFUSED, "screen.signed_out")


def _room_in_batch(machine: Machine, _: Conversation, __: Operation) -> _Answer:
    limit = machine.settings.batch_limit
    if machine.completed_in_batch >= limit:
        return Ending(REFUSED, "screen.batch_full", advice="advice.settle", limit=limit)
    return Passage.OPEN


def _powered(machine: Machine, _: Conversation, __: Operation) -> Steps[_Answer]:
    """Begin nothing that the battery may not bring to its end."""
    found = yield TryDevice(Device.BATTERY)
    machine.battery = found.level
    if found.condition is Condition.EMPTY:
        return Ending(REFUSED, "screen.battery_empty", advice="advice.charge", percent=found.level)
    return Passage.OPEN


def _papered(machine: Machine, _: Conversation, __: Operation) -> Steps[_Answer]:
    """Begin nothing whose slip finds no paper."""
    found = yield TryDevice(Device.PRINTER)
    machine.printer = found.condition
    if found.condition is Condition.PAPER_OUT:
        return Ending(REFUSED, "screen.paper_out", advice="advice.load_paper")
    return Passage.OPEN


def _not_settling(machine: Machine, _: Conversation, __: Operation) -> _Answer:
    """Let nothing into a batch whose totals are frozen."""
    if machine.settlement is None:
        return Passage.OPEN
    return Ending(REFUSED, "screen.being_settled", advice="advice.settle", batch_number=machine.settlement.batch_number)


_TRANSACTION: Final = (
    _keyed,
    _unlocked,
    _powered,
    _papered,
    _room_on_disk,
    _staffed,
    _unlocked,
    _not_settling,
    _line_free,
    _nothing_owed,
    _signed_in,
    _staff_told,
    _room_in_batch,
)


def _offered(switch: str | None) -> tuple[_Check, ...]:
    """Return the check that a kind is not switched off by its parameter."""
    if switch is None:
        return ()

    def check(machine: Machine, _: Conversation, operation: Operation) -> _Answer:
        if getattr(machine.settings, switch):
            return Passage.OPEN
        return Ending(REFUSED, "screen.switched_off", advice="advice.ask_acquirer", verb=operation.value)

    return (check,)


def _nothing_stored(machine: Machine, conversation: Conversation, _: Operation) -> _Answer:
    """Let the queue be told first; what is left of it then is a refusal."""
    if not machine.stored:
        return Passage.OPEN
    if conversation.stored_spent:
        facts = {"stored": [advice.attempt.prepared.stan for advice in machine.stored]}
        return Ending(REFUSED, "screen.still_stored", advice="advice.try_again", facts=facts, count=len(machine.stored))
    conversation.stored_spent = True
    machine.advices_due = True
    return Passage.WAIT


GATES: Final[dict[Operation, tuple[_Check, ...]]] = {
    **{kind.operation: (*_offered(kind.switch), *_TRANSACTION) for kind in KINDS.values()},
    Operation.SEND_STORED: (_keyed, _staffed, _line_free, _nothing_owed, _nothing_stored),
    Operation.SETTLE: (
        *(_keyed, _unlocked, _powered, _papered, _room_on_disk, _staffed, _unlocked),
        *(_line_free, _nothing_owed, _signed_in, _nothing_stored, _signatures_told),
    ),
    Operation.SIGN_IN: (_keyed, _staffed, _line_free),
    Operation.SIGN_OUT: (_keyed, _is_signed_in, _staffed, _not_settling, _line_free, _nothing_owed),
    Operation.ECHO: (_line_free,),
    Operation.DOWNLOAD: (_keyed, _staffed, _line_free),
    Operation.QR_QUERY: (_keyed, _unlocked, _staffed, _line_free, _signed_in),
}


def admitted(machine: Machine, conversation: Conversation, operation: Operation) -> Steps[Passage | Ending]:
    """Return OPEN, WAIT with the conversation put behind what comes first, or why it is refused."""
    for check in GATES[operation]:
        passage = check(machine, conversation, operation)
        if not isinstance(passage, (Passage, Ending)):
            passage = yield from passage
        elif passage is Passage.WAIT:  # a check that takes steps does this by itself, before others may go on
            machine.waiting = conversation
            if machine.obligations:
                yield Show("screen.reversal_first", voucher=machine.obligations[0].attempt.prepared.stan)
        if passage is not Passage.OPEN:
            return passage
    return Passage.OPEN


_DOOR: Final = (_keyed, _unlocked, _may_sign_in, _room_on_disk)


def turned_away(machine: Machine, conversation: Conversation, operation: Operation) -> Steps[Ending | None]:
    """Return why a program's request is not even taken, None where it is: what somebody must mend here first."""
    for check in _DOOR:
        passage = check(machine, conversation, operation)
        if not isinstance(passage, (Passage, Ending)):
            passage = yield from passage
        if isinstance(passage, Ending):
            return passage
    return None
