from random import Random

from countertop.load.histogram import LARGEST, Histogram


def test_percentiles_are_those_of_the_sorted_values_within_a_hundredth():
    chance = Random(7)
    values = sorted(int(chance.lognormvariate(8, 2)) for _ in range(20_000))
    told = Histogram()
    for value in values:
        told.record(value)
    for percent in (50, 95, 99, 99.9, 100):
        exact = values[min(len(values), -(-len(values) * percent // 100).__floor__()) - 1]
        assert exact <= told.percentile(percent) <= exact * 1.008 + 1, percent


def test_small_values_are_exact():
    told = Histogram()
    for value in range(256):
        told.record(value)
    assert [told.percentile(100 * (value + 1) / 256) for value in range(256)] == list(range(256))


def test_the_largest_is_never_exceeded():
    told = Histogram()
    told.record(1_000_003)
    assert told.percentile(50) == told.percentile(100) == told.largest == 1_000_003


def test_what_does_not_fit_counts_at_the_ends():
    told = Histogram()
    told.record(-5)
    told.record(LARGEST * 3)
    assert (told.percentile(50), told.percentile(100), told.recorded) == (0, LARGEST, 2)


def test_nothing_recorded_is_nothing():
    assert Histogram().percentile(99) == 0


def test_two_add_up():
    one, other, both = Histogram(), Histogram(), Histogram()
    for value in range(0, 90_000, 7):
        (one if value % 2 else other).record(value)
        both.record(value)
    one.add(other)
    assert [one.percentile(p) for p in (1, 50, 99)] == [both.percentile(p) for p in (1, 50, 99)]
    assert (one.recorded, one.largest) == (both.recorded, both.largest)
