"""Messages at the console: where each byte stood and what it says, what is wrong with a dump, and nothing of any card."""

import re

import pytest

from countertop.codec import Framing
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.describe import describe
from countertop.values import Pan, PinBlock, Track2
from countertop.web.acquirer.byte_grid import grid_of
from countertop.web.acquirer.made_again import made_again
from countertop.web.acquirer.messages import inspected
from countertop.words import Language
from tests.web.acquirer.conftest import OPERATOR

PAN = "6225000000000014"
REAL = "4111111111111111"


def message(**more):
    fields = {
        "tpdu": bytes.fromhex("6000030000"),
        "header": "603100310001",
        "pan": Pan(PAN),
        "processing_code": "000000",
        "amount": "000000003000",
        "stan": "000003",
        "rrn": "632600000004",
        "response_code": "51",
        "terminal_id": "80000101",
        "merchant_id": "999290054110001",
        "currency": "156",
        "transaction_info": "2200000100020",
        "mac": b"12345678",
    }
    return Message("0210", **{**fields, **more})


def shown(grid):
    return "".join(byte.nibbles for line in grid for byte in line)


def test_a_kept_answer_is_laid_out_again_byte_by_byte():
    original = message()
    again = made_again(original.public_fields())
    true = {row.field: (row.offset, row.length) for row in describe(UNIONPAY_POS, UNIONPAY_POS.encode(original)).rows}
    assert {row.field: (row.offset, row.length) for row in again.rows} == true
    assert again.loose_from == ""
    code = next(row for row in again.rows if row.field == "39")
    assert (code.value, code.meaning.en) == ("51", "Insufficient funds")


def test_an_interbank_message_is_laid_out_again():
    header = InterbankHeader("00010000", "99992900")
    original = message(
        tpdu=None, header=header, transmission_time="1121101010", acquirer_id="99992900", transaction_info=None
    )
    again = made_again(original.public_fields(), "00010000")
    true = {row.field: row.offset for row in describe(INTERBANK, INTERBANK.encode(original)).rows}
    assert {row.field: row.offset for row in again.rows} == true


def test_a_length_that_was_not_kept_is_said_to_be_a_guess():
    request = message(track2=Track2(f"{PAN}D49121200000000000000"), pin_block=PinBlock(b"\x11" * 8))
    again = made_again(request.public_fields())
    assert again.loose_from == "35"
    values = {row.field: row.value for row in again.rows}
    assert (values["35"], values["52"]) == ("****", "****")


def test_what_is_no_iso_message_is_not_laid_out():
    assert made_again({"mti": "reverse", "order_number": "1"}) is None
    assert made_again({"mti": "0210", "amount": "not digits"}) is None


def test_a_byte_tells_no_more_than_its_field():
    original = message(
        track2=Track2(f"{PAN}D49121200000000000000"), pin_block=PinBlock(bytes.fromhex("1122334455667788"))
    )
    again = made_again(original.public_fields())
    text = shown(grid_of(len(again.data), dict(enumerate(again.data)), again.rows, again.dialect.table))
    assert "622500******0014" in text
    assert "1122334455667788" not in text
    assert text.count("*") > 16


@pytest.mark.parametrize("card", [PAN, REAL])
@pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK])
def test_a_pasted_message_is_read_and_masked_whoever_owns_the_card(card, dialect):
    more = {"pan": Pan(card), "track2": Track2(f"{card}D49121200000000000000"), "pin_block": PinBlock(b"\xab" * 8)}
    if dialect is INTERBANK:
        more |= {"tpdu": None, "header": InterbankHeader("00010000", "99992900"), "transmission_time": "1121101010",
                 "transaction_info": None}  # fmt: skip
    framing = Framing.BINARY2 if dialect is UNIONPAY_POS else Framing.ASCII4
    data = framing.join(dialect.encode(message(**more)))
    dump = inspected(data.hex(), Language.ENGLISH)
    text = shown(dump.grid)
    told = " ".join(row.value for row in dump.rows) + "".join(byte.character for line in dump.grid for byte in line)
    for secret in (card, card.encode().hex(), "AB" * 8):
        assert secret not in text
        assert secret not in told
    assert len(text) == 2 * len(data)
    code = next(row for row in dump.rows if row.field == "39")
    assert text[code.offset * 2 : (code.offset + code.length) * 2] == "3531"


def test_a_broken_message_is_explained_at_its_byte_and_the_rest_hidden():
    data = bytearray(UNIONPAY_POS.encode(message()))
    place = data.index(bytes.fromhex("000000003000"))
    data[place] = 0xF0
    dump = inspected(bytes(data).hex(), Language.ENGLISH)
    faults = [finding.offset for finding in dump.findings if finding.is_fault]
    assert place in faults
    assert place in dump.faulty
    assert PAN not in shown(dump.grid)


@pytest.mark.parametrize("text", ["", "hello", "00", "60" * 3000, "\x00\x01", "0" * 200_001])
def test_anything_pasted_is_answered(visitors, text):
    answer = visitors(OPERATOR).post("/inspector", {"pasted": text})
    assert answer.status == (422 if len(text) > 200_000 else 200)


def test_what_is_pasted_is_not_shown_again(visitors):
    data = UNIONPAY_POS.encode(message(pan=Pan(REAL))).hex()
    answer = visitors(OPERATOR).post("/inspector", {"pasted": data, "other": data})
    assert answer.status == 200
    assert REAL not in answer.text
    assert data not in answer.text
    assert "411111******1111" in answer.text
    assert "the messages are equal" in answer.text


def test_two_pasted_messages_are_compared(visitors):
    one, other = (UNIONPAY_POS.encode(message(response_code=code)).hex() for code in ("51", "00"))
    answer = visitors(OPERATOR).post("/inspector", {"pasted": one, "other": other})
    text = re.sub(r"<[^>]*>", " ", answer.text)
    assert re.search(r"39\s+response code\s+\d+ / \d+\s+51\s+00", text)


def test_a_declined_sale_is_followed_to_the_byte_that_explains_it(visitors, declined):
    operator = visitors(OPERATOR)
    story = operator.get(f"/transactions/{declined}").text
    assert "Insufficient funds" in story
    last = re.search(rf'href="(/transactions/{declined}/messages/\d+)">Which byte', story)[1]
    page = operator.get(last).text
    offset = re.search(r"stands at byte (\d+)", page)[1]
    assert re.search(rf'class="byte is-chosen" data-field="39" data-offset="{offset}">35<', page)


def test_a_voucher_leads_to_its_transaction(visitors, declined):
    answer = visitors(OPERATOR).get("/find?text=3")
    assert (answer.status, answer.headers["location"]) == (303, f"/transactions/{declined}")
    assert visitors(OPERATOR).get(f"/find?text={declined}").headers["location"] == f"/transactions/{declined}"
    assert visitors(OPERATOR).get("/find?text=%3Cb%3E").status == 404
