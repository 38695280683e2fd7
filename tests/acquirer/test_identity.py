"""A line under a certificate belongs to the terminal that it names (reliability.md, S9)."""

import pytest

from tests.acquirer.neighbours import OTHER_TERMINAL_ID, TERMINAL_ID


def shows(house, identity):
    house.till.line = house.book.call("terminals", identity=identity)
    return house.till


def test_a_terminal_signs_in_and_sells_on_its_own_line(house):
    till = shows(house, TERMINAL_ID)
    assert till.sign_in().response_code == "00"
    till.tell(till.manage("0820", "301"))
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("identity", [OTHER_TERMINAL_ID, "acquirer", ""])
def test_on_the_line_of_another_a_terminal_is_refused_counted_and_told_of(house, identity):
    till = shows(house, identity)
    answer = till.sign_in()
    assert (answer.response_code, answer.mac) == ("97", None)
    memory = house.memory
    assert memory.counts["refused-line-of-another"] == 1
    assert memory.registry.terminals[TERMINAL_ID].session is None
    note = next(note for note in house.book.notes if note.message == "acquirer.line-of-another")
    assert (note.level, note.arguments["identity"], note.arguments["terminal_id"]) == ("alarm", identity, TERMINAL_ID)


def test_a_sale_on_the_line_of_another_reaches_nobody_and_no_key_seals_its_refusal(house, till):
    sale = till.sale()
    stolen = shows(house, OTHER_TERMINAL_ID)
    stolen.tell(sale)
    answer = stolen.hear()
    assert (answer.response_code, answer.mac) == ("97", None)
    house.switch.nothing_heard()


def test_who_goes_on_as_another_is_hung_up_on(house):
    till = shows(house, OTHER_TERMINAL_ID)
    for _ in range(house.memory.settings.most_bad_frames + 1):
        till.sign_in()
    assert house.book.hung_up(till.line)


def test_a_frame_that_cannot_be_read_gets_no_answer_on_the_line_of_another(house, till):
    payload = till.seal(till.sale())[:-3]
    stolen = shows(house, OTHER_TERMINAL_ID)
    house.book.tell(stolen.line, payload)
    stolen.nothing_heard()
    assert house.book.hung_up(stolen.line)
