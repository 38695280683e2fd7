"""The text that stands for what was shown of a proposal."""

from countertop.values.seen import seen_of


def test_it_tells_any_two_proposals_apart():
    told = [("a", 1), ("a", 2), ("a", "1"), ("a", None), ("a1",), ("a", 1, ""), ("a', 1", "")]
    assert len({seen_of(*each) for each in told}) == len(told)
    assert seen_of("a", 1) == seen_of("a", 1)
    assert len(seen_of()) == 16
