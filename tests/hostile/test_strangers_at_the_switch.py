"""Who calls the members' port without a member's keys gets nothing, and takes nothing from those who have them."""

from contextlib import closing
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countertop.codec import Framing
from countertop.demo.people import ACQUIRER, BANKS, SWITCH
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.header import InterbankHeader
from countertop.runtime.desk_client import DeskClient
from tests.hostile.thief import Line

SETTINGS = ("switch.settings.sign_on_within=2s", "switch.lines.header=1s")
HOSTILE = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True, scope="module")
def the_members_stay(house):
    yield
    with DeskClient(house.data / "switch") as desk:
        _, body = desk.request("status")
    assert all(member["signed_on"] for member in body["members"])
    assert house.count("switch", "switch.member_gone") == 0
    house.still_works()


def message(mti, sender, **fields):
    """Build a message with a MAC of zeros, in the name of somebody."""
    header = InterbankHeader(SWITCH.institution_id, sender)
    fields = {"transmission_time": "0101120000", "stan": "000001", "forwarding_id": sender} | fields
    payload, _ = INTERBANK.seal_parts(Message(mti, header=header, **fields))
    return INTERBANK.sealed(payload, bytes(8))


def sign_on(sender):
    return message("0820", sender, network_code="001")


def hung_up(line):
    """Return what was said before the switch hung up, which must be soon."""
    began, heard = monotonic(), []
    while (payload := line.receive()) is not None:
        heard.append(payload)
    assert monotonic() - began < 6
    return heard


def test_who_says_nothing_is_hung_up_on(house):
    with house.notes("switch", "switch.nobody_signed_on"), closing(Line(house.members, Framing.ASCII4)) as line:
        assert hung_up(line) == []


@pytest.mark.parametrize("party", [ACQUIRER, *BANKS], ids=lambda party: party.party)
def test_a_sign_on_with_a_wrong_mac_is_refused_and_the_member_stays(house, party):
    with house.notes("switch", "switch.wrong_mac"), closing(Line(house.members, Framing.ASCII4)) as line:
        line.send(sign_on(party.institution_id))
        (answer,) = hung_up(line)
    assert INTERBANK.decode(answer).response_code == "A0"


@pytest.mark.parametrize(
    "payload",
    [
        sign_on("12345678"),
        message("0820", ACQUIRER.institution_id, network_code="301"),
        message("0200", ACQUIRER.institution_id, processing_code="000000", amount="000000000100"),
        message("0420", ACQUIRER.institution_id, processing_code="000000", amount="000000000100"),
        message("0210", BANKS[0].institution_id, processing_code="000000", response_code="00"),
    ],
    ids=["nobody", "echo", "sale", "reversal", "answer"],
)
def test_who_begins_with_anything_but_a_sign_on_of_a_member_is_hung_up_on(house, payload):
    with house.notes("switch", "switch.stranger"), closing(Line(house.members, Framing.ASCII4)) as line:
        line.send(payload)
        assert hung_up(line) == []


@pytest.mark.parametrize("noise", [b"GET / HTTP/1.1", b"\x00\x00\x00\x00", b"9999", b"-001", "００１０".encode()])
def test_what_is_no_length_ends_the_line(house, noise):
    with house.notes("switch", "line.dropped"), closing(Line(house.members, Framing.ASCII4)) as line:
        line.socket.sendall(noise)
        assert hung_up(line) == []


@pytest.mark.parametrize("begun", [b"0", b"0100", b"0100half"])
def test_what_is_begun_must_be_finished(house, begun):
    with closing(Line(house.members, Framing.ASCII4)) as line:
        line.socket.sendall(begun)
        assert hung_up(line) == []


@HOSTILE
@given(noise=st.binary(min_size=1, max_size=300))
def test_noise_gets_no_answer(house, noise):
    with closing(Line(house.members, Framing.ASCII4)) as line:
        line.send(noise)
        line.socket.shutdown(1)
        assert hung_up(line) == []
    assert house.count("switch", "switch.unusable_frame") + house.count("switch", "switch.stranger") > 0
