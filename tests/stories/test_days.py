"""How long something may be done, from the terminal to the bank and back, across the ends of months and years.

The four parties are the real ones, in the made-up world: their clocks are set forward by so many days.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from countertop.values import MINUTE, SECOND
from tests.crash.counter import Flow, run
from tests.crash.flows import CALLED, COMPLETED, HELD, POSTED, SALE, TELL, by_approval, by_reference, by_voucher
from tests.crash.story import Act

DAY = 24 * 60 * MINUTE
DONE, DECLINED, REFUSED = 0, 10, 12

# The first day of thirty that end across nothing, across New Year, across 28 February and across 29 February.
FIRST_DAYS = {
    "an ordinary month": (2026, 7, 1),
    "New Year": (2026, 12, 20),
    "28 February": (2027, 2, 10),
    "29 February": (2028, 2, 10),
}


def epoch(day):
    return round(datetime(*day, 10, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) * SECOND


def passing(days):
    """Let so many days go by, at every party."""

    def deed(world):
        for node in world.nodes.values():
            node.clock.jump(days * DAY)

    return Act("days", deed=deed)


def told(first_day, *acts):
    """Play acts, the first of them the sign-in; return how each of them ended."""
    played = run(Flow("days", (Act("sign_in"), *acts), epoch=epoch(first_day)))
    assert played.findings == []
    return [each.status for each in played.told if each.act.verb != "days"][1:]


@pytest.mark.parametrize("first_day", FIRST_DAYS.values(), ids=FIRST_DAYS)
def test_day_30_passes_and_day_31_does_not(first_day):
    assert told(first_day, HELD, passing(29), COMPLETED) == [DONE, DONE]
    assert told(first_day, HELD, passing(30), COMPLETED) == [DONE, DECLINED]


@pytest.mark.parametrize("first_day", FIRST_DAYS.values(), ids=FIRST_DAYS)
def test_what_is_told_as_an_advice_on_day_31_is_turned_away(first_day):
    advice = Act("completion_advice", by_approval("preauthorisation", amount=11_500))
    undo = Act("completion_void", by_voucher("completion_advice"))
    assert told(first_day, HELD, passing(29), advice, TELL, undo) == [DONE, DONE, DONE, DONE]
    assert told(first_day, HELD, passing(30), advice, TELL, undo) == [DONE, DONE, DONE, REFUSED]


@pytest.mark.parametrize(("days", "status"), [(179, DONE), (180, DECLINED)])
def test_a_refund_is_given_for_180_days(days, status):
    assert (
        told(FIRST_DAYS["New Year"], SALE, passing(days), Act("refund", by_reference("sale", amount=400)))[1] == status
    )


@pytest.mark.parametrize(
    ("held", "taken", "status"), [(10_001, 11_501, DONE), (10_001, 11_502, DECLINED), (1, 1, DONE), (1, 2, DECLINED)]
)
def test_115_percent_is_rounded_down_to_the_fen(held, taken, status):
    hold = Act("preauthorisation", {"amount": held})
    assert (
        told(FIRST_DAYS["New Year"], hold, Act("completion", by_approval("preauthorisation", amount=taken)))[1]
        == status
    )


def test_a_code_of_the_voice_desk_is_good_once():
    lowered = Act("adjustment", by_voucher("offline_post", amount=2500))
    assert told(FIRST_DAYS["New Year"], CALLED, POSTED, TELL, lowered) == [DONE, DONE, DONE, DONE]
    assert told(FIRST_DAYS["New Year"], CALLED, POSTED, TELL, POSTED, TELL, lowered) == [*[DONE] * 5, REFUSED]
