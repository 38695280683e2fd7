"""The code in the picture."""

from countertop.signature import bears, drawn, marked, read_strokes, transaction_code
from tests.signature.signed import signature

NAMED = ("1121", "632512345678", "000123", 1234)


def test_the_code_is_the_exclusive_or_of_the_digits_four_bytes_at_a_time():
    #        date and rrn        rrn, stan  amount      filled up
    groups = (0x11216325, 0x12345678, 0x00012300, 0x00000012, 0x34000000)
    code = 0
    for group in groups:
        code ^= group

    assert transaction_code(*NAMED) == f"{code:08X}"


def test_each_thing_that_it_is_made_of_changes_it():
    others = (("1122", *NAMED[1:]), (NAMED[0], "632512345679", *NAMED[2:]), (*NAMED[:2], "000124", 1234))

    assert len({transaction_code(*each) for each in (NAMED, *others, (*NAMED[:3], 1235))}) == 5


def test_a_picture_bears_the_code_drawn_into_it_and_no_other():
    picture = drawn(read_strokes(signature()))
    code, other = transaction_code(*NAMED), transaction_code("1121", "632512345678", "000124", 1234)
    signed = marked(picture, code)

    assert bears(signed, code)
    assert signed.covers(picture)
    assert not bears(signed, other)
    assert not bears(picture, code)


def test_every_digit_looks_different():
    blank = drawn(read_strokes([]))

    assert len({marked(blank, digit * 8) for digit in "0123456789ABCDEF"}) == 16
