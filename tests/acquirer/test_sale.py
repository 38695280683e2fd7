"""Sale: what passes on, what comes back, and every reason to decline."""

import pytest

from countertop.acquirer.tables import ATTEMPT_BY_RRN, NEWEST_ATTEMPT
from countertop.hsm import MakePinReferenceFromBlock, VerifyPin
from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.hops import read_hop
from countertop.values import Pan, PinBlock
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, OTHER_MERCHANT_ID, PAN, TERMINAL_ID, House


def test_an_approved_sale_comes_back_with_every_field_of_the_table(till, switch):
    till.tell(till.sale(amount=12_345))
    request = switch.hear()
    switch.tell(switch.approval(request, approval_code="AB1234"))
    answer = till.hear()
    shown = answer.public_fields()
    shown.pop("mac")
    assert shown == {
        "mti": "0210",
        "pan": "622500******0014",
        "processing_code": "000000",
        "amount": "000000012345",
        "stan": "000002",
        "local_time": "100000",
        "local_date": "0715",
        "settlement_date": "0715",
        "condition_code": "00",
        "acquirer_id": ACQUIRER_ID,
        "rrn": "419700000003",
        "approval_code": "AB1234",
        "response_code": "00",
        "terminal_id": TERMINAL_ID,
        "merchant_id": MERCHANT_ID,
        "additional_response": "99010001   99992900   ",
        "currency": "156",
        "transaction_info": "220000010002" + "0",
        "reserved_data": "CUP",
    }


def test_the_switch_gets_its_own_numbers_and_a_clear_track(till, switch):
    till.tell(till.sale(amount=12_345))
    forwarded = switch.hear()
    assert forwarded.mti == "0200"
    assert forwarded.pan == Pan(PAN)
    assert forwarded.amount == "000000012345"
    assert forwarded.transmission_time == "0715100000"
    assert (forwarded.acquirer_id, forwarded.forwarding_id) == (ACQUIRER_ID, ACQUIRER_ID)
    assert forwarded.stan == "000004"
    assert forwarded.merchant_category == "5411"
    assert forwarded.rrn == "419700000003"
    assert forwarded.track2.reveal() == f"{PAN}D491220112345678900000"[:37]
    assert forwarded.security_control == "2600000000000000"
    assert forwarded.routing.destination == "00010000"
    assert forwarded.response_code is None


