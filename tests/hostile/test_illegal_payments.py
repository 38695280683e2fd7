"""A client with valid keys sends refunds, completions and adjustments that no terminal would: the real host refuses them."""

import pytest

from countertop.values import Pan
from tests.end_to_end.processes import run
from tests.end_to_end.test_faults import until_nothing_is_owed
from tests.hostile.thief import Bought

SUPERVISED = "OP00201SV00200"
UNKNOWN_PLACE = "000000000000"


@pytest.fixture
def thief(house):
    with house.thief(0) as thief:
        yield thief.sign_in()


@pytest.fixture(autouse=True, scope="module")
def books_agree(house):
    yield
    until_nothing_is_owed(house.data)
    house.still_works()


def following(thief, codes, amount, card, *, mti="0200", people=SUPERVISED, **changes):
    """Build a request about an earlier one; `codes` are F3, F25 and 60.1."""
    processing_code, condition_code, message_type = codes.split()
    fields = {
        "pan": card.pan,
        "processing_code": processing_code,
        "amount": f"{amount:012}",
        "stan": thief.next_stan(),
        "entry_mode": "012",
        "condition_code": condition_code,
        "currency": "156",
        "terminal_information": people,
        "transaction_info": f"{message_type}{thief.counter.batch_number}00020",
    }
    return thief.counter._message(mti, **{**fields, **changes})


def refund(thief, bought, amount, **changes):
    named = {
        "mti": "0220",
        "rrn": bought.answer.rrn,
        "original_info": f"{UNKNOWN_PLACE}{bought.answer.local_date}",
        "reserved_data": "000",
    }
    return following(thief, "200000 00 25", amount, bought.card, **{**named, **changes})


def held(thief, card, amount=10_000):
    """Hold an amount, as anybody would."""
    request = thief.sale(amount, card)
    request = request.copy(
        mti="0100",
        processing_code="030000",
        condition_code="06",
        transaction_info=f"10{thief.counter.batch_number}00020",
    )
    payload = thief.sealed(request)
    answer = thief.ask_with(payload)
    assert answer.response_code == "00", answer.response_code
    return Bought(request, payload, answer, card, amount)


def completion(thief, hold, amount, *, told=False, **changes):
    named = {
        "approval_code": hold.answer.approval_code,
        "original_info": f"{UNKNOWN_PLACE}{hold.answer.local_date}",
        "mti": "0220" if told else "0200",
    }
    return following(thief, f"000000 06 {'24' if told else '20'}", amount, hold.card, **{**named, **changes})


def voice_code(house, card, amount):
    ran = run("issuer", "voice-approve", "--card", card, "--amount", amount, "--json", data=house.data)
    assert ran.status == 0, ran
    return ran.json["approval_code"]


def post(thief, card, code, amount, **changes):
    named = {
        "mti": "0220",
        "people": "OP00201",
        "expiry": card.expiry,
        "approval_code": code,
        "original_info": "000000000000000001",
        "reserved_data": "000",
    }
    return following(thief, "000000 00 30", amount, card, **{**named, **changes})


def adjustment(thief, posted, card, code, amount, *, tip=None, **changes):
    named = {
        "transaction_info": f"{'32' if tip is None else '34'}{thief.counter.batch_number}00020",
        "original_info": f"{thief.counter.batch_number}{posted.stan}",
        "private_data": None if tip is None else f"{tip:012}",
    }
    return post(thief, card, code, amount, **{**named, **changes})


def code_of(thief, message):
    return thief.ask(message).response_code


@pytest.mark.parametrize(
    ("code", "amount", "changes"),
    [
        ("61", 1001, {}),
        ("13", 0, {}),
        ("58", 1000, {"people": "OP00201"}),
        ("58", 1000, {"people": "OP00201SV00201"}),
        ("25", 1000, {"rrn": "000000000001"}),
        ("25", 1000, {"original_info": f"{UNKNOWN_PLACE}0229"}),
        ("14", 1000, {"pan": Pan("6225000000000022")}),
    ],
)
def test_an_illegal_refund_is_refused_and_the_legal_one_is_not(house, thief, code, amount, changes):
    bought = thief.buy(1000, house.cards[0])
    assert code_of(thief, refund(thief, bought, amount, **changes)) == code
    assert code_of(thief, refund(thief, bought, 1000)) == "00"


