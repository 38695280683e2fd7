"""Settings that contradict themselves are refused where they are made."""

import pytest

from countertop.terminal import PLANTABLE, TerminalSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"planted": frozenset({"terminal.no-such-fault"})},
        {"slip_chinese": False, "slip_english": False},
        {"slip_columns": 40},
        {"reversal_tries": 0},
        {"batch_limit": 0},
        {"void_with_pin": True},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong):
    with pytest.raises(AssertionError):
        TerminalSettings(terminal_id="80000101", **wrong)


def test_faults_of_other_parties_are_not_the_terminals_business():
    assert TerminalSettings(terminal_id="80000101", planted=PLANTABLE | {"issuer.no-tombstone"})


@pytest.mark.parametrize(
    ("settings", "code"),
    [({}, "004"), ({"track_encryption": False}, "003"), ({"single_length_sign_in": True}, "001")],
)
def test_the_sign_in_asks_for_the_keys_that_the_settings_need(settings, code):
    assert TerminalSettings(terminal_id="80000101", **settings).network_code == code