def test_the_pin_is_translated_inside_the_hsm(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    assert forwarded.pin_block != request.pin_block
    perform = switch.hsm.perform
    (reference,) = till.hsm.perform([MakePinReferenceFromBlock(till.keys.tpk, request.pin_block, Pan(PAN))])
    (same,) = till.hsm.perform([VerifyPin(till.keys.tpk, request.pin_block, Pan(PAN), reference)])
    assert same
    (reference,) = perform([MakePinReferenceFromBlock(switch.zpk, forwarded.pin_block, Pan(PAN))])
    assert isinstance(reference, str)


def test_a_sale_without_a_pin(till, switch):
    till.tell(till.sale(pin=None))
    forwarded = switch.hear()
    assert forwarded.pin_block is None
    assert forwarded.entry_mode == "022"
    assert forwarded.security_control == "0600000000000000"


def test_what_the_bank_declines_is_declined(till, switch):
    till.tell(till.sale())
    switch.decline("51")
    answer = till.hear()
    assert (answer.response_code, answer.approval_code) == ("51", None)
    assert answer.mac is not None


def test_records_keep_no_secret(house, till, switch):
    till.buy()
    (attempt,) = house.book.rows(NEWEST_ATTEMPT)
    assert attempt["masked_pan"] == "622500******0014"
    assert len(attempt["pan_token"]) == 32
    for hop in (read_hop(attempt["request"]),):
        assert hop["track2"] == "****"
        assert hop["pin_block"] == "****"
    text = "\n".join(record.body for record in house.book.store.records())
    assert PAN not in text
    assert "4912" not in text


def test_memory_keeps_no_track_and_no_pin_while_it_waits(house, till, switch):
    request = till.sale()
    till.tell(request)
    till.tell(request)
    (attempt,) = house.memory.open.values()
    for request in (attempt.request, attempt.arrival.request):
        assert (request.track2, request.pin_block) == (None, None)


def test_the_record_is_durable_before_the_request_leaves(house, till, switch):
    house.book.hold = True
    till.tell(till.sale())
    switch.nothing_heard()
    house.book.let_go(1)
    switch.hear()


def test_the_decision_is_durable_before_the_answer_leaves(house, till, switch):
    till.tell(till.sale())
    house.book.hold = True
    switch.approve()
    till.nothing_heard()
    house.book.let_go()
    assert till.hear().response_code == "00"


def test_many_sales_in_flight_are_answered_to_those_who_asked(house, till, switch):
    other = house.other_till
    other.sign_in()
    till.tell(till.sale(amount=100))
    other.tell(other.sale(amount=200))
    first, second = switch.hear_all()
    switch.tell(switch.approval(second))
    switch.tell(switch.approval(first))
    assert till.hear().amount == "000000000100"
    assert other.hear().amount == "000000000200"


def test_tokens_of_two_merchants_cannot_be_compared(house, till):
    house.other_till.sign_in()
    rows = []
    for seller in (till, house.other_till):
        rows += house.book.rows(ATTEMPT_BY_RRN, seller.buy()[1].rrn)
    assert rows[0]["pan_token"] != rows[1]["pan_token"]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("30", {"track2": None}),
        ("30", {"security_control": None}),
        ("30", {"entry_mode": None}),
        ("30", {"amount": None}),
        ("12", {"currency": "840"}),
        ("13", {"amount": "000000000000"}),
        ("61", {"amount": "000500000001"}),
        ("14", {"pan": Pan("6225000000000015")}),
        ("14", {"pan": Pan("6217000000000003")}),
        ("14", {"pan": Pan("6225000000000022")}),
        ("58", {"terminal_information": "OP00212"}),
        ("58", {"terminal_information": None}),
        ("99", {"pin_block": PinBlock(b"12345678")}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_the_host_declines_by_itself_for_good(house, till, switch, code, changes):
    request = till.sale().copy(**changes)
    till.tell(request)
    answer = till.hear()
    assert answer.response_code == code
    assert answer.mac is not None
    switch.nothing_heard()
    # The same bytes once more are declined once more, with the same reference.
    till.tell(request)
    assert till.hear().rrn == answer.rrn
    switch.nothing_heard()
    assert len(house.book.rows(ATTEMPT_BY_RRN, answer.rrn)) == 1


def test_an_expired_card_is_declined(till, switch):
    till.tell(till.sale(expiry="2406"))
    assert till.hear().response_code == "54"
    till.tell(till.sale(expiry="2407"))
    switch.hear()


def test_a_plain_track_is_taken_as_it_is(house, switch):
    till = house.till
    till.sign_in("003")
    till.tell(till.sale())
    assert switch.hear().track2.pan == Pan(PAN)


def test_an_encrypted_track_needs_a_track_key(house):
    till = house.till
    till.sign_in("003")
    till.tell(till.sale(security_control="2610000000000000"))
    assert till.hear().response_code == "30"


def test_a_track_under_another_key_is_refused(house, till, switch):
    stale = till.keys.tdk
    till.sign_in()
    fresh, till.keys = till.keys, till.keys._replace(tdk=stale)
    request = till.sale()
    till.keys = fresh
    till.tell(request)
    assert till.hear().response_code in ("A7", "54")
    switch.nothing_heard()


@pytest.mark.parametrize(
    ("code", "changes"),
    [("97", {"terminal_id": "99999999"}), ("03", {"merchant_id": OTHER_MERCHANT_ID}), ("77", {"batch": "000002"})],
)
def test_the_gate(house, till, switch, code, changes):
    till.batch = changes.pop("batch", till.batch)
    till.tell(till.sale().copy(**changes))
    answer = till.hear()
    assert answer.response_code == code
    assert (answer.rrn is None) == (code != "03")  # what its MAC has proven is kept, declined
    assert (answer.mac is None) == (code == "97")
    switch.nothing_heard()


def test_closed_terminals_and_merchants_are_refused(house, till):
    terminal = house.memory.registry.terminals[TERMINAL_ID]
    terminal.is_open = False
    till.tell(till.sale())
    assert till.hear().response_code == "58"
    terminal.merchant.is_open = False
    till.tell(till.sale())
    assert till.hear().response_code == "03"


def test_what_a_closed_merchant_was_refused_stays_refused_once_it_is_open(house, till, switch):
    merchant = house.memory.registry.terminals[TERMINAL_ID].merchant
    merchant.is_open = False
    request = till.sale()
    till.tell(request)
    assert till.hear().response_code == "03"
    merchant.is_open = True
    till.tell(request)  # a copy that the network kept back
    assert till.hear().response_code == "03"
    switch.nothing_heard()


@pytest.mark.parametrize("mac", [b"00000000", None])
def test_a_wrong_or_missing_mac_is_refused_and_takes_no_key(house, till, switch, mac):
    request = till.sale()
    house.book.tell(till.line, till.seal(request, mac) if mac else UNIONPAY_POS.encode(request))
    answer = till.hear()
    # Sealed, it would end at the terminal what the true copy begins here.
    assert (answer.response_code, answer.mac) == ("A0", None)
    switch.nothing_heard()
    till.tell(request)
    switch.approve()
    assert till.hear().response_code == "00"


def test_an_altered_copy_of_a_sale_on_its_way_is_no_decline(house, till, switch):
    request = till.sale()
    till.tell(request)
    till.tell(request, mac=b"00000000")
    assert till.hear().mac is None
    switch.approve()
    assert till.hear().response_code == "00"


def test_people_can_be_left_out_by_setting(switch):
    house = House(people_in_mac=False).open()
    house.till.sign_in()
    house.till.buy(people=None)


def test_no_line_means_a_decline_that_owes_nothing(house, till):
    house.book.close(house.switch.line)
    till.tell(till.sale())
    assert till.hear().response_code == "92"
    assert house.obligations() == []


def test_the_line_breaks_while_the_record_is_written(house, till):
    house.book.hold = True
    till.tell(till.sale())
    house.book.close(house.switch.line)
    house.book.let_go()
    assert till.hear().response_code == "92"
    assert house.obligations() == []


def test_too_much_in_flight_is_declined(switch):
    house = House(most_in_flight=1).open()
    till = house.till
    till.sign_in()
    till.tell(till.sale())
    till.nothing_heard()
    till.tell(till.sale())
    assert till.hear().response_code == "91"


def test_other_transactions_are_not_supported(till, switch):
    till.tell(till.sale().copy(processing_code="310000", amount=None))
    assert till.hear().response_code == "40"
    till.tell(till.sale(condition_code="64"))
    assert till.hear().response_code == "40"
    switch.nothing_heard()


def test_an_answer_that_does_not_fit_is_as_good_as_none(house, till, switch):
    for changes in ({"amount": "000000000001"}, {"terminal_id": "80000199"}, {"response_code": "10"}):
        till.tell(till.sale())
        request = switch.hear()
        switch.tell(switch.approval(request).copy(**changes))
        assert till.hear().response_code == "98"
        assert switch.acknowledge().original[:10] == f"0200{request.stan}"
    assert house.obligations() == []


def test_an_answer_with_a_wrong_mac_is_as_good_as_none(house, till, switch):
    till.tell(till.sale())
    switch.tell(switch.approval(switch.hear()), mac=b"00000000")
    answer = till.hear()
    assert (answer.response_code, answer.approval_code) == ("98", None)
    assert house.book.noted("acquirer.wrong-answer") == 1
    assert switch.hear().mti == "0420"
