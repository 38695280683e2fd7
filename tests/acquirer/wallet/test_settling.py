"""Payments by code at the end of a batch: a group of their own, compared, uploaded and restored by itself."""

import pytest

from countertop.audit import audit
from countertop.iso8583.private import SettlementTotals, SideTotals, totals_fields
from countertop.storage import MemoryStore
from tests.acquirer.settlement.till import (
    detail,
    dispositions,
    lose,
    rows,
    tell_copy,
    tell_details,
    tell_end,
    tell_totals,
)
from tests.acquirer.wallet.provider import CODE, OTHER_CODE, qr_refund, qr_sale, qr_void


def paid(till, wallet, amount=10_000, code=CODE):
    sale = qr_sale(till, amount, code)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"))
    return sale, till.hear()


def refunded(till, wallet, answer, amount):
    refund = qr_refund(till, answer, amount)
    till.tell(refund)
    wallet.tell_refund(wallet.hear("refund"))
    return refund, till.hear()


def settle(till, codes, cards=SideTotals()):  # noqa: B008 - nobody changes it
    """Tell totals; return what the host answers."""
    text, information = totals_fields(SettlementTotals(cards, SideTotals(), codes).text())
    answer = tell_totals(till, text, terminal_information=information)
    assert answer.response_code == "00"
    return SettlementTotals.told(answer.private_data, answer.terminal_information)


def closed_totals(house):
    (batch,) = rows(house, "closed_batch")
    return SettlementTotals.read(batch["totals"])


def uploaded(request, answer, **more):
    return detail(request, answer, pan="", **more)


@pytest.fixture
def day(house, till, wallet):
    """A card sale, and payments by code: one stands, one was voided, of one a part went back."""
    till.buy(amount=750)
    till.known = [paid(till, wallet, 1000)]
    for place in range(2):
        till.known.append(paid(till, wallet, 2000, OTHER_CODE[:-1] + str(5 + place)))
    void = qr_void(till, *till.known[1])
    till.tell(void)
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    till.known.append((void, till.hear()))
    till.known.append(refunded(till, wallet, till.known[2][1], 500))
    return till


CARDS, CODES = SideTotals(750, 1), SideTotals(5000, 3, 2500, 2)
CARDS_AND_CODES = SettlementTotals(CARDS, SideTotals(), CODES).text()


def test_payments_by_code_are_compared_in_a_group_of_their_own(house, day):
    counted = settle(day, CODES, CARDS)
    assert [side.result for side in counted.sides.values()] == ["1", "1", "1"]
    assert tell_end(day, code="207").response_code == "00"
    assert closed_totals(house).codes == SideTotals(5000, 3, 2500, 2)
    (shown,) = house.book.ask_desk("batches")[1]["batches"][0]["closed"]
    assert (shown["totals"]["codes"]["debit_count"], shown["totals"]["domestic"]["debit_amount"]) == (3, 750)


def test_the_same_totals_again_are_answered_the_same_after_a_restart(house, day):
    first = settle(day, CODES, CARDS)
    house.reopen()
    assert settle(day, CODES, CARDS) == first
    tell_end(day, code="207")
    text, information = totals_fields(CARDS_AND_CODES)
    day.batch = "000001"
    answer = tell_totals(day, text, terminal_information=information)
    assert SettlementTotals.told(answer.private_data, answer.terminal_information) == first


def test_a_mismatch_of_payments_by_code_is_theirs_alone(day):
    counted = settle(day, SideTotals(5000, 3, 2000, 1), CARDS)
    assert [side.result for side in counted.sides.values()] == ["1", "1", "2"]
    assert (counted.codes.credit_amount, counted.codes.credit_count) == (2500, 2)


def test_a_terminal_without_the_group_counts_them_with_domestic_cards(day):
    answer = tell_totals(day, SettlementTotals(SideTotals(5750, 4, 2500, 2), SideTotals()).text())
    counted = SettlementTotals.told(answer.private_data, answer.terminal_information)
    assert (counted.codes, counted.domestic.result) == (None, "1")


def test_a_field_46_of_another_maker_tells_nothing(day):
    text = SettlementTotals(SideTotals(5750, 4, 2500, 2), SideTotals()).text()
    answer = tell_totals(day, text, terminal_information="TERMINAL 12")
    assert SettlementTotals.read(answer.private_data).domestic.result == "1"


def test_a_group_that_breaks_its_form_is_refused(day):
    text = SettlementTotals(CARDS, SideTotals()).text()
    assert tell_totals(day, text, terminal_information="QT00512345").response_code == "30"


def test_what_the_host_lost_of_them_is_restored_and_the_books_balance(house, day):
    sale, voided, partly, void, refund = day.known
    for lost in (sale, void, refund):
        lose(house, lost[0].stan)
    counted = settle(day, CODES, CARDS)
    assert [side.result for side in counted.sides.values()] == ["1", "1", "2"]
    lines = [uploaded(*sale), uploaded(*voided), uploaded(*partly)]
    assert tell_details(day, *lines, uploaded(*void, kind="23", original=voided[0].stan)).response_code == "00"
    for _ in range(2):  # a copy that comes twice counts once
        assert tell_copy(day, *refund).response_code == "00"
    assert tell_end(day, 5).response_code == "00"
    restored = {each[0].stan for each in (sale, void, refund)}
    assert {stan for stan, what in dispositions(house).items() if what == "restored"} == restored
    assert closed_totals(house).codes == CODES
    kinds = {row["stan"]: row["kind"] for row in rows(house, "attempt")}
    assert [kinds[each[0].stan] for each in day.known] == ["qr_sale", "qr_sale", "qr_sale", "qr_void", "qr_refund"]


def test_the_audit_finds_payments_by_code_settled_among_cards(house, day):
    settle(day, CODES, CARDS)
    tell_end(day, code="207")
    image = house.book.store.durable_image()
    batches, schema = image.tables["closed_batch"], house.book.schema
    names = [column.name for column in schema.table("closed_batch").columns]
    ((key, row),) = batches.items()
    together = SettlementTotals(SideTotals(5750, 4, 2500, 2), SideTotals(), SideTotals()).text()
    for totals, finds in ((CARDS_AND_CODES, False), (together, True)):
        batches[key] = tuple({**dict(zip(names, row, strict=True)), "totals": totals}.values())
        found = audit({"acquirer": MemoryStore.from_image(schema, image)}, at_rest=True, chains=False)
        assert ("audit.batch_totals" in {finding.what for finding in found}) is finds


def test_what_the_terminal_never_told_of_them_is_a_case(house, day):
    settle(day, SideTotals(3000, 2, 2500, 2), CARDS)
    for each in day.known[1:4]:
        kind = "23" if each[0].processing_code == "200000" else "22"
        tell_details(day, uploaded(*each, kind=kind))
    tell_copy(day, *day.known[4])
    tell_end(day, 4)
    alone = {stan for stan, what in dispositions(house).items() if what == "host_only"}
    assert alone == {day.known[0][0].stan}
