"""Whatever the bytes are, something defined comes of them, nothing of a secret is noted, and nothing is sold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.acquirer.tables import NEWEST_ATTEMPTS
from countertop.iso8583 import UNIONPAY_POS
from tests.acquirer.neighbours import PAN, House

FRAMES = [b"", b"\x60", b"\x60" * 3, bytes(11), bytes(64), bytes(8192), b"\xff" * 300, b"GET / HTTP/1.1\r\n\r\n"]


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_noise_is_hung_up_on(house, frame):
    till = house.till.call()
    house.book.tell(till.line, frame)
    till.nothing_heard()
    assert house.book.hung_up(till.line)


def test_a_broken_message_of_a_known_terminal_is_answered_30(house, till, switch):
    payload = till.seal(till.sale())
    # Field 49 stands before the end; a byte too many breaks the message after the terminal has named itself.
    house.book.tell(till.line, payload + b"\x00")
    answer = till.hear()
    assert answer.response_code == "30"
    assert answer.mac is None, "nobody has proven who sent it: a terminal must not take this for the end of its payment"
    assert not house.book.hung_up(till.line)
    switch.nothing_heard()


def test_ten_bad_frames_are_borne(house, till):
    payload = till.seal(till.sale()) + b"\x00"
    for _ in range(10):
        house.book.tell(till.line, payload)
        assert not house.book.hung_up(till.line)
    house.book.tell(till.line, payload)
    assert house.book.hung_up(till.line)


def test_an_answer_sent_as_a_request_is_ignored(house, till, switch):
    _, answer = till.buy()
    for mti in ("0210", "0410", "0810", "0830"):
        house.book.tell(till.line, UNIONPAY_POS.encode(answer.copy(mti=mti, mac=None)))
    till.nothing_heard()
    switch.nothing_heard()
    assert house.memory.counts["no-request"] == 4


def test_strangers_are_told_97_and_in_the_end_hung_up_on(house):
    till = house.till
    till.terminal_id = "99999999"
    till.call()
    for _ in range(11):
        till.tell(till.manage("0820", "301"))
    assert {answer.response_code for answer in till.hear_all()} == {"97"}
    assert house.book.hung_up(till.line)


def test_notes_hold_nothing_of_a_card(house, till):
    payload = till.seal(till.sale(pan="6225000000000015")) + b"\x00"
    house.book.tell(till.line, payload)
    till.tell(till.sale(pan="6225000000000015"))
    assert PAN[:12] not in repr([note.arguments for note in house.book.notes])


def test_a_frame_on_a_line_that_is_gone_is_nothing(house, till):
    till.tell(till.sale())
    house.book.close(till.line)
    house.switch.approve()
    assert house.book.said(till.line) == []


class World:
    """One host that hears all examples of these tests: whatever came before must not matter."""

    def __init__(self):
        self.house = House(most_bad_frames=10**9).open()
        till = self.house.till
        till.sign_in()
        self.good = till.seal(till.sale())
        self.frames = [self.good, till.seal(till.reversal(till.sale()))]


@pytest.fixture(scope="module")
def world():
    return World()


def hear(world, frame):
    house = world.house
    line = house.book.call("terminals")
    house.book.tell(line, frame)
    for payload in house.book.said(line):
        answer = UNIONPAY_POS.decode(payload)
        assert answer.response_code != "00" or answer.mti in ("0810", "0830")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_frames(world, frame):
    hear(world, frame)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["0200", "0400", "0800", "0820", "0500", "0320", "0210"]))
def test_random_messages_behind_a_good_opening(world, body, mti):
    hear(world, world.good[:11] + bytes.fromhex(mti) + body)


def folded(frame):
    """Return what the MAC of a frame depends on, and the MAC."""
    covered, block = bytes(frame[11:-8]), 0
    for at in range(0, len(covered), 8):
        block ^= int.from_bytes(covered[at : at + 8].ljust(8, b"\0"))
    return block, bytes(frame[-8:])


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_mutated_frames_sell_nothing(world, data):
    frame = bytearray(data.draw(st.sampled_from(world.frames)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(11, len(frame) - 1))
        how = data.draw(st.sampled_from(["flip", "cut", "insert", "replace"]))
        if how == "flip":
            frame[place] ^= 1 << data.draw(st.integers(0, 7))
        elif how == "cut":
            del frame[place : place + data.draw(st.integers(1, 8))]
        elif how == "insert":
            frame[place:place] = data.draw(st.binary(max_size=8))
        else:
            frame[place] = data.draw(st.integers(0, 255))
        if len(frame) <= 12:
            break
    if folded(frame) in map(folded, world.frames):
        # The MAC covers an exclusive or of blocks: changes a block apart undo one another.
        return
    attempts = len(world.house.book.rows(NEWEST_ATTEMPTS))
    hear(world, bytes(frame))
    world.house.switch.nothing_heard()
    assert len(world.house.book.rows(NEWEST_ATTEMPTS)) == attempts


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_sealed_nonsense_is_refused_or_declined(world, data):
    """A terminal that holds the keys but fills the fields at random."""
    till = world.house.till
    message = till.sale()
    digits = st.text("0123456789", min_size=0, max_size=19)
    changes = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "processing_code": st.sampled_from(["000000", "200000", "310000"]),
                "amount": st.sampled_from(["000000000000", "999999999999", None]),
                "stan": st.sampled_from(["000000", None]),
                "entry_mode": st.sampled_from(["000", "999", None]),
                "condition_code": st.sampled_from(["00", "99", None]),
                "security_control": st.sampled_from(["0" * 16, "9" * 16, None]),
                "currency": st.sampled_from(["000", "   ", None]),
                "transaction_info": st.sampled_from(["22000001", "23000001000", "22", "", "22000001" + "9" * 9]),
                "original_info": digits,
                "terminal_information": st.text("OPSV0123456789", max_size=40),
                "rrn": st.sampled_from(["            ", "999999999999"]),
                "expiry": st.sampled_from(["0000", "9999"]),
                "approval_code": st.sampled_from(["      "]),
            },
        )
    )
    message = message.copy(**changes)
    if data.draw(st.booleans()):
        message = till.reversal(message)
    till.tell(message)
    for answer in till.hear_all(whole=False):
        assert answer.response_code is not None
    world.house.switch.hear_all()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_from_the_switch(world, body):
    house = world.house
    for frame in (body, b"\x2e\x02" + body, world.good):
        house.book.tell(house.switch.line, frame)
    assert house.memory.uplink.is_up
