"""What keyboard wedges type: tracks go where cards go, codes where codes go, and nothing goes where it does not belong."""

import pytest

from countertop.runtime.devices.choices import WedgeChoice
from countertop.runtime.devices.wedge import burst_of, first_characters, is_unmarked

BOTH = WedgeChoice(scanner=True, stripe=True)
PAN = "6200000000000005"
TRACK2 = f"{PAN}=30122010000000000"
TRACKS = f"%B{PAN}^DEMO/CARD^30122010000000000?;{TRACK2}?"
CODE = "281234567890123456"


@pytest.mark.parametrize("typed", [TRACKS, f";{TRACK2}?", f"{TRACKS}+99{PAN}=1560000000000?"])
def test_tracks_are_a_swipe(typed):
    kind, swipe = burst_of(typed, BOTH)
    assert kind == "swipe"
    assert swipe["track2"] == TRACK2.replace("=", "D")
    assert ("track3" in swipe) == ("+" in typed)


@pytest.mark.parametrize(
    "typed", ["%E?;E?", ";E?+E?", f"%B{PAN}^DEMO/CARD^3012?", f";{PAN}?", f"{TRACKS}x", f"{TRACK2}"]
)
def test_what_has_the_form_of_tracks_and_is_none_was_not_read(typed):
    assert burst_of(typed, BOTH) == ("swipe", {"fault": "unreadable"})


@pytest.mark.parametrize("typed", [CODE, "https://pay.example/c?x=1", "00020101021129"])
def test_anything_else_is_a_code(typed):
    assert burst_of(typed, BOTH) == ("scan", typed)


def test_nothing_goes_to_a_wedge_that_nobody_chose():
    assert burst_of(TRACKS, WedgeChoice(scanner=True)).kind == "unwanted_stripe"
    assert burst_of(TRACK2, WedgeChoice(scanner=True)).kind == "unwanted_stripe"
    assert burst_of(CODE, WedgeChoice(stripe=True)).kind == "unwanted_code"


def test_what_stands_around_is_taken_away_and_must_be_there():
    wedge = WedgeChoice(
        scanner=True, stripe=True, scanner_prefix="~", scanner_suffix="#", stripe_prefix="!", stripe_suffix="$"
    )
    assert burst_of(f"~{CODE}#", wedge) == ("scan", CODE)
    assert burst_of(f"!{TRACKS}$", wedge).kind == "swipe"
    for typed in (CODE, f"~{CODE}", "~#", "#", ""):
        assert burst_of(typed, wedge).kind == "unknown"
    assert burst_of(f"~{TRACKS}#", wedge) == ("swipe", {"fault": "unreadable"})


def test_a_flood_is_nothing():
    assert burst_of("9" * 513, BOTH).kind == "unknown"


def test_a_burst_shows_nothing_of_itself():
    assert PAN not in repr(burst_of(TRACKS, BOTH))
    assert CODE not in repr(burst_of(CODE, BOTH))


@pytest.mark.parametrize(
    ("wedge", "begins", "unmarked"),
    [
        (WedgeChoice(), "", False),
        (WedgeChoice(stripe=True), "%;+", False),
        (WedgeChoice(stripe=True, stripe_prefix="!"), "!", False),
        (WedgeChoice(scanner=True), "", True),
        (WedgeChoice(scanner=True, scanner_prefix="~"), "~", False),
        (WedgeChoice(scanner=True, scanner_prefix="9"), "", True),
        (BOTH, "%;+", True),
        (WedgeChoice(scanner=True, stripe=True, scanner_prefix="~"), "~%;+", False),
    ],
)
def test_a_page_learns_how_bursts_are_known(wedge, begins, unmarked):
    assert first_characters(wedge) == begins
    assert is_unmarked(wedge) == unmarked
