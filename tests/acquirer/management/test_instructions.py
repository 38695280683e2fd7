"""Instructions: given at the desk, called for by the header, fetched, reported; a lock holds at the host at once."""

import pytest

from countertop.acquirer.management.instructions import Open, requirement_of
from countertop.iso8583 import PosHeader
from countertop.iso8583.private.instructions import Instruction, Report
from tests.acquirer.neighbours import OTHER_TERMINAL_ID, TERMINAL_ID
from tests.acquirer.settlement.till import tell_end, tell_totals, totals


def command(house, verb, **more):
    return house.book.ask_desk("command", **{"terminal_id": TERMINAL_ID, "command": verb, "by": "Li Na", **more})


def manage(till, mti, code, **changes):
    till.tell(till.manage(mti, code, **changes))
    return till.hear()


def requirement(answer):
    return PosHeader(answer.header).processing_requirement


def fetched(till):
    answer = manage(till, "0800", "364")
    return None if answer.extended_data is None else Instruction.read(answer.extended_data)


def report(till, number, outcome="00"):
    return manage(till, "0800", "365", extended_data=Report(number, outcome).data())


def test_the_header_calls_until_the_terminal_has_reported(house, till):
    assert requirement(manage(till, "0820", "301")) == "0"
    assert command(house, "lock")[0] == 0
    assert requirement(manage(till, "0820", "301")) == "6"
    instruction = fetched(till)
    assert (instruction.number, instruction.deed) == (1, "LK")
    assert fetched(till) == instruction  # the answer was lost, and it is fetched again
    assert requirement(report(till, 1)) == "0"
    assert fetched(till) is None
    (told,) = house.book.ask_desk("commands", terminal_id=TERMINAL_ID)[1]["commands"]
    assert (told["command"], told["by"], told["outcome"]) == ("lock", "Li Na", "done")


def test_a_locked_terminal_sells_nothing_whatever_it_thinks_itself(house, till):
    request, _ = till.buy()
    command(house, "lock")
    till.tell(till.sale())
    answer = till.hear()
    assert (answer.response_code, requirement(answer)) == ("58", "6")
    house.switch.nothing_heard()
    till.tell(till.reversal(request))  # what it may owe is taken back all the same
    assert till.hear().response_code == "00"
    house.switch.acknowledge()
    command(house, "unlock")
    till.buy()


def test_what_a_locked_terminal_was_refused_stays_refused_once_it_is_unlocked(house, till):
    command(house, "lock")
    request = till.sale()
    till.tell(request)
    assert till.hear().response_code == "58"
    house.reopen()
    command(house, "unlock")
    till.tell(request)  # a copy that the network kept back
    assert till.hear().response_code == "58"
    house.switch.nothing_heard()
    till.buy()


def test_what_was_answered_before_the_lock_is_answered_again_under_it(house, till):
    request, answer = till.buy()
    command(house, "lock")
    till.tell(request)
    assert till.hear().approval_code == answer.approval_code
    house.switch.nothing_heard()


def test_all_of_it_survives_a_power_cut(house, till):
    command(house, "message", text="今晚停机")
    command(house, "lock")
    house.reopen()
    assert fetched(till) == Instruction(1, "MS", "今晚停机")
    till.tell(till.sale())
    assert till.hear().response_code == "58"
    report(till, 1)
    assert fetched(till) == Instruction(2, "LK")
    assert command(house, "unlock")[1]["number"] == 3


def test_a_report_ends_only_its_own_instruction(house, till):
    command(house, "lock")
    command(house, "lock", terminal_id=OTHER_TERMINAL_ID)
    report(till, 2)
    report(till, 77)
    report(till, 1, "40")
    assert fetched(till) is None
    (other,) = house.book.ask_desk("commands", terminal_id=OTHER_TERMINAL_ID)[1]["commands"]
    assert other["outcome"] is None
    (mine,) = house.book.ask_desk("commands", terminal_id=TERMINAL_ID)[1]["commands"]
    assert mine["outcome"] == "refused-40"
    assert manage(till, "0800", "365", extended_data=b"NO0").response_code == "30"


def test_a_sign_in_is_what_sign_in_asked_for(house, till):
    command(house, "sign-in")
    assert requirement(manage(till, "0820", "301")) == "3"
    assert requirement(till.sign_in()) == "0"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"terminal_id": "99999999"}, 12),
        ({"verb": "explode"}, 2),
        ({"by": ""}, 2),
        ({"by": None}, 2),
        ({"verb": "message"}, 2),
        ({"verb": "message", "text": "长" * 61}, 2),
        ({"verb": "message", "text": "a\nb"}, 2),
        ({"text": "a lock has no text"}, 2),
    ],
)
def test_a_command_that_cannot_be_is_not_given(house, till, asked, status):
    assert command(house, **{"verb": "lock", **asked})[0] == status
    assert requirement(manage(till, "0820", "301")) == "0"


def test_what_needs_an_empty_batch_keeps_nothing_else_waiting():
    verbs = ["download", "sign-in", "blacklist", "status", "lock"]
    standing = [Open(number, TERMINAL_ID, verb, "") for number, verb in enumerate(verbs)]
    called = []
    while standing:
        called.append(requirement_of(standing))
        standing.pop()
    assert called == ["6", "2", "7", "3", "1"]
    assert requirement_of([]) == "0"


def test_a_settlement_stands_until_the_batch_is_closed_and_calls_once(house, till):
    till.buy(amount=1200)
    assert command(house, "settle")[0] == 0
    assert fetched(till) == Instruction(1, "ST")
    assert requirement(report(till, 1)) == "0"  # it knows, and will do it
    assert fetched(till) is None
    assert outcomes(house) == [None]
    command(house, "message", text="今晚停机")  # what comes later is not held up
    assert fetched(till).deed == "MS"
    report(till, 2)
    house.reopen()
    assert requirement(manage(till, "0820", "301")) == "6"  # a host that has forgotten whom it told, tells again
    report(till, 1)
    tell_totals(till, totals(1200, 1))
    assert tell_end(till, code="207").response_code == "00"
    assert outcomes(house) == ["done", "done"]
    till.batch = "000002"
    assert requirement(manage(till, "0820", "301")) == "0"


def test_a_terminal_that_cannot_be_told_to_settle_says_so(house, till):
    command(house, "settle")
    report(till, 1, "40")
    assert outcomes(house) == ["refused-40"]


def outcomes(house):
    return [each["outcome"] for each in house.book.ask_desk("commands", terminal_id=TERMINAL_ID)[1]["commands"]]


def test_a_locked_terminal_is_told_to_repeat_later_what_it_repeats(house, till):
    _, answer = till.buy()
    command(house, "lock")
    till.tell(till.refund(answer))
    assert till.hear().response_code == "96"
    house.switch.nothing_heard()
    command(house, "unlock")
    till.tell(till.refund(answer))
    assert house.switch.hear().mti == "0220"