def test_refunds_together_never_exceed_the_sale(house, thief):
    bought = thief.buy(1000, house.cards[1])
    assert code_of(thief, refund(thief, bought, 600)) == "00"
    assert code_of(thief, refund(thief, bought, 401)) == "61"
    assert code_of(thief, refund(thief, bought, 400)) == "00"
    assert code_of(thief, refund(thief, bought, 1)) == "61"
    assert code_of(thief, thief.void(bought)) == "12"


def test_what_was_undone_is_not_refunded(house, thief):
    voided, reversed_ = thief.buy(1000, house.cards[1]), thief.buy(1000, house.cards[1])
    assert code_of(thief, thief.void(voided)) == "00"
    assert code_of(thief, thief.reversal(reversed_.stan, 1000)) == "00"
    for undone in (voided, reversed_):
        assert code_of(thief, refund(thief, undone, 1000)) in {"12", "25"}


@pytest.mark.parametrize("told", [False, True], ids=["request", "advice"])
@pytest.mark.parametrize(
    ("code", "amount", "changes"),
    [
        ("64", 11_501, {}),
        ("13", 0, {}),
        ("25", 10_000, {"approval_code": "ZZZZZZ"}),
        ("25", 10_000, {"original_info": f"{UNKNOWN_PLACE}0229"}),
        ("25", 10_000, {"pan": Pan("6225000000000022")}),
    ],
)
def test_an_illegal_completion_is_refused_and_the_legal_one_is_not(house, thief, code, amount, changes, told):
    hold = held(thief, house.cards[2])
    assert code_of(thief, completion(thief, hold, amount, told=told, **changes)) == code
    assert code_of(thief, completion(thief, hold, 11_500, told=told)) == "00"
    assert code_of(thief, completion(thief, hold, 1, told=told)) == "12"


def test_another_terminals_keys_complete_nothing_in_its_name(house, thief):
    with house.thief(1) as victim:
        hold = held(victim.sign_in(), house.cards[3])
    forged = completion(thief, hold, 10_000)
    forged.terminal_id = victim.counter.terminal_id
    assert code_of(thief, forged) == "A0"


def test_a_code_of_the_voice_desk_is_good_once_for_its_card_and_amount(house, thief):
    card = house.cards[4]
    code = voice_code(house, card.pan.reveal(), "30.00")
    assert code_of(thief, post(thief, card, code, 3001)) != "00"
    assert code_of(thief, post(thief, house.cards[5], code, 3000)) != "00"
    assert code_of(thief, post(thief, card, "000000" if code != "000000" else "111111", 3000)) != "00"
    assert code_of(thief, post(thief, card, code, 3000)) == "00"
    assert code_of(thief, post(thief, card, code, 3000)) != "00"


@pytest.mark.parametrize(
    ("code", "amount", "changes"),
    [
        ("64", 3901, {}),
        ("25", 2500, {"original_info": "000001999999"}),
        ("14", 2500, {"pan": Pan("6225000000000022")}),
        ("58", 2500, {"people": "OP00277"}),
    ],
)
def test_an_illegal_adjustment_is_refused_and_the_legal_one_is_not(house, thief, code, amount, changes):
    card = house.cards[6]
    voice = voice_code(house, card.pan.reveal(), "30.00")
    posted = post(thief, card, voice, 3000)
    assert code_of(thief, posted) == "00"
    assert code_of(thief, adjustment(thief, posted, card, voice, amount, **changes)) == code
    assert code_of(thief, adjustment(thief, posted, card, voice, 2500)) == "00"


def test_a_sale_is_not_adjusted(house, thief):
    bought = thief.buy(1000, house.cards[7])
    raised = adjustment(thief, bought, bought.card, bought.answer.approval_code, 1100)
    assert code_of(thief, raised) == "12"
