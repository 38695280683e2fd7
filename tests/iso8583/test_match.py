"""Answers and requests: the pair is told by message type and five fields; a difference is named."""

import pytest

from countertop.iso8583 import Message
from countertop.iso8583.errors import MismatchError
from countertop.iso8583.match import difference, match_key, verify_answer
from tests.iso8583.published import message_of

REQUEST = message_of("sale request 0200, magnetic")
ANSWER = message_of("sale response 0210").copy(stan="000101", terminal_id="12345678", merchant_id="123456789012345")


def test_a_published_pair_belongs_together():
    verify_answer(REQUEST, ANSWER)
    verify_answer(message_of("sale void request"), message_of("sale void response"))


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("mti", "0410", "mti"),
        ("mti", "0200", "mti"),
        ("processing_code", "200000", 3),
        ("amount", "000000010001", 4),
        ("stan", "000102", 11),
        ("terminal_id", "12345679", 41),
        ("merchant_id", "123456789012346", 42),
        ("amount", None, 4),
        ("stan", None, 11),
        ("terminal_id", None, 41),
    ],
)
def test_the_field_that_differs_is_named(name, value, field):
    answer = ANSWER.copy(**{name: value})
    assert difference(REQUEST, answer) == field
    with pytest.raises(MismatchError) as caught:
        verify_answer(REQUEST, answer)
    assert caught.value.field == field


def test_a_declined_answer_may_leave_fields_out_but_not_change_them():
    declined = Message("0210", stan="000101", response_code="97")
    assert difference(REQUEST, declined) is None
    assert difference(REQUEST, declined.copy(amount="000000000001")) == 4


def test_a_partial_approval_may_be_of_less():
    less, more = "000000009999", "000000010001"
    assert difference(REQUEST, ANSWER.copy(response_code="10", amount=less)) is None
    assert difference(REQUEST, ANSWER.copy(response_code="10", amount=more)) == 4
    assert difference(REQUEST, ANSWER.copy(response_code="00", amount=less)) == 4
    assert difference(REQUEST, ANSWER.copy(response_code="10", amount=None)) == 4


def test_a_management_answer_may_bring_more_than_was_asked():
    assert (
        difference(Message("0820", terminal_id="1"), Message("0830", terminal_id="1", stan="1", response_code="00"))
        is None
    )


def test_the_key_of_a_line_is_the_same_for_request_and_answer():
    request = message_of("CUPS-side")
    answer = request.copy(mti="0210", response_code="00", track2=None)
    assert match_key(request) == match_key(answer)
    assert match_key(request) != match_key(request.copy(mti="0420"))
    for name in ("stan", "transmission_time", "acquirer_id", "forwarding_id"):
        assert match_key(request) != match_key(request.copy(**{name: "1"}))
