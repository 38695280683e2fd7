"""Requests of people who mean no good: nothing moves, and nobody else notices."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countertop.qr.wallet_messages import NoticeRequest, QueryRequest
from countertop.qr.wallet_wire import UnsignedRefusal, decode_answer, decode_request
from countertop.values import MINUTE, SECOND
from countertop.wallet import WalletSettings
from countertop.wallet.freshness import Freshness
from tests.wallet.till import ACQUIRER, BALANCE, OTHER_ACQUIRER, Till, fault, shared_key


@pytest.fixture
def till():
    return Till()


def turned_away(till, payload):
    """Send a payload that proves nothing; return the fault and field it is turned away with."""
    till.book.tell(till.line, payload)
    (said,) = till.book.said(till.line)
    message = decode_answer(said, "pay").message
    assert isinstance(message, UnsignedRefusal)
    assert till.balance() == BALANCE
    return message.fault, message.fault_field


def test_every_altered_byte_is_turned_away(till):
    payload = till.signed(till.pay_request())
    for place in range(0, len(payload), 11):
        altered = payload[:place] + bytes((payload[place] ^ 1,)) + payload[place + 1 :]
        till.book.tell(till.line, altered)
        (said,) = till.book.said(till.line)
        assert b"SUCCESS" not in said
    assert till.balance() == BALANCE


def test_a_signature_of_another_key_is_turned_away(till):
    (key,) = shared_key("thief", till.hsm)
    assert turned_away(till, till.signed(till.pay_request(), key)) == ("signature-wrong", "signature")
    assert till.book.noted("wallet.turned_away") == 1


def test_one_acquirer_cannot_speak_for_another(till):
    request = till.pay_request(acquirer_id=OTHER_ACQUIRER)
    assert turned_away(till, till.signed(request)) == ("signature-wrong", "signature")
    request = till.pay_request(acquirer_id="1234567")
    assert turned_away(till, till.signed(request)) == ("acquirer-unknown", "acquirer_id")


def test_an_answer_is_no_request(till):
    order = till.pay()
    answer = {"verb": "query", "acquirer_id": ACQUIRER, "order_number": order.order_number}
    assert turned_away_after(till, json.dumps(answer).encode()) == "not-understood"


def turned_away_after(till, payload):
    till.book.tell(till.line, payload)
    (said,) = till.book.said(till.line)
    return decode_answer(said, "pay").message.fault


@pytest.mark.parametrize(
    ("payload", "field"),
    [(b"", "message"), (b"\x00\x05hello", "message"), (b'{"verb":"pay"}', "signature"), (b"[" * 8192, "message")],
)
def test_what_is_no_message_is_turned_away(till, payload, field):
    assert turned_away(till, payload) == ("not-understood", field)


def test_an_unknown_field_is_turned_away(till):
    members = json.loads(till.signed(till.pay_request()))
    assert turned_away(till, json.dumps({**members, "discount": 1}).encode()) == ("not-understood", "discount")


def test_the_wallet_takes_no_notices(till):
    notice = NoticeRequest(**till.head(), notice_number=1, event="paid", order_number="A", wallet_number="0" * 20,
                           merchant_id="1", terminal_id="1", amount=1, currency="156", refunded=0, state="SUCCESS")  # fmt: skip
    assert turned_away(till, till.signed(notice)) == ("not-understood", "verb")


def test_a_replay_is_refused(till):
    request = till.pay_request()
    payload = till.signed(request)
    till.book.tell(till.line, payload)
    assert till.hear(request).state == "SUCCESS"
    till.book.tell(till.line, payload)
    assert fault(till.hear(request)) == "replayed"
    assert till.balance() == BALANCE - 12_50


def test_a_replay_after_a_restart_gets_the_stored_answer(till):
    request = till.pay_request()
    payload = till.signed(request)
    till.book.tell(till.line, payload)
    first = till.hear(request)
    till.restart()
    till.book.tell(till.line, payload)
    assert till.hear(request).wallet_number == first.wallet_number
    assert till.balance() == BALANCE - 12_50


@pytest.mark.parametrize("shift", [-5 * MINUTE - SECOND, 5 * MINUTE + SECOND])
def test_a_request_from_another_time_is_stale(till, shift):
    request = till.pay_request(timestamp=(till.book.utc + shift) // 1000)
    assert fault(till.ask(request)) == "stale"
    assert till.balance() == BALANCE


def test_a_replay_hours_later_is_stale(till):
    request = till.pay_request()
    payload = till.signed(request)
    till.book.tell(till.line, payload)
    till.hear(request)
    till.book.advance(11 * MINUTE)
    till.book.tell(till.line, payload)
    assert fault(till.hear(request)) == "stale"


def test_nonces_are_remembered_while_their_requests_are_fresh_and_no_longer(till):
    query = QueryRequest(**till.head(timestamp=till.book.utc // 1000 + 5 * 60 * 1000), order_number="A1")
    payload = till.signed(query)
    till.book.tell(till.line, payload)
    assert fault(till.hear(query)) == "order-unknown"
    till.book.advance(9 * MINUTE)
    till.book.tell(till.line, payload)
    assert fault(till.hear(query)) == "replayed"
    till.book.advance(2 * MINUTE)
    till.query("A2")
    assert len(till.book.actor.office.freshness) == 1


def test_nonces_have_a_limit():
    till = Till(WalletSettings(most_nonces=3))
    assert [fault(till.query("A1")) for _ in range(4)] == ["order-unknown"] * 3 + ["busy"]
    till.book.advance(11 * MINUTE)
    assert fault(till.query("A1")) == "order-unknown"


def test_freshness_is_by_acquirer():
    fresh, now = Freshness(60 * SECOND, 10), Till().book._now()
    moment = now.utc // 1000
    assert fresh.fault("1", "ab", moment, now) is None
    assert fresh.fault("2", "ab", moment, now) is None
    assert fresh.fault("1", "ab", moment, now) == "replayed"


def test_codes_cannot_be_guessed_without_being_seen(till):
    for number in range(20):
        assert till.pay(code=f"10{number:016d}").reason == "code-unknown"
    assert till.balance() == BALANCE


def test_nothing_said_or_noted_repeats_a_code(till):
    code = till.code()
    request = till.pay_request(code=code)
    payload = till.signed(request)
    till.book.tell(till.line, payload.replace(b'"amount":1250', b'"amount":99'))
    till.book.tell(till.line, payload.replace(b'"pay"', b'"pay" '))
    said = repr(till.book.said(till.line)) + repr([note.arguments for note in till.book.notes])
    assert code not in said
    status, body = till.book.ask_desk("trace", rrn=request.order_number)
    assert (status, code in repr(body)) == (0, False)


def test_a_trace_shows_what_was_asked(till):
    request = till.pay_request()
    till.ask(request)
    till.reverse(request.order_number)
    _, body = till.book.ask_desk("trace", rrn=request.order_number)
    assert [(hop["mti"], hop["fields"]["state"]) for hop in body["hops"]] == [("pay", "paid"), ("reverse", "reversed")]
    assert body["hops"][0]["fields"]["payment_code"].count("*") == 12


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_whatever_comes_the_wallet_goes_on(data):
    till = _SHARED
    till.book.tell(till.line, data)
    till.book.said(till.line)
    assert till.book.stage.stopped is None


_SHARED = Till()


def test_what_the_till_signs_is_what_the_wallet_reads(till):
    request = till.pay_request()
    assert decode_request(till.signed(request)).message == request
