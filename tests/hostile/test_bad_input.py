"""Whatever arrives on the terminals' port of a running house: the right answer or a closed line, a note, no money."""

import socket
import sqlite3
from contextlib import closing
from time import monotonic, sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countertop.codec import Framing
from countertop.demo.people import BANKS
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.runtime.parties import LOG, STORE
from tests.hostile.thief import Line
from tests.security.searching import Needles

SETTINGS = ("acquirer.lines.header=2s", "acquirer.lines.body=3s")
APPROVING = {"00", "10", "11", "A2", "A4", "A5", "A6"}
ENVELOPE = 11  # TPDU and header: outside the MAC
HOSTILE = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def thief(house):
    with house.thief() as thief:
        yield thief.sign_in()


@pytest.fixture(autouse=True, scope="module")
def nothing_is_told_and_the_books_agree(house):
    yield
    house.still_works()
    text = {f"number {place}": card.pan.reveal() for place, card in enumerate(house.cards)}
    text |= {f"PIN {place}": card.pin.reveal() for place, card in enumerate(house.cards) if len(card.pin.reveal()) > 8}
    for party in house.data.iterdir():
        if (party / LOG).exists():
            assert set(Needles(text).found((party / LOG).read_bytes())) == set()


def postings(house):
    """Return how many postings all banks have made."""
    counts = []
    for bank in BANKS:
        with closing(sqlite3.connect(f"file:{house.data / bank.party / STORE}?mode=ro", uri=True)) as book:
            counts += book.execute("SELECT count(*) FROM posting").fetchone()
    return sum(counts)


def said_to(address, data):
    """Send bytes, then nothing more; return everything the host says before it hangs up."""
    with socket.create_connection(address, timeout=10) as line:
        heard = b""
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            while more := line.recv(65536):
                heard += more
        except ConnectionError:
            pass
        return Framing.BINARY2.splitter().feed(heard)


def codes(payloads):
    return [UNIONPAY_POS.decode(payload).response_code for payload in payloads]


# Framing


@pytest.mark.parametrize("prefix", [b"\x00\x00", b"\xff\xff", b"\x20\x01", b"\x00\x00\x00\x05hello"])
def test_a_length_that_cannot_be_ends_the_line_at_once(house, prefix):
    with house.notes("acquirer", "line.dropped"), closing(Line(house.counter)) as line:
        line.socket.sendall(prefix)
        began = monotonic()
        assert line.receive() is None
        assert monotonic() - began < 1.5  # not for a time-out


def test_a_length_that_is_wrong_is_answered_by_what_the_cut_message_is(house, thief):
    payload = thief.sealed(thief.sale(100, house.cards[0]))
    short = (len(payload) - 5).to_bytes(2, "big") + payload  # the rest begins another frame
    assert set(codes(said_to(house.counter, short))) <= {"30", "A0"}
    long = (len(payload) + 5).to_bytes(2, "big") + payload  # the end never comes
    assert said_to(house.counter, long) == []


@pytest.mark.parametrize("size", [1, 2, 3, 13, 60])
def test_a_frame_that_breaks_off_is_nothing(house, thief, size):
    frame = Framing.BINARY2.join(thief.sealed(thief.sale(100, house.cards[0])))
    before = postings(house)
    assert said_to(house.counter, frame[:size]) == []
    assert postings(house) == before


@pytest.mark.parametrize(("at_once", "reason"), [(1, "header-late"), (40, "body-late")])
def test_who_sends_too_slowly_is_hung_up_on(house, thief, at_once, reason):
    frame = Framing.BINARY2.join(thief.sealed(thief.sale(100, house.cards[0])))
    with house.notes("acquirer", "line.dropped"), closing(Line(house.counter)) as line:
        line.socket.sendall(frame[:at_once])
        began, place = monotonic(), at_once
        line.socket.settimeout(1)
        while monotonic() - began < 8:
            try:
                if line.socket.recv(1) == b"":
                    break
            except TimeoutError:
                if at_once > 1:
                    line.socket.sendall(frame[place : place + 1])
                    place += 1
            except ConnectionError:
                break
        assert 1.5 < monotonic() - began < 7
    assert house.noted("acquirer")[-1]["arguments"]["reason"] == reason


def test_who_sends_in_pieces_but_in_time_is_served(house, thief):
    payload = thief.sealed(thief.sale(100, house.cards[0]))
    frame = Framing.BINARY2.join(payload)
    with closing(Line(house.counter)) as line:
        for start, end in ((0, 1), (1, 2), (2, 50), (50, len(frame))):
            line.socket.sendall(frame[start:end])
            sleep(0.3)
        assert UNIONPAY_POS.decode(line.receive()).response_code == "00"


# Messages


