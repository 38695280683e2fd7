"""Void: admitted for one sale once, by somebody who may, and never beyond the sale's amount."""

import pytest

from countertop.acquirer.records import TerminalRegistered
from countertop.storage import Entry
from countertop.values import Pan
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, OTHER_PAN, PAN, TERMINAL_ID, House


def test_a_void_names_the_original_to_the_switch(house, till, switch):
    sale = till.sale()
    till.tell(sale)
    sold = switch.approve(approval_code="AB1234")
    answer = till.hear()
    till.tell(till.void(sale, answer))
    forwarded = switch.hear()
    assert forwarded.processing_code == "200000"
    assert forwarded.original == f"0200{sold.stan}{sold.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    assert forwarded.approval_code == "AB1234"
    assert forwarded.pan == Pan(PAN)
    assert forwarded.rrn != sold.rrn
    switch.tell(switch.approval(forwarded))
    voided = till.hear()
    assert (voided.mti, voided.response_code, voided.processing_code) == ("0210", "00", "200000")


def test_without_the_card_the_number_kept_is_used(till, switch):
    till.tell(till.void(*till.buy(), pan=None, entry_mode="002"))
    assert switch.approve().pan == Pan(PAN)
    answer = till.hear()
    assert (answer.response_code, answer.pan, answer.reserved_data) == ("00", Pan(PAN), "CUP")


def test_a_card_that_cannot_be_opened_declines_and_frees_the_sale(house, till, switch):
    sale, answer = till.buy()
    table = house.book.store._tables["attempt"]
    place = table.names.index("pan_cipher")
    ((key, row),) = table.rows.items()
    table.rows[key] = (*row[:place], "AAAA", *row[place + 1 :])
    refused(till, switch, "A7", till.void(sale, answer, pan=None, entry_mode="002"))
    table.rows[key] = row
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


def test_with_the_card_and_a_pin(till, switch):
    sale, answer = till.buy()
    card = till.sale(stan="000099")
    till.tell(
        till.void(
            sale,
            answer,
            pan=None,
            entry_mode="021",
            track2=card.track2,
            security_control=card.security_control,
            pin_block=card.pin_block,
            pin_length="12",
        )
    )
    forwarded = switch.approve()
    assert forwarded.track2.pan == Pan(PAN)
    assert forwarded.pin_block is not None
    assert till.hear().response_code == "00"


def test_a_manager_may_approve(till, switch):
    till.tell(till.void(*till.buy(), people="OP00201SV00299"))
    switch.approve()
    assert till.hear().response_code == "00"


def refused(till, switch, code, message):
    till.tell(message)
    answer = till.hear()
    assert answer.response_code == code
    assert answer.mac is not None
    switch.nothing_heard()
    return answer


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("58", {"people": "OP00201"}),
        ("58", {"people": "OP00201SV00201"}),
        ("58", {"people": "OP00201SV00288"}),
        ("58", {"people": "OP00288SV00200"}),
        ("58", {"people": None}),
        ("25", {"rrn": "419700000001"}),
        ("30", {"rrn": None}),
        ("30", {"original_info": None}),
        ("30", {"original_info": "000001"}),
        ("25", {"original_info": "000002000002"}),
        ("25", {"original_info": "000001000777"}),
        ("25", {"approval_code": "ZZZZZZ"}),
        ("64", {"amount": "000000009999"}),
        ("64", {"amount": "000000010001"}),
        ("14", {"pan": Pan(OTHER_PAN)}),
    ],
)
def test_illegal_voids_are_declined_for_good(house, till, switch, code, changes):
    sale, answer = till.buy()
    void = till.void(sale, answer, **changes)
    first = refused(till, switch, code, void)
    assert refused(till, switch, code, void).rrn == first.rrn
    # The sale can still be voided by somebody who may.
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


def test_a_date_behind_the_original_is_accepted(till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer, original_info=f"{till.batch}{sale.stan}0715"))
    switch.approve()
    assert till.hear().response_code == "00"


def test_another_terminal_cannot_void(house, till, switch):
    sale, answer = till.buy()
    other = house.other_till
    other.sign_in()
    refused(other, switch, "25", other.void(sale, answer))


def test_a_closed_batch_cannot_be_voided(house, till, switch):
    sale, answer = till.buy()
    tmk = house.memory.registry.terminals[TERMINAL_ID].tmk
    reopened = TerminalRegistered(TERMINAL_ID, MERCHANT_ID, "00000101", tmk, batch_instance=2, batch_number="000002")
    house.book.store.commit([Entry(TERMINAL_ID, (reopened,), house.book.utc)])
    house.reopen()
    till.sign_in()
    assert till.batch == "000002"
    refused(till, switch, "25", till.void(sale, answer, original_info=f"000001{sale.stan}"))
    refused(till, switch, "25", till.void(sale, answer, original_info=f"000002{sale.stan}"))


def test_only_an_approved_sale_can_be_voided(house, till, switch):
    sale = till.sale()
    till.tell(sale)
    switch.decline()
    declined = till.hear()
    refused(till, switch, "12", till.void(sale, declined))


def test_a_sale_in_flight_cannot_be_voided(till, switch):
    sale = till.sale()
    till.tell(sale)
    waiting = switch.hear()
    refused(till, switch, "25", till.void(sale, waiting, approval_code=None))


def test_an_unknown_sale_cannot_be_voided(house, till, switch):
    sale = till.sale()
    till.tell(sale)
    switch.hear()
    house.book.advance(25_000_000)
    unknown = till.hear()
    switch.acknowledge()
    refused(till, switch, "12", till.void(sale, unknown, approval_code=None))


