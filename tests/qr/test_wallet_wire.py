"""The wallet's API as bytes: one table, decoded strictly, signed canonically."""

import json
import string
from contextlib import suppress
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.qr import ApiError, PaymentCode
from countertop.qr.wallet_fields import FIELDS, Number, Text, Truth, Word
from countertop.qr.wallet_messages import (
    ANSWERS,
    FAULTS,
    REQUESTS,
    BillAnswer,
    BillLine,
    OrderAnswer,
    PayRequest,
    QueryRequest,
    Refusal,
)
from countertop.qr.wallet_wire import (
    MOST_BYTES,
    UnsignedRefusal,
    decode_answer,
    decode_request,
    encode,
    encode_unsigned_refusal,
    printable,
    signing_text,
)

SIGNATURE = bytes(range(32))
HEAD = {"acquirer_id": "99992900", "nonce": "0f" * 16, "timestamp": 1_721_008_800_000}
PAY = PayRequest(
    **HEAD, order_number="A-1", merchant_id="999290054110001", merchant_name="Demo Fresh Mart", terminal_id="80000101",
    amount=1250, currency="156", payment_code=PaymentCode("103456789012345678"), subject="生鲜",
)  # fmt: skip
WIRE = json.loads(encode(PAY, SIGNATURE))


def fault_of(members):
    payload = members if isinstance(members, bytes) else json.dumps(members).encode()
    with pytest.raises(ApiError) as refused:
        decode_request(payload)
    return refused.value.field, refused.value.kind


def changed(**changes):
    return {name: value for name, value in {**WIRE, **changes}.items() if value is not ...}


def test_every_field_of_every_message_is_in_the_table():
    known = {*FIELDS, "lines", "verb"}
    for kind in {*REQUESTS.values(), *ANSWERS.values(), Refusal, BillLine}:
        assert {each.name for each in fields(kind)} <= known, kind


def test_every_field_of_the_table_is_in_a_message():
    used = {"signature", "fault", "fault_field"}
    for kind in {*REQUESTS.values(), *ANSWERS.values(), BillLine}:
        used |= {each.name for each in fields(kind)}
    assert set(FIELDS) <= used


def test_every_verb_has_its_answer():
    assert set(REQUESTS) == set(ANSWERS)


def test_the_signing_text_is_written_out():
    query = QueryRequest(**HEAD, order_number="A-1")
    assert signing_text(query) == (
        b"countertop-wallet/1\nrequest\n"
        b'{"acquirer_id":"99992900","nonce":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","order_number":"A-1",'
        b'"timestamp":1721008800000,"verb":"query"}'
    )


def test_a_request_goes_over_the_wire_and_its_signing_text_does_not_depend_on_blanks_and_order():
    shuffled = json.dumps(dict(reversed(WIRE.items())), indent=3).encode()
    for payload in (encode(PAY, SIGNATURE), shuffled):
        received = decode_request(payload)
        assert received.message == PAY
        assert received.signed == signing_text(PAY)
        assert received.signature == SIGNATURE


def test_request_and_answer_never_have_the_same_signing_text():
    answer = OrderAnswer(**HEAD, verb="query", order_number="A-1", state="NOTPAY", refunded=0)
    assert signing_text(answer).startswith(b"countertop-wallet/1\nanswer\n")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"verb": ...}, ("verb", "missing")),
        ({"verb": 1}, ("verb", "type")),
        ({"verb": "steal"}, ("verb", "unknown")),
        ({"amount": ...}, ("amount", "missing")),
        ({"amount": "1250"}, ("amount", "type")),
        ({"amount": True}, ("amount", "type")),
        ({"amount": 0}, ("amount", "range")),
        ({"amount": -1}, ("amount", "range")),
        ({"amount": 10**12}, ("amount", "range")),
        ({"amount": 12.5}, ("message", "type")),
        ({"amount": 10**30}, ("message", "range")),
        ({"amount": None}, ("amount", "type")),
        ({"subject": None}, ("subject", "type")),
        ({"subject": ""}, ("subject", "range")),
        ({"subject": "a\nb"}, ("subject", "range")),
        ({"subject": "x" * 65}, ("subject", "range")),
        ({"order_number": "A 1"}, ("order_number", "form")),
        ({"order_number": "A-1\n"}, ("order_number", "range")),
        ({"order_number": "１"}, ("order_number", "form")),
        ({"payment_code": "10345678901234567x"}, ("payment_code", "form")),
        ({"signature": ...}, ("signature", "missing")),
        ({"signature": "00"}, ("signature", "form")),
        ({"signature": "AB" * 32}, ("signature", "form")),
        ({"nonce": "x"}, ("nonce", "form")),
        ({"colour": "red"}, ("colour", "unknown")),
        ({"103456789012345678": "x"}, ("message", "unknown")),
        ({"refund_number": "R"}, ("refund_number", "unknown")),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_its_reason(change, fault):
    assert fault_of(changed(**change)) == fault


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", ("message", "json")),
        (b"\xff", ("message", "json")),
        (b"[]", ("message", "type")),
        (b'"pay"', ("message", "type")),
        (b'{"verb":"pay","verb":"pay"}', ("message", "duplicate")),
        (b'{"verb":NaN}', ("message", "type")),
        (b'{"verb":1e5}', ("message", "type")),
        (b"[" * 8000, ("message", "json")),
        (b" " * (MOST_BYTES + 1), ("message", "size")),
    ],
)
def test_what_is_no_message_is_refused(payload, fault):
    assert fault_of(payload) == fault


