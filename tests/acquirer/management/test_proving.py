"""Who may move what by a management message: who has a key seals it, and is answered sealed."""

import pytest

from countertop.acquirer.tables import EVERY_SESSION
from countertop.iso8583.private.extended import write_status
from countertop.iso8583.private.instructions import Instruction, Report
from countertop.iso8583.private.parameters import read_parameters
from countertop.iso8583.private.whereabouts import Whereabouts
from tests.acquirer.neighbours import TERMINAL_ID

SEALS = {"qr_data": Whereabouts("CT7K000001", seals=True).text()}
ASKS = [("0800", "360"), ("0800", "364"), ("0800", "390"), ("0800", "420")]
MOVES = {
    ("0800", "361"): None,
    ("0800", "365"): Report(1, "00").data(),
    ("0800", "391"): None,
    ("0820", "362"): write_status({"01": False}),
    ("0820", "002"): None,
}


@pytest.fixture
def till(house):
    """A terminal that is signed in and seals; it is locked, and called to a download and the list."""
    house.till.sign_in(**SEALS)
    house.book.ask_desk("set_parameters", scope="all", values={"resend_count": "3"}, by="Li Na")
    for command in ("lock", "status", "blacklist"):
        house.book.ask_desk("command", terminal_id=TERMINAL_ID, command=command, by="Li Na")
    sealed(house.till, "0800", "360")
    return house.till


def told(house):
    """Return what a message could have moved."""
    parameters = house.book.ask_desk("parameters", terminal_id=TERMINAL_ID)[1]
    commands = house.book.ask_desk("commands", terminal_id=TERMINAL_ID)[1]["commands"]
    ended = {each["command"] for each in commands if each["outcome"]}
    (session,) = [row for row in house.book.rows(EVERY_SESSION) if row["terminal_id"] == TERMINAL_ID]
    return parameters["downloaded_version"], parameters["broken_parts"], ended, session["state"]


def sealed(till, mti, code, **changes):
    till.house.book.tell(till.line, till.seal(till.manage(mti, code, **changes)))
    return till.hear()


def bare(till, mti, code, **changes):
    till.tell(till.manage(mti, code, **changes))
    return till.hear()


@pytest.mark.parametrize(("mti", "code"), [*ASKS, *MOVES])
def test_what_is_sealed_is_answered_sealed(till, mti, code):
    answer = sealed(till, mti, code, extended_data=MOVES.get((mti, code)))
    assert (answer.response_code, answer.mac is not None) == ("00", True)


@pytest.mark.parametrize(("mti", "code"), [*ASKS, *MOVES])
def test_a_wrong_mac_asks_nothing_and_moves_nothing(house, till, mti, code):
    before = told(house)
    message = till.manage(mti, code, extended_data=MOVES.get((mti, code)))
    house.book.tell(till.line, till.seal(message, b"\0" * 8))
    answer = till.hear()
    assert (answer.response_code, answer.extended_data) == ("A0", None)
    assert house.book.noted("acquirer.wrong-mac")
    assert told(house) == before


@pytest.mark.parametrize(("mti", "code"), MOVES)
def test_without_a_mac_a_terminal_that_seals_moves_nothing(house, till, mti, code):
    before = told(house)
    answer = bare(till, mti, code, extended_data=MOVES[mti, code])
    assert answer.response_code == "A0"
    assert told(house) == before
    house.reopen()
    assert sealed(till, "0800", "390").response_code == "00"
    assert bare(till, mti, code, extended_data=MOVES[mti, code]).response_code == "A0"
    assert told(house) == before


def test_a_payment_shows_too_that_a_terminal_has_its_keys(house):
    house.till.sign_in(**SEALS)
    house.till.buy()
    assert bare(house.till, "0820", "002").response_code == "A0"


def test_a_late_copy_of_a_sign_in_brings_keys_that_nobody_has_and_binds_nobody(house, till):
    copy = till.message("0800", stan="000999", transaction_info="00000000004", reserved_data="01 ", **SEALS)
    assert sealed(till, "0820", "002").response_code == "00"
    till.tell(copy)
    till.hear()
    assert bare(till, "0800", "365", extended_data=MOVES["0800", "365"]).response_code == "00"


@pytest.mark.parametrize(("mti", "code"), ASKS)
def test_who_only_asks_without_a_mac_is_answered_without_one(till, mti, code):
    answer = bare(till, mti, code)
    assert (answer.response_code, answer.mac) == ("00", None)


@pytest.mark.parametrize(("mti", "code"), MOVES)
def test_the_classic_dialect_moves_all_of_it_without_a_mac(house, till, mti, code):
    till.sign_in()  # without our account of the machine
    answer = bare(till, mti, code, extended_data=MOVES[mti, code])
    assert (answer.response_code, answer.mac) == ("00", None)


@pytest.mark.parametrize(("mti", "code"), [each for each in MOVES if each != ("0820", "002")])
def test_who_is_signed_out_has_no_key_and_is_believed(house, till, mti, code):
    assert sealed(till, "0820", "002").response_code == "00"
    assert bare(till, mti, code, extended_data=MOVES[mti, code]).response_code == "00"


@pytest.mark.parametrize(("mti", "code"), [*ASKS, *MOVES])
def test_a_mac_of_a_session_that_ended_calls_for_a_sign_in(till, mti, code):
    assert sealed(till, "0820", "002").response_code == "00"
    answer = sealed(till, mti, code, extended_data=MOVES.get((mti, code)))
    assert (answer.response_code, answer.mac) == ("77", None)


def test_a_line_whose_certificate_names_the_terminal_vouches_for_it(house, till):
    till.line = house.book.call("terminals", identity=TERMINAL_ID)
    assert bare(till, "0800", "361").response_code == "00"
    assert told(house)[0] == 1


def test_the_answers_carry_what_they_carried_before(house, till):
    assert read_parameters(sealed(till, "0800", "360").extended_data) == {"resend_count": "3"}
    assert Instruction.read(sealed(till, "0800", "364").extended_data) == Instruction(3, "LK")
