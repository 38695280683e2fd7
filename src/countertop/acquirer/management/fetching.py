"""A terminal fetches its instructions one by one (0800 / 364), and reports what became of each (0800 / 365).

An instruction stands until its report is here, so one whose answer is lost is fetched again, under the same number.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.managed import DONE, answer_managed, drawn_rrn
from countertop.acquirer.management.ending import DONE as ENDED
from countertop.acquirer.management.ending import end, seen
from countertop.acquirer.management.instructions import VERBS
from countertop.acquirer.management.proving import may_ask, may_move
from countertop.acquirer.memory import HostMemory
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.instructions import Instruction, Outcome, Report
from countertop.stage import Script

__all__ = ["receive_fetch", "receive_report"]

WRONG_FORM = "30"


def receive_fetch(memory: HostMemory, arrival: Arrival) -> Script:
    """Tell the oldest instruction that must be told; the answer is without field 62 when there is none."""
    if not (yield from may_ask(memory, arrival)):
        return
    yield from seen(memory, arrival)
    field_62 = None
    for instruction in memory.management.untold(arrival.terminal.terminal_id):
        deed = VERBS[instruction.verb].deed
        if deed is not None:
            field_62 = Instruction(instruction.number, deed.value, instruction.text).data()
            break
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc), field_62=field_62)


def receive_report(memory: HostMemory, arrival: Arrival) -> Script:
    """End an instruction; a report that comes again, or of another terminal's, changes nothing."""
    if not (yield from may_move(memory, arrival)):
        return
    try:
        report = Report.read(arrival.request.extended_data or b"")
    except SubfieldError:
        yield from answer_managed(memory, arrival, WRONG_FORM)
        return
    terminal_id = arrival.terminal.terminal_id
    outcome = _word(report.outcome)
    for instruction in memory.management.standing(terminal_id):
        if instruction.number == report.number and VERBS[instruction.verb].deed is not None:
            if outcome == ENDED and VERBS[instruction.verb].ends_later:
                memory.management.tell(instruction)
            else:
                yield from end(memory, instruction, outcome, arrival.utc)
    arrival.ask(memory.management.asked.get(terminal_id))
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc))


def _word(outcome: str) -> str:
    return ENDED if outcome == Outcome.DONE.value else f"refused-{outcome}"
