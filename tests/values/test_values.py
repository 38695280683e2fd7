"""Money, card data and moments: exact, masked, and strict about digits."""

import json
import pickle
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from countertop.values import Amount, Instant, Pan, Pin, PinBlock, Secret, Track2
from countertop.values.cards import luhn_digit
from countertop.values.moments import local_time, with_year

PAN = "6225000000000014"


@pytest.mark.parametrize(
    ("text", "minor"), [("12.50", 1250), ("0.01", 1), ("12", 1200), ("12.5", 1250), ("9999999999.99", 10**12 - 1)]
)
def test_an_amount_is_read_exactly(text, minor):
    assert Amount.parse(text).minor == minor
    assert Amount.parse(str(Amount.parse(text))).minor == minor


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1_0", " 1", "1.", ".5", "1.234", "１２", "²", "1e3", "99999999999", "NaN"]
)
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"amount|decimals|digits"):
        Amount.parse(text)


def test_a_negative_posting_prints_its_sign():
    assert str(Amount(-5)) == "-0.05"


@pytest.mark.parametrize(
    "secret", [Pan(PAN), Track2(f"{PAN}D3012201000"), Pin("123456"), PinBlock(bytes(8)), Secret("k")]
)
def test_a_secret_never_prints_or_serialises(secret):
    clear = secret.reveal() if isinstance(secret.reveal(), str) else secret.reveal().hex()
    for printed in (str(secret), repr(secret), f"{secret:>30}"):
        assert clear not in printed
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_pan_shows_first_six_and_last_four_and_fails_closed():
    assert str(Pan(PAN)) == "622500******0014"
    for odd in ("", "12", "62250000000A0014", "6" * 20, "６２２５００００００００００１４"):
        assert str(Pan(odd)) == "****"


def test_a_pan_is_checked_without_showing_it():
    Pan(PAN).check()
    with pytest.raises(ValueError, match="check digit") as caught:
        Pan("6225000000000015").check()
    assert "6225" not in str(caught.value)
    assert luhn_digit(PAN[:-1]) == "4"


def test_track_2_tells_its_parts():
    track = Track2(f"{PAN}D30122010000")
    assert (track.pan, track.expiry, track.service_code) == (Pan(PAN), "3012", "201")


def test_secrets_are_equal_by_kind_and_content():
    assert Pan(PAN) == Pan(PAN)
    assert Pan(PAN) != Track2(PAN)
    assert len({Pan(PAN), Pan(PAN)}) == 1


@pytest.mark.parametrize(
    ("month_day", "near", "expected"),
    [
        ("1231", date(2027, 1, 1), date(2026, 12, 31)),
        ("0101", date(2026, 12, 31), date(2027, 1, 1)),
        ("0229", date(2027, 3, 1), date(2028, 2, 29)),
        ("0612", date(2026, 6, 12), date(2026, 6, 12)),
    ],
)
def test_a_date_gets_the_nearest_year(month_day, near, expected):
    assert with_year(month_day, near) == expected


@pytest.mark.parametrize("month_day", ["0000", "1301", "0230", "", "12345"])
def test_no_date_is_refused(month_day):
    with pytest.raises(ValueError, match="no such"):
        with_year(month_day, date(2026, 6, 12))


def test_local_time_is_the_zone_s():
    assert f"{local_time(0, ZoneInfo('Asia/Shanghai')):%H:%M}" == "08:00"
    assert repr(Instant(0, 5)) == "Instant(1970-01-01T00:00:00.000000Z)"
