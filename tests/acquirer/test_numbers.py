from countertop.acquirer.numbers import Numbers, rrn_of, stan_of


def test_serials_go_on():
    numbers = Numbers(41)
    assert [numbers.draw(), numbers.draw()] == [42, 43]


def test_a_reference_is_day_and_eight_digits():
    assert rrn_of("6325", 1) == "632500000001"
    assert rrn_of("6325", 99_999_999) == "632599999999"
    assert rrn_of("6325", 100_000_007) == "632500000007"


def test_a_stan_is_never_zero_and_wraps_without_repeating():
    assert stan_of(999_998) == "999999"
    assert stan_of(999_999) == "000001"
    assert len({stan_of(serial) for serial in range(5_000_000, 5_000_000 + 999_999)}) == 999_999
