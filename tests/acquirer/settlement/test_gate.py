"""A batch is its terminal's own: without a right MAC nobody closes it, and nobody uploads to it."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from tests.acquirer.neighbours import TERMINAL_ID
from tests.acquirer.settlement.till import detail, results, rows, tell_details, tell_end, tell_totals, totals

TRACES = ("comparison", "disposition", "closed_batch", "case_file")


class Raw:
    """The till, or who pretends to be it: its settlement messages sealed in another way, or not at all."""

    def __init__(self, till, seal=UNIONPAY_POS.encode, line=None):
        self.till = till
        self.seal = seal
        self.line = till.line if line is None else line

    def tell(self, message):
        self.till.house.book.tell(self.line, self.seal(message))

    def hear(self):
        (payload,) = self.till.house.book.said(self.line)
        return UNIONPAY_POS.decode(payload)

    def __getattr__(self, name):
        return getattr(self.till, name)


def every_step(till, sale):
    """Tell totals, details and both ends; return the answers."""
    return [
        tell_totals(till, totals(1200, 1)),
        tell_details(till, detail(*sale)),
        tell_end(till, 1, code="202"),
        tell_end(till, 0, code="207"),
    ]


def nothing_happened(house):
    assert [rows(house, table) for table in TRACES] == [[]] * len(TRACES)
    assert house.memory.registry.terminals[TERMINAL_ID].batch_number == "000001"
    assert not house.memory.registry.terminals[TERMINAL_ID].is_frozen


def test_answers_to_sealed_messages_are_sealed(till):
    sale = till.buy(amount=1200)
    told = [tell_totals(till, totals(1300, 1)), tell_details(till, detail(*sale)), tell_end(till, 1)]
    assert [answer.response_code for answer in told] == ["00"] * 3
    assert all(answer.mac for answer in told)  # `hear` has verified them


def test_without_a_mac_nothing_of_a_batch_is_touched(till, house):
    sale = till.buy(amount=1200)
    answers = every_step(Raw(till), sale)
    assert [(answer.response_code, answer.mac, answer.private_data) for answer in answers] == [("A0", None, None)] * 4
    assert house.book.noted("acquirer.wrong-mac") == 4
    nothing_happened(house)


def test_another_terminals_key_opens_nothing(till, house):
    sale = till.buy(amount=1200)
    house.other_till.sign_in()
    answers = every_step(Raw(till, house.other_till.seal, house.other_till.line), sale)
    assert [answer.response_code for answer in answers] == ["A0"] * 4
    nothing_happened(house)


@pytest.mark.parametrize("bit", range(0, 64, 7))
def test_a_flipped_bit_of_the_mac_is_refused(till, house, bit):
    till.buy(amount=1200)
    message = till.manage("0500", "201", private_data=totals(1200, 1), currency="156", reserved_data="01 ")
    payload = bytearray(till.seal(message))
    payload[-8 + bit // 8] ^= 1 << bit % 8
    house.book.tell(till.line, bytes(payload))
    assert till.hear().response_code == "A0"
    nothing_happened(house)


def test_the_classic_form_is_taken_over_a_line_that_is_certainly_the_terminals(till, house):
    sale = till.buy(amount=1200)
    classic = Raw(till, line=house.book.call("terminals", identity=TERMINAL_ID))
    answer = tell_totals(classic, totals(1300, 1))
    assert (results(answer), answer.mac) == (("2", "1"), None)
    assert tell_details(classic, detail(*sale)).response_code == "00"
    assert tell_end(classic, 1).response_code == "00"
    assert len(rows(house, "closed_batch")) == 1


def test_a_wrong_mac_is_refused_over_such_a_line_too(till, house):
    till.buy(amount=1200)
    till.line = house.book.call("terminals", identity=TERMINAL_ID)
    till.tell(till.manage("0500", "201", private_data=totals(1200, 1), currency="156", reserved_data="01 "), b"\0" * 8)
    assert till.hear().response_code == "A0"
    nothing_happened(house)


def test_who_is_signed_out_must_sign_in_to_settle(till, house):
    till.tell(till.manage("0820", "002"))
    assert till.hear().response_code == "00"
    assert tell_totals(till, totals()).response_code == "77"
    nothing_happened(house)
    till.sign_in()
    assert tell_totals(till, totals()).response_code == "00"
