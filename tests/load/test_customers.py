from countertop.load.customers import GRAIN, Pacing, Queue
from countertop.values import SECOND


def test_arrivals_are_evenly_spaced_and_end():
    pacing = Pacing(rate=4, seconds=2, start=100)
    assert list(pacing.due(100 + 10 * SECOND)) == [100 + place * SECOND // 4 for place in range(8)]
    assert pacing.next_due is None
    assert list(pacing.due(100 + 20 * SECOND)) == []


def test_an_arrival_keeps_its_time_however_late_it_is_taken():
    pacing = Pacing(rate=1000, seconds=1, start=0)
    assert list(pacing.due(999)) == [0]
    assert pacing.next_due == 1000
    assert list(pacing.due(3500)) == [1000, 2000, 3000]


def test_rounding_does_not_add_up():
    pacing = Pacing(rate=3, seconds=1000, start=0)
    *_, last = pacing.due(10**12)
    assert last == 2999 * SECOND // 3


def test_a_customer_goes_to_the_counter_that_was_free_longest():
    served = []
    queue = Queue(lambda counter, scheduled: served.append((counter, scheduled)))
    queue.release("left")
    queue.release("right")
    for scheduled in (1, 2):
        queue.arrive(scheduled)
    assert served == [("left", 1), ("right", 2)]
    assert queue.free == 0


def test_who_finds_no_counter_waits_in_order_and_keeps_the_time():
    served = []
    queue = Queue(lambda counter, scheduled: served.append((counter, scheduled)))
    for scheduled in (1, 2, 3):
        queue.arrive(scheduled)
    assert (served, queue.most_waiting) == ([], 3)
    queue.release("counter")
    queue.release("counter")
    assert served == [("counter", 1), ("counter", 2)]


def test_nobody_spins_while_the_next_customer_is_less_than_a_grain_away():
    pacing = Pacing(rate=10_000, seconds=1, start=0)
    assert list(pacing.due(0)) == [0]
    assert pacing.pause(0) == GRAIN / SECOND
    assert pacing.pause(10 * SECOND) == GRAIN / SECOND
    assert Pacing(rate=2, seconds=1, start=SECOND).pause(0) == 1
    list(pacing.due(2 * SECOND))
    assert pacing.pause(0) is None
