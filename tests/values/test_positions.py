"""Positions: whole microdegrees, and metres over the ground."""

import pytest

from countertop.values.positions import Position

SHANGHAI = Position(31_230_416, 121_473_701)


def test_a_position_reads_back():
    assert SHANGHAI.text() == "+31230416+121473701"
    for position in (SHANGHAI, Position(-90_000_000, 180_000_000), Position(0, -1)):
        assert Position.read(position.text()) == position


@pytest.mark.parametrize(
    "text",
    ["", "31230416+121473701", "+31230416", "+3123041６+121473701", "+90000001+000000000", "+00000000-180000001", "x"],
)
def test_what_is_no_position(text):
    with pytest.raises(ValueError, match=r"."):
        Position.read(text)


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        (SHANGHAI, 0),
        (Position(31_231_416, 121_473_701), 111),
        # Beijing; 1,067 km by the great-circle calculators of navigation sites.
        (Position(39_904_200, 116_407_400), 1_067_000),
        (Position(-31_230_416, -58_526_299), 20_015_000),
    ],
)
def test_distances(other, metres):
    assert SHANGHAI.metres_to(other) == pytest.approx(metres, rel=0.002, abs=1)
    assert other.metres_to(SHANGHAI) == SHANGHAI.metres_to(other)


def test_across_the_date_line_it_is_not_far():
    assert Position(0, 179_999_000).metres_to(Position(0, -179_999_000)) == pytest.approx(222, abs=1)
