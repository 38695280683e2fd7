"""The power fails at every durable write of every flow; the next life owes what it must and nothing else."""

import pytest

from countertop.acquirer import SCHEMA, Acquirer, AcquirerSettings
from countertop.acquirer.errors import NotFounded
from countertop.acquirer.records import AcquirerOpened
from countertop.acquirer.tables import (
    ATTEMPT_BY_KEY,
    EVERY_WATERMARK,
    OBLIGATION_BY_KEY,
    OPEN_OBLIGATIONS,
    UNDECIDED_ATTEMPTS,
)
from countertop.iso8583.interbank_answers import answer_to
from countertop.values import SECOND
from tests.acquirer.neighbours import House
from tests.acquirer.test_reversal import key_of
from tests.playbook import Playbook, PowerCut


def test_an_empty_store_is_refused():
    with pytest.raises(NotFounded):
        Playbook(lambda: Acquirer(AcquirerSettings()), SCHEMA).start()


def test_a_store_without_zone_keys_is_refused():
    founding = [AcquirerOpened("99992900", "Demo Acquirer")]
    with pytest.raises(NotFounded):
        Playbook(lambda: Acquirer(AcquirerSettings()), SCHEMA, founding=founding).start()


def test_received_without_a_decision_is_unknown_and_owed(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    house.restart()
    (attempt,) = house.book.rows(ATTEMPT_BY_KEY, key_of(request))
    assert (attempt["outcome"], attempt["response_code"], attempt["cause"]) == ("unknown", "98", "restart")
    house.book.advance(0)
    switch.welcome()
    house.book.advance(10_000)
    assert switch.acknowledge().original[4:10] == forwarded.stan
    till.tell(request)
    assert till.hear().response_code == "98"
    assert house.book.rows(OPEN_OBLIGATIONS) == []


def test_what_is_owed_is_taken_up_with_its_numbers(house, till, switch):
    till.tell(till.sale())
    switch.hear()
    house.book.advance(25 * SECOND)
    first = switch.hear()
    house.reopen()
    house.book.advance(10_000)
    again = switch.hear()
    assert (again.stan, again.transmission_time) == (first.stan, first.transmission_time)
    switch.tell(answer_to(again, "00"))
    house.reopen()
    house.book.advance(60 * SECOND)
    assert [message.mti for message in switch.hear_all() if message.mti == "0420"] == []


def test_a_power_cut_during_the_restart_changes_nothing(house, till, switch):
    requests = [till.sale() for _ in range(3)]
    for request in requests:
        till.tell(request)
    switch.hear_all()
    for nth, after in ((1, False), (2, True), (1, False)):
        house.book = house.book.crashed(build=house._host)
        house.book.cut_at, house.book.cut_after = nth, after
        with pytest.raises(PowerCut):
            house.book.start()
    house.reopen()
    assert len(house.obligations()) == 3
    assert house.book.rows(UNDECIDED_ATTEMPTS, 0) == []


def test_the_watermark_rises_and_bounds_the_search():
    house = House(echo_when_idle=3600 * SECOND).open()
    till = house.till
    till.sign_in()
    for _ in range(5):
        till.buy()
    house.book.advance(60 * SECOND)
    (mark,) = house.book.rows(EVERY_WATERMARK)
    assert mark["watermark"] == house.memory.numbers.newest + 1
    till.tell(till.sale())
    waiting = house.memory.open.copy()
    house.book.advance(24 * SECOND)
    assert house.memory.open == waiting
    assert house.memory.lowest_undecided() == next(iter(waiting.values())).serial


def test_the_watermark_never_passes_a_request_that_is_being_looked_at(house, till):
    serial = house.memory.draw_serial()
    till.buy()
    house.book.advance(60 * SECOND)
    (mark,) = house.book.rows(EVERY_WATERMARK)
    assert mark["watermark"] == serial
    house.memory.numbered.discard(serial)
    house.book.advance(60 * SECOND)
    assert house.book.rows(EVERY_WATERMARK)[0]["watermark"] > serial


def test_numbers_never_fall_below_the_watermark(house, till, switch):
    """Numbers are also spent on what leaves no row; the next life must not hand out those below the watermark."""
    till.buy()
    for _ in range(5):
        house.memory.draw_serial()
    house.memory.numbered.clear()
    house.book.advance(60 * SECOND)
    house.reopen()
    till.tell(till.sale())
    switch.hear()
    house.restart()
    assert house.book.rows(UNDECIDED_ATTEMPTS, 0) == []
    assert len(house.memory.obligations) == 1


def test_numbers_that_were_looked_at_are_let_go(house, till, switch):
    """Every way a request can end lets its number go, or the watermark would stand still."""
    request, answer = till.buy()
    till.tell(request)
    till.tell(request.copy(amount="000000000001"))
    till.tell(till.sale(), mac=b"00000000")
    till.tell(till.sale(pan="6225000000000015"))
    void = till.void(request, answer)
    till.tell(void, mac=b"00000000")
    till.tell(void)
    till.tell(void)
    till.tell(void.copy(original_info="000001000777"))
    switch.approve()
    till.tell(void)
    till.tell(till.void(request, answer))
    till.tell(till.reversal(request))
    till.tell(till.reversal(till.sale()))
    switch.acknowledge()
    assert house.memory.numbered == set()
    assert house.memory.open == {}
    assert house.memory.awaiting == {}
    assert house.memory.claiming == {}


class Ledger:
    """The issuer's book as the conversation implies it: what moved, by the transit key of each 0200."""

    def __init__(self):
        self.moved = {}
        self.undone = set()

    def take(self, message):
        if message.mti == "0200":
            self.moved[message.transmission_time + message.stan] = message
        else:
            self.undone.add(message.original[10:20] + message.original[4:10])

    def net(self):
        """Fen debited in the end: approved sales less approved voids, each unless undone."""
        standing = [message for key, message in self.moved.items() if key not in self.undone]
        sign = {"000000": 1, "200000": -1}
        return sum(sign[message.processing_code] * int(message.amount) for message in standing)


def run(cut_at, cut_after):
    """Play a day at the counter with a power cut at one durable write; return the house, healed, and what stands."""
    house = House().open()
    till, switch, ledger = house.till, house.switch, Ledger()
    believed = 0
    till.sign_in()
    house.book.writes = 0
    house.book.cut_at, house.book.cut_after = cut_at, cut_after

    def settle():
        for message in switch.hear_all():
            if message.mti in ("0200", "0420"):
                ledger.take(message)
                code = "A00001" if message.mti == "0200" else None
                switch.tell(answer_to(message, "00", code))

    def ask(message):
        """Send until there is an answer, as a terminal would; after a power cut reverse what stayed unanswered."""
        try:
            till.tell(message)
            settle()
        except PowerCut:
            house.reopen()
            house.book.advance(SECOND)
            settle()
        answers = till.hear_all()
        return answers[-1] if answers else None

    def deal(message):
        answer = ask(message)
        if answer is not None and answer.response_code == "00":
            return answer
        while (acknowledged := ask(till.reversal(message))) is None or acknowledged.response_code != "00":
            assert acknowledged is None or acknowledged.mti == "0410", acknowledged
        return None

    sale = till.sale(amount=500)
    sold = deal(sale)
    believed += 500 if sold else 0
    if sold:
        void = till.void(sale, sold)
        if deal(void):
            believed -= 500
            while (undone := ask(till.reversal(void))) is None:
                pass
            assert undone.response_code == "00"
            believed += 500
    deal_later = till.sale(amount=700)
    try:
        till.tell(deal_later)
        till.tell(till.reversal(deal_later))
        settle()
    except PowerCut:
        house.reopen()
        house.book.advance(SECOND)
        settle()
    while (given_up := ask(till.reversal(deal_later))) is None:
        pass
    assert given_up.response_code == "00"
    house.book.cut_at = None
    house.book.advance(SECOND)
    settle()
    return house, ledger, believed


@pytest.mark.parametrize("cut_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("cut_at", range(1, 14))
def test_the_power_fails_at_every_write(cut_at, cut_after):
    house, ledger, believed = run(cut_at, cut_after)
    assert ledger.net() == believed
    assert house.book.rows(OPEN_OBLIGATIONS) == []
    assert house.book.rows(UNDECIDED_ATTEMPTS, 0) == []
    assert house.memory.open == {}


def test_the_day_has_as_many_writes_as_cuts():
    house, ledger, believed = run(None, cut_after=False)
    assert house.book.writes == 13
    assert (ledger.net(), believed) == (500, 500)
    assert house.book.rows(OBLIGATION_BY_KEY, "none") == []