def test_no_error_repeats_what_it_refuses():
    for change in ({"payment_code": "103456789012345678999999999"}, {"order_number": "secret words"}):
        with pytest.raises(ApiError) as refused:
            decode_request(json.dumps(changed(**change)).encode())
        assert "1034567" not in str(refused.value)
        assert "secret" not in str(refused.value)


def test_an_answer_is_of_its_verb_or_a_refusal():
    answer = OrderAnswer(
        **HEAD, verb="pay", order_number="A-1", state="SUCCESS", refunded=0, amount=1250, currency="156"
    )
    payload = encode(answer, SIGNATURE)
    assert decode_answer(payload, "pay").message == answer
    with pytest.raises(ApiError):
        decode_answer(payload, "query")
    refusal = Refusal(**HEAD, verb="pay", fault="order-differs")
    received = decode_answer(encode(refusal, SIGNATURE), "pay")
    assert (received.message, received.signed) == (refusal, signing_text(refusal))
    unsigned = decode_answer(encode_unsigned_refusal(UnsignedRefusal("not-understood", "amount")), "pay")
    assert unsigned.message == UnsignedRefusal("not-understood", "amount")
    assert (unsigned.signed, unsigned.signature) == (b"", b"")


@pytest.mark.parametrize(
    "payload", [b'{"result":"MAYBE","verb":"pay"}', b'{"result":"OK","verb":"pay"}', b'{"verb":"pay"}']
)
def test_an_answer_that_is_none_is_refused(payload):
    with pytest.raises(ApiError):
        decode_answer(payload, "pay")


def test_what_does_not_fit_is_not_sent_either():
    with pytest.raises(ApiError):
        encode(QueryRequest(**HEAD, order_number="no such number"), SIGNATURE)


LINE = BillLine(1, "payment", "A-1", "999290054110001", "80000101", 1250, "156", 1_721_008_800_000)


def test_a_bill_has_lines():
    bill = BillAnswer(**HEAD, verb="bill", business_date="20240715", closed=False, more=False, lines=[LINE, LINE])
    assert decode_answer(encode(bill, SIGNATURE), "bill").message == bill
    wire = json.loads(encode(bill, SIGNATURE))
    for lines in ([1], {}, [{"line": 1}], [{**wire["lines"][0], "colour": "red"}], wire["lines"] * 11):
        with pytest.raises(ApiError):
            decode_answer(json.dumps({**wire, "lines": lines}).encode(), "bill")


def test_the_largest_bill_fits_a_message():
    line = BillLine(1 << 53, "reversal", "x" * 32, "x" * 15, "x" * 8, -(10**12) + 1, "156", 1 << 53, "y" * 32)
    bill = BillAnswer(**HEAD, verb="bill", business_date="20240715", closed=False, more=True, lines=[line] * 20,
                      lines_of_day=1 << 53, sum_of_day=-(1 << 53))  # fmt: skip
    assert len(encode(bill, SIGNATURE)) <= MOST_BYTES


def test_a_printable_message_shows_no_payment_code_and_no_signature():
    text = printable(PAY)
    assert "10************5678" in text
    assert "103456789012345678" not in text
    assert "signature" not in text
    assert "103456789012345678" not in repr(PAY)


def test_faults_have_the_form_of_their_field():
    for fault in FAULTS:
        FIELDS["fault"].verify("fault", fault)


def value_of(name, rule):
    if isinstance(rule, Truth):
        return st.booleans()
    if isinstance(rule, Number):
        return st.integers(rule.least, rule.most)
    if isinstance(rule, Word):
        return st.sampled_from(rule.words)
    assert isinstance(rule, Text)
    made = (
        st.from_regex(rule.pattern, fullmatch=True, alphabet=string.printable[:95])
        if rule.pattern
        else st.text("样例 abc", min_size=1, max_size=rule.most)
    )
    return made.map(PaymentCode) if name == "payment_code" else made


def requests():
    return st.sampled_from(list(REQUESTS.values())).flatmap(
        lambda kind: st.builds(kind, **{each.name: value_of(each.name, FIELDS[each.name]) for each in fields(kind)})
    )


@settings(deadline=None, max_examples=150)
@given(requests())
def test_any_request_survives_the_wire(request):
    received = decode_request(encode(request, SIGNATURE))
    assert received.message == request
    assert received.signed == signing_text(request)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=200)
    | st.dictionaries(
        st.sampled_from([*WIRE, "x"]), st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
    ).map(lambda members: json.dumps({**WIRE, **members}).encode())
)
def test_anything_is_a_message_or_refused(payload):
    for decode in (decode_request, lambda payload: decode_answer(payload, "pay")):
        with suppress(ApiError):
            decode(payload)
