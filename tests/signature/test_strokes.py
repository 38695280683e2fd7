"""Strokes: what is one, and how it is drawn."""

import pytest

from countertop.signature import HEIGHT, WIDTH, StrokesError, drawn, read_strokes
from tests.signature.signed import signature


def dots(strokes):
    picture = drawn(read_strokes(strokes))
    return {(across, down) for down, line in enumerate(picture.lines()) for across, dot in enumerate(line) if dot}


def test_a_point_is_a_round_dot_of_three():
    assert dots([[[10, 10]]]) == {(10, 10), (9, 10), (11, 10), (10, 9), (10, 11)}


def test_a_line_has_no_gaps_in_any_direction():
    for end in ((60, 20), (60, 150), (12, 100), (20, 20), (60, 60)):
        drawing = dots([[[40, 60], list(end)]])
        assert {(40, 60), end} <= drawing
        reached, edge = {(40, 60)}, [(40, 60)]
        while edge:
            across, down = edge.pop()
            for near in ((across + 1, down), (across - 1, down), (across, down + 1), (across, down - 1)):
                if near in drawing and near not in reached:
                    reached.add(near)
                    edge.append(near)
        assert reached == drawing


def test_the_pen_is_cut_off_at_the_edges():
    corners = [[[0, 0]], [[WIDTH - 1, HEIGHT - 1]]]

    assert dots(corners) == {
        *((0, 0), (1, 0), (0, 1)),
        *((WIDTH - 1, HEIGHT - 1), (WIDTH - 2, HEIGHT - 1), (WIDTH - 1, HEIGHT - 2)),
    }


@pytest.mark.parametrize(
    "told",
    [
        None,
        "strokes",
        {},
        [[]],
        [[1, 2]],
        [[[1]]],
        [[[1, 2, 3]]],
        [[[1.5, 2]]],
        [[[True, 2]]],
        [[["1", 2]]],
        [[[-1, 2]]],
        [[[WIDTH, 2]]],
        [[[2, HEIGHT]]],
        [[[1, 2]] * 5001],
        [[[1, 2]]] * 5001,
    ],
)
def test_what_is_no_signature_is_refused_untold(told):
    with pytest.raises(StrokesError) as refused:
        read_strokes(told)

    assert "1.5" not in str(refused.value)


@pytest.mark.parametrize("told", [[], [[[5, 5]]], [[[5, 5], [12, 12]]], [[[5, 5]], [[20, 20]]]])
def test_a_dot_is_no_signature(told):
    assert read_strokes(told).is_empty


def test_strokes_are_not_shown_as_text():
    strokes = read_strokes(signature())

    assert not strokes.is_empty
    assert str(strokes) == f"{strokes!r}" == "Strokes(…)"
    assert read_strokes(strokes) is strokes