def test_a_reversed_sale_cannot_be_voided(till, switch):
    sale, answer = till.buy()
    till.tell(till.reversal(sale))
    till.hear()
    switch.acknowledge()
    refused(till, switch, "12", till.void(sale, answer))


def test_a_tombstone_cannot_be_voided(till, switch):
    sale = till.sale()
    till.tell(till.reversal(sale))
    tombstone = till.hear()
    refused(till, switch, "25", till.void(sale, tombstone))


def test_a_void_cannot_be_voided(till, switch):
    sale, answer = till.buy()
    void = till.void(sale, answer)
    till.tell(void)
    switch.approve()
    voided = till.hear()
    refused(till, switch, "12", till.void(void, voided))


def test_a_voided_sale_is_not_voided_again(house, till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    switch.approve()
    till.hear()
    refused(till, switch, "12", till.void(sale, answer))
    house.reopen()
    refused(till, switch, "12", till.void(sale, answer))


def test_a_declined_void_leaves_the_sale_to_be_voided(till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    switch.decline("91")
    assert till.hear().response_code == "91"
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


def test_two_voids_at_once_one_is_admitted(house, till, switch):
    sale, answer = till.buy()
    house.book.hold = True
    till.tell(till.void(sale, answer))
    till.tell(till.void(sale, answer))
    house.book.let_go()
    assert till.hear().response_code == "12"
    switch.hear()


def test_a_void_in_flight_bars_the_next(house, till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    first = switch.hear()
    refused(till, switch, "12", till.void(sale, answer))
    switch.tell(switch.approval(first))
    assert till.hear().response_code == "00"


def test_a_void_of_unknown_outcome_bars_the_next_until_it_is_undone(house, till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    switch.hear()
    house.book.advance(25_000_000)
    assert till.hear().response_code == "98"
    undoing = switch.hear()
    till.tell(till.void(sale, answer))
    assert till.hear().response_code == "12"
    switch.tell(switch.approval(undoing).copy(approval_code=None))
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


def test_a_reversed_void_restores_the_sale(till, switch):
    sale, answer = till.buy()
    void = till.void(sale, answer)
    till.tell(void)
    switch.approve()
    till.hear()
    till.tell(till.reversal(void))
    assert till.hear().response_code == "00"
    switch.acknowledge()
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("held", range(1, 5))
def test_a_void_racing_the_sale_s_reversal_does_not_lose_the_reversal(house, till, switch, held):
    sale, answer = till.buy()
    house.book.hold = True
    till.tell(till.void(sale, answer))
    house.book.let_go(held)
    till.tell(till.reversal(sale))
    house.book.let_go()
    assert [heard.response_code for heard in till.hear_all() if heard.mti == "0410"] == ["00"]
    # Whatever becomes of the void, the issuer is told to undo the sale; its ledger gives back once.
    assert [message.processing_code for message in switch.hear_all() if message.mti == "0420"] == ["000000"]


def test_a_copy_of_a_void_is_the_same_void(house, till, switch):
    sale, answer = till.buy()
    void = till.void(sale, answer, pan=None, entry_mode="002")
    till.tell(void)
    till.tell(void)
    switch.approve()
    voided = till.hear()
    till.tell(void)
    again = till.hear()
    assert (again.response_code, again.rrn, again.approval_code) == ("00", voided.rrn, voided.approval_code)
    assert again.pan == voided.pan == Pan(PAN)
    switch.nothing_heard()


def test_a_copy_while_it_is_admitted_is_the_same_void(house, till, switch):
    sale, answer = till.buy()
    void = till.void(sale, answer)
    house.book.hold = True
    till.tell(void)
    till.tell(void)
    house.book.let_go()
    house.book.hold = False
    switch.approve()
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("held", range(5))
def test_a_copy_meanwhile_does_not_cost_the_void_its_pin(house, till, switch, held):
    sale, answer = till.buy()
    card = till.sale(stan="000099")
    shown = {"track2": card.track2, "security_control": card.security_control, "entry_mode": "021", "pan": None}
    void = till.void(sale, answer, **shown, pin_length="12", pin_block=card.pin_block)
    house.book.hold = True
    payload = till.tell(void)
    house.book.let_go(held)
    house.book.tell(till.line, payload)
    house.book.let_go()
    house.book.hold = False
    forwarded = switch.approve()
    assert forwarded.pin_block is not None
    assert forwarded.track2.pan == Pan(PAN)
    assert till.hear().response_code == "00"


def test_a_void_of_another_sale_under_the_same_key_conflicts(till, switch):
    (one, one_answer), (other, other_answer) = till.buy(), till.buy()
    void = till.void(one, one_answer)
    till.tell(void)
    switch.approve()
    till.hear()
    till.tell(till.void(other, other_answer, stan=void.stan))
    assert till.hear().response_code == "94"


def test_a_bad_pin_block_frees_the_sale(till, switch):
    sale, answer = till.buy()
    card = till.sale(stan="000099")
    shown = {"track2": card.track2, "security_control": card.security_control, "entry_mode": "021", "pan": None}
    bad = till.void(sale, answer, **shown, pin_length="12", pin_block=type(card.pin_block)(b"notaPIN!"))
    refused(till, switch, "99", bad)
    till.tell(till.void(sale, answer))
    switch.approve()
    assert till.hear().response_code == "00"


def test_foreign_terminals_are_trusted_with_their_own_check():
    house = House(people_in_mac=False).open()
    till = house.till
    till.sign_in()
    till.tell(till.void(*till.buy(people=None), people=None))
    house.switch.approve()
    assert till.hear().response_code == "00"
