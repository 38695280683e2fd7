"""Which flow a message belongs to. Whatever the bytes are, something defined comes of them."""

from __future__ import annotations

from collections.abc import Callable

from countertop.acquirer.arrival import Arrival, registration_fault, session_fault
from countertop.acquirer.flows.answering import refuse
from countertop.acquirer.flows.deciding import receive_answer
from countertop.acquirer.flows.exchanging import receive_keys
from countertop.acquirer.flows.following import receive_follower
from countertop.acquirer.flows.late import receive_late_answer
from countertop.acquirer.flows.linking import ignore_frame, receive_line_answer, receive_line_request
from countertop.acquirer.flows.owing import acknowledged_again, receive_acknowledgement
from countertop.acquirer.flows.paying import receive_payment
from countertop.acquirer.flows.reversal import receive_reversal
from countertop.acquirer.flows.sign_in import receive_echo, receive_sign_in, receive_sign_out
from countertop.acquirer.flows.stray import ignore, is_request, refuse_stranger, refuse_undecoded
from countertop.acquirer.kinds import KINDS, FoundBy, Kind, Route
from countertop.acquirer.management.fetching import receive_fetch, receive_report
from countertop.acquirer.management.key_fetching import receive_key_request
from countertop.acquirer.management.listing import receive_list_end, receive_list_request, receive_state
from countertop.acquirer.management.parameters import receive_download_end, receive_download_request
from countertop.acquirer.management.signing import receive_signature
from countertop.acquirer.management.staffing import receive_staff_change
from countertop.acquirer.memory import HostMemory, TerminalLine
from countertop.acquirer.settlement.balancing import receive_totals
from countertop.acquirer.settlement.closing import receive_end
from countertop.acquirer.settlement.late_repetition import receive_late_repetition
from countertop.acquirer.settlement.late_reversal import receive_late_reversal
from countertop.acquirer.settlement.uploading import receive_copy, receive_details
from countertop.acquirer.shapes import opening_of
from countertop.acquirer.wallet.following import receive_undoing
from countertop.acquirer.wallet.looking import receive_query
from countertop.acquirer.wallet.paying import receive_code
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError, Message
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import Script

__all__ = ["FINANCIAL", "MANAGEMENT", "SCANNED", "receive_from_switch", "receive_from_terminal"]

Flow = Callable[[HostMemory, Arrival], Script]
FinancialFlow = Callable[[HostMemory, Arrival, Kind], Script]

UNSUPPORTED = "40"

LOCKED, LATER = "58", "96"
"""A locked terminal begins nothing; what it owes it may still reverse, and what it repeats it may repeat later."""

_BY_CARD = [kind for kind in KINDS.values() if kind.route is Route.SWITCH]
_BY_CODE = [kind for kind in KINDS.values() if kind.route is Route.WALLET]

FINANCIAL: dict[tuple[str | None, ...], tuple[FinancialFlow, Kind]] = {
    **{
        kind.selectors: (receive_payment if kind.found_by is FoundBy.NOTHING else receive_follower, kind)
        for kind in _BY_CARD
    },
    **{kind.reversal_selectors: (receive_reversal, kind) for kind in _BY_CARD if kind.ending is Ending.REVERSAL},
}
"""MTI, processing code, condition code and type code 60.1 -> flow and kind, for a terminal that is signed in."""

SCANNED: dict[tuple[str | None, ...], tuple[FinancialFlow, Kind]] = {
    **{
        kind.selectors: (receive_code if kind.found_by is FoundBy.NOTHING else receive_undoing, kind)
        for kind in _BY_CODE
    },
    **{kind.reversal_selectors: (receive_reversal, kind) for kind in _BY_CODE if kind.ending is Ending.REVERSAL},
    ("0200", "310000", "00", "01"): (receive_query, KINDS["qr_sale"]),
}
"""The same for what pays by a code, which has the selectors of a card's and another entry mode."""

_BEGINNING = frozenset({receive_payment, receive_follower, receive_code, receive_undoing})
"""The flows that take the key of a request, and so can decline it for good."""

CODE_ENTRY = "03"
"""How the entry mode (F22) of such a request begins."""

