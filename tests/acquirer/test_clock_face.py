from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from countertop.acquirer.clock_face import ClockFace

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


def utc(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


@pytest.fixture
def face():
    return ClockFace(SHANGHAI, LONDON, 23 * 60)


def test_a_moment_in_both_zones(face):
    reading = face.read(utc("2024-07-15T02:00:05") + 999_999)
    assert (reading.local_date, reading.local_time) == ("0715", "100005")
    assert (reading.transmission_time, reading.transmitted) == ("0715030005", "20240715030005")
    assert reading.reference_day == "4197"
    assert reading.year_month == "2407"


def test_the_business_day_ends_at_the_cut_off(face):
    assert face.read(utc("2024-07-15T14:59:59")).settlement_date == "0715"
    assert face.read(utc("2024-07-15T15:00:00")).settlement_date == "0716"


def test_new_year_is_crossed_in_the_host_s_own_zone(face):
    reading = face.read(utc("2024-12-31T16:00:00"))
    assert (reading.local_date, reading.reference_day) == ("0101", "5001")
    assert reading.transmitted == "20241231160000"
    assert face.read(utc("2024-12-31T15:59:59")).settlement_date == "0101"


def test_a_leap_day(face):
    assert face.read(utc("2024-02-29T04:00:00")).local_date == "0229"
    assert face.read(utc("2024-12-31T04:00:00")).reference_day == "4366"


def test_a_clock_that_steps_back_is_read_again(face):
    later, earlier = utc("2024-07-15T02:00:05"), utc("2024-07-15T02:00:01")
    assert face.read(later).local_time == "100005"
    assert face.read(earlier).local_time == "100001"
    assert face.read(later) == face.read(later + 1)
