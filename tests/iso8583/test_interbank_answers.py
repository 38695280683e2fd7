"""An interbank answer echoes what identifies the request, adds what was decided, and keeps the card's secrets to itself."""

from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.interbank_answers import ECHOED, answer_to, management_answer
from countertop.iso8583.transit import ECHO
from countertop.values import Pan, PinBlock, Track2

REQUEST = Message(
    "0200",
    header=InterbankHeader("00010000", "48020000"),
    pan=Pan("6222021234567890128"),
    processing_code="200000",
    amount="000000001250",
    transmission_time="0715100000",
    stan="000001",
    local_time="100000",
    local_date="0715",
    settlement_date="0715",
    merchant_category="5411",
    entry_mode="021",
    condition_code="00",
    pin_length="06",
    acquirer_id="48020000",
    forwarding_id="48020000",
    track2=Track2("6222021234567890128D30121201234567890"),
    rrn="419700000001",
    terminal_id="00000001",
    merchant_id="123456789012345",
    currency="156",
    pin_block=PinBlock(bytes(8)),
    security_control="2600000000000000",
    transaction_info="00000000030000000000",
    original="0" * 42,
    receiving_id="01020000",
)


def test_an_answer_echoes_what_it_must_and_nothing_secret():
    answer = answer_to(REQUEST, "00", "000777")
    assert (answer.mti, answer.response_code, answer.approval_code) == ("0210", "00", "000777")
    assert all(getattr(answer, name) == getattr(REQUEST, name) is not None for name in ECHOED)
    others = set(answer.fields()) - {
        number for number, value in REQUEST.fields().items() if value in answer.fields().values()
    }
    assert others == {38, 39}
    assert answer.track2 is answer.pin_block is answer.security_control is answer.pin_length is None
    assert (answer.routing.destination, answer.routing.source) == ("48020000", "00010000")
    assert INTERBANK.decode(INTERBANK.encode(answer)) == answer


def test_settlement_date_and_receiver_may_be_given():
    answer = answer_to(REQUEST.copy(settlement_date=None), "91", settlement_date="0716", receiving_id="1")
    assert (answer.settlement_date, answer.receiving_id) == ("0716", "1")


def test_a_reversal_is_answered_0430():
    assert answer_to(REQUEST.copy(mti="0420"), "00").mti == "0430"


def test_a_message_that_lacks_fields_is_answered_with_those_it_has():
    assert answer_to(Message("0200", stan="000001"), "30").fields() == {11: "000001", 39: "30"}


def test_a_management_answer_echoes_the_code():
    request = Message(
        "0820",
        header=InterbankHeader("1", "2"),
        transmission_time="0715100000",
        stan="000001",
        forwarding_id="2",
        network_code=ECHO,
    )
    answer = management_answer(request, "00")
    assert answer.fields() == {7: "0715100000", 11: "000001", 33: "2", 39: "00", 70: ECHO}
    assert (answer.mti, answer.routing.destination) == ("0830", "2")
    assert management_answer(Message("0820"), "30").header is None