def test_every_flipped_bit_of_the_bitmap_is_refused(house, thief):
    before = postings(house)
    for bit in range(64):
        payload = bytearray(thief.sealed(thief.sale(100, house.cards[1])))
        payload[ENVELOPE + 2 + bit // 8] ^= 0x80 >> bit % 8
        answered = codes(said_to(house.counter, Framing.BINARY2.join(bytes(payload))))
        assert set(answered).isdisjoint(APPROVING), (bit, answered)
    assert postings(house) == before
    assert house.count("acquirer", "acquirer.undecoded") + house.count("acquirer", "acquirer.wrong-mac") >= 50


@pytest.mark.parametrize("wrong", ["A", "B", "C", "D", "E", "F"])
@pytest.mark.parametrize("digits", ["000000004321", "stan"])
def test_letters_where_digits_belong_are_refused(house, thief, wrong, digits):
    request = thief.sale(4321, house.cards[2])
    payload = thief.sealed(request)
    digits = request.stan if digits == "stan" else digits
    altered = payload.replace(bytes.fromhex(digits), bytes.fromhex(digits[:-1] + wrong), 1)
    assert altered != payload
    with house.notes("acquirer", "acquirer.undecoded"):
        assert set(codes(said_to(house.counter, Framing.BINARY2.join(altered)))) <= {"30"}


def test_a_stranger_is_told_97(house, thief):
    thief_is = thief.counter.terminal_id
    thief.counter.terminal_id = "99999999"
    try:
        with house.notes("acquirer", "acquirer.stranger"):
            assert thief.ask(thief.sale(100, house.cards[0])).response_code == "97"
    finally:
        thief.counter.terminal_id = thief_is
    thief.redial()


def test_every_flipped_bit_of_a_mac_is_refused_and_so_is_none(house, thief):
    before = postings(house)
    with house.notes("acquirer", "acquirer.wrong-mac"):
        for bit in range(64):
            payload = bytearray(thief.sealed(thief.sale(100, house.cards[3])))
            payload[-1 - bit // 8] ^= 1 << bit % 8
            assert thief.ask_with(bytes(payload)).response_code == "A0"
    bare = thief.sale(100, house.cards[3])
    assert thief.ask_with(UNIONPAY_POS.encode(bare)).response_code in {"A0", "30"}
    assert postings(house) == before


def test_a_frame_sent_again_gets_the_same_answer_and_no_second_debit(house, thief):
    bought = thief.buy(700, house.cards[4])
    before = postings(house)
    told = (bought.answer.rrn, bought.answer.approval_code, "00")
    for _ in range(3):
        answer = thief.ask_with(bought.payload)
        assert (answer.rrn, answer.approval_code, answer.response_code) == told
    from_elsewhere = said_to(house.counter, Framing.BINARY2.join(bought.payload) * 2)
    # Whoever hangs up without waiting may miss the answers; those that came are the same.
    assert {UNIONPAY_POS.decode(payload).rrn for payload in from_elsewhere} <= {bought.answer.rrn}
    assert postings(house) == before


def test_answers_sent_as_requests_are_ignored_and_in_the_end_hung_up_on(house, thief):
    bought = thief.buy(800, house.cards[5])
    before = postings(house)
    with house.notes("acquirer", "acquirer.no-request"), closing(Line(house.counter)) as line:
        for _ in range(11):
            line.send(UNIONPAY_POS.encode(bought.answer))
        assert line.receive() is None
    assert postings(house) == before


def test_a_kind_that_nobody_knows_is_refused(house, thief):
    request = thief.sale(100, house.cards[0])
    for mti, kind in (("0100", "000000"), ("0220", "000000"), ("0200", "310000"), ("0200", "999999")):
        answer = thief.ask(request.copy(mti=mti, processing_code=kind, stan=thief.next_stan()))
        assert answer is None or answer.response_code not in APPROVING
        if answer is None:
            thief.redial()


@HOSTILE
@given(noise=st.binary(max_size=400), framed=st.booleans())
def test_noise_is_answered_by_nothing_that_approves(house, noise, framed):
    data = Framing.BINARY2.join(noise) if framed and noise else noise
    assert set(codes(said_to(house.counter, data))).isdisjoint(APPROVING)


@HOSTILE
@given(data=st.data())
def test_an_altered_sale_is_never_approved(house, thief, data):
    payload = bytearray(thief.sealed(thief.sale(100, house.cards[6])))
    place = data.draw(st.integers(ENVELOPE, len(payload) - 1), "place")
    payload[place] ^= data.draw(st.integers(1, 255), "change")
    before = postings(house)
    assert set(codes(said_to(house.counter, Framing.BINARY2.join(bytes(payload))))).isdisjoint(APPROVING)
    assert postings(house) == before


def test_a_management_message_of_a_stranger_gets_no_keys(house):
    with closing(Line(house.counter)) as line:
        request = Message(
            "0800", tpdu=bytes.fromhex("6000030000"), header="603100310001", stan="000001", terminal_id="12345678",
            merchant_id="123456789012345", transaction_info="00000001004", reserved_data="001",
        )  # fmt: skip
        line.send(UNIONPAY_POS.encode(request))
        answer = UNIONPAY_POS.decode(line.receive())
        assert answer.response_code == "97"
        assert answer.extended_data is None
