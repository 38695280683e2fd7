"""Signatures at the host: whose they are, what they bear, kept once and encrypted, shown where a slip is asked for."""

import pytest

from countertop.acquirer.management.signing import SIGNATURE_BY_KEY
from countertop.acquirer.tables import ATTEMPT_BY_RRN
from countertop.signature import compress, drawn, expand, marked, read_strokes, transaction_code
from countertop.slips.plain import read_picture
from tests.signature.signed import signature

DRAWING = drawn(read_strokes(signature()))
OTHER_DRAWING = drawn(read_strokes(signature(loops=3)))


@pytest.fixture
def bought(till):
    """A sale's request and answer."""
    return till.buy(amount=12_50)


def picture_of(request, answer, drawing=DRAWING):
    code = transaction_code(answer.settlement_date, answer.rrn, request.stan, int(request.amount))
    return compress(marked(drawing, code))


def tell(till, request, answer, picture=None, mac=None, **changes):
    """Upload a signature as the terminal would; return the host's answer, whose MAC is right where it has one."""
    fields = {
        "stan": request.stan,
        "amount": request.amount,
        "settlement_date": answer.settlement_date,
        "rrn": answer.rrn,
        "icc_data": bytes.fromhex("FF0A03313536"),
        "transaction_info": f"07{request.transaction_info[2:8]}800",
        "extended_data": picture_of(request, answer) if picture is None else picture,
        **changes,
    }
    message = till.manage("0820", "800", **fields)
    till.house.book.tell(till.line, till.seal(message, mac))
    return till.hear()


def rows(house, rrn):
    (attempt,) = house.book.rows(ATTEMPT_BY_RRN, rrn)
    return house.book.rows(SIGNATURE_BY_KEY, attempt["attempt_key"])


def shown(house, rrn):
    status, body = house.book.ask_desk("slips", rrn=rrn)
    assert status == 0, body
    (slip,) = body["slips"]
    return slip


def test_it_is_kept_once_encrypted_and_acknowledged_again(house, till, bought):
    first, again = tell(till, *bought), tell(till, *bought)

    assert (first.response_code, again.response_code) == ("00", "00")
    assert first.mac is not None
    assert (first.stan, first.rrn) == (bought[0].stan, bought[1].rrn)
    (row,) = rows(house, bought[1].rrn)
    assert picture_of(*bought).hex() not in row["signature_cipher"].encode().hex()
    assert house.book.noted("acquirer.signature-differs") == 0


def test_its_slip_shows_it_and_so_does_the_answer_to_a_retrieval(house, till, bought):
    rrn = bought[1].rrn
    assert shown(house, rrn)["signature"] is None
    tell(till, *bought)
    house.reopen()
    slip = shown(house, rrn)

    assert "[已电子签名]" in slip["slip"]
    assert read_picture(slip["signature"]) == expand(picture_of(*bought))
    _, opened = house.book.ask_desk("retrieval_open", rrn=rrn, by="Li", reason="dispute")
    status, answer = house.book.ask_desk("retrieval_answer", number=opened["number"], by="Li")
    assert status == 0
    assert answer["signature"] == slip["signature"]


def test_another_picture_for_the_same_is_refused_and_an_alarm(house, till, bought):
    tell(till, *bought)
    answer = tell(till, *bought, picture=picture_of(*bought, drawing=OTHER_DRAWING))

    assert answer.response_code == "94"
    assert house.book.noted("acquirer.signature-differs") == 1
    assert read_picture(shown(house, bought[1].rrn)["signature"]) == expand(picture_of(*bought))


def test_a_picture_taken_for_another_transaction_is_refused_and_an_alarm(house, till, bought):
    other = till.buy(amount=99_00)
    answer = tell(till, *other, picture=picture_of(*bought))

    assert answer.response_code == "12"
    assert house.book.noted("acquirer.signature-of-another") == 1
    assert rows(house, other[1].rrn) == []


def test_a_wrong_mac_is_refused(house, till, bought):
    answer = tell(till, *bought, mac=b"00000000")

    assert answer.response_code == "A0"
    assert rows(house, bought[1].rrn) == []


def test_another_terminal_signs_nothing_of_this_one(house, bought):
    other = house.other_till
    other.sign_in()
    answer = tell(other, *bought)

    assert answer.response_code == "25"
    assert house.book.noted("acquirer.signature-of-nothing") == 1
    assert rows(house, bought[1].rrn) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"rrn": "999999999999"},
        {"stan": "000999"},
        {"amount": "000000001251"},
        {"settlement_date": "0229"},
        {"transaction_info": "07999999800"},
        {"transaction_info": "08000001800"},
    ],
)
def test_what_names_no_transaction_is_refused(till, bought, wrong):
    assert tell(till, *bought, **wrong).response_code == "25"


def test_a_declined_sale_has_no_signature(house, till):
    request = till.sale()
    till.tell(request)
    house.switch.decline("51")
    declined = till.hear()

    assert tell(till, request, declined).response_code == "25"


@pytest.mark.parametrize("picture", [b"\x00", b"no picture at all", bytes(999)])
def test_what_is_no_picture_is_refused(till, bought, picture):
    assert tell(till, *bought, picture=picture).response_code == "30"


def test_a_cut_picture_is_refused(till, bought):
    whole = picture_of(*bought)

    assert tell(till, *bought, picture=whole[:-2]).response_code == "30"
    assert tell(till, *bought, picture=whole[:20] + b"\xff\x02").response_code in ("30", "12")
    assert tell(till, *bought).response_code == "00"


def test_a_terminal_that_is_not_signed_in_is_told_so(house, till, bought):
    message = till.manage("0820", "002")
    till.tell(message)
    till.hear()

    assert tell(till, *bought).response_code == "77"