MANAGEMENT: dict[tuple[str, str], Flow] = {
    ("0800", "001"): receive_sign_in,
    ("0800", "003"): receive_sign_in,
    ("0800", "004"): receive_sign_in,
    ("0820", "002"): receive_sign_out,
    ("0820", "301"): receive_echo,
    ("0800", "364"): receive_fetch,
    ("0800", "365"): receive_report,
    ("0800", "360"): receive_download_request,
    ("0800", "361"): receive_download_end,
    ("0800", "390"): receive_list_request,
    ("0800", "391"): receive_list_end,
    ("0820", "362"): receive_state,
    ("0820", "366"): receive_staff_change,
    ("0820", "800"): receive_signature,
    ("0800", "420"): receive_key_request,
    ("0500", "201"): receive_totals,
    ("0320", "201"): receive_details,
    ("0320", "000"): receive_copy,
    ("0320", "202"): receive_end,
    ("0320", "207"): receive_end,
}
"""MTI and network management code 60.3 -> flow, for any registered terminal."""


def receive_from_terminal(memory: HostMemory, line: TerminalLine, payload: bytes, utc: int) -> Script:
    """Return what a frame of a terminal asks for."""
    try:
        request = UNIONPAY_POS.decode(payload)
    except DecodeError as fault:
        return refuse_undecoded(memory, line, fault, utc)
    if not is_request(request):
        return ignore(memory, line, request)
    terminal = memory.registry.terminals.get(request.terminal_id or "")
    if terminal is None or (line.identity is not None and line.identity != terminal.terminal_id):
        return refuse_stranger(memory, line, request, utc)
    info = request.transaction_info or ""
    arrival = Arrival(request, opening_of(payload), terminal, line.number, utc)
    if (asked := memory.management.asked.get(terminal.terminal_id)) is not None:
        arrival.ask(asked)
    selectors = (request.mti, request.processing_code, request.condition_code, info[:2])
    found = FINANCIAL.get(selectors)
    if found is not None and (request.entry_mode or "").startswith(CODE_ENTRY):
        found = SCANNED.get(selectors, found)
    if found is not None:
        return _financial(memory, arrival, *found)
    flow = MANAGEMENT.get((request.mti, info[8:11]))
    if flow is not None:
        return flow(memory, arrival)
    return refuse(memory, arrival, registration_fault(terminal, request) or UNSUPPORTED)


def _financial(memory: HostMemory, arrival: Arrival, flow: FinancialFlow, kind: Kind) -> Script:
    """Return the flow of a request that may pass, or that is to be declined for good; else turn it away."""
    request, terminal = arrival.request, arrival.terminal
    not_registered = registration_fault(terminal, request)
    if not_in_session := session_fault(terminal, request):
        if not not_registered and request.mti == "0400":
            return receive_late_reversal(memory, arrival)
        if not not_registered and kind.ending is Ending.REPEAT:
            return receive_late_repetition(memory, arrival, kind)
        return refuse(memory, arrival, not_registered or not_in_session)
    fault = not_registered
    if not fault and terminal.terminal_id in memory.management.locked and request.mti != "0400":
        fault = LATER if kind.ending is Ending.REPEAT else LOCKED
    if not fault:
        return flow(memory, arrival, kind)
    if fault == LATER or flow not in _BEGINNING:
        return refuse(memory, arrival, fault)
    arrival.gate_fault = fault
    return flow(memory, arrival, kind)


def receive_from_switch(memory: HostMemory, payload: bytes, utc: int) -> Script:
    """Return what a frame of the switch asks for."""
    try:
        message = INTERBANK.decode(payload)
    except DecodeError as fault:
        return ignore_frame(memory, "undecoded", fault.field)
    under = f"{message.stan}{message.transmission_time}"
    if message.mti in _ANSWERS:
        attempt = memory.awaiting.get(under)
        if attempt is not None:
            return receive_answer(memory, attempt, message, utc)
        return receive_late_answer(memory, message, utc)
    if message.mti == "0430":
        obligation = memory.owed_under.get(under)
        if obligation is not None:
            return receive_acknowledgement(memory, obligation, message, utc)
        return acknowledged_again(memory)
    flow = _LINE.get(message.mti)
    return ignore_frame(memory, "unexpected", "mti") if flow is None else flow(memory, message, utc)


_ANSWERS = frozenset({"0110", "0210", "0230"})

_LINE: dict[str, Callable[[HostMemory, Message, int], Script]] = {
    "0800": receive_keys,
    "0820": lambda memory, message, _: receive_line_request(memory, message),
    "0830": lambda memory, message, _: receive_line_answer(memory, message),
}
