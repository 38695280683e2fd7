"""What a terminal tells of each group of cards, and how refunds and advices go up: as copies, in the prescribed order."""

from countertop.iso8583.private import SettlementTotals, SideTotals, read_upload_details
from countertop.values import Secret
from tests.terminal.settlement.batch_host import settling_counter


def told(counter):
    found = SettlementTotals.read(counter.heard("0500")[0].private_data)
    return [(side.debit_amount, side.debit_count, side.credit_amount) for side in (found.domestic, found.foreign)]


def foreign(counter):
    """Let the cards of what follows be of another scheme."""
    counter.host.spoil = lambda answer: setattr(answer, "reserved_data", "VIS")


def newest(counter):
    return f"{counter.machine.last_stan:06d}"


def test_cards_of_another_scheme_are_told_apart():
    counter = settling_counter()
    counter.do("sale")
    foreign(counter)
    counter.do("sale")
    counter.bank.foreign = {newest(counter)}
    body = counter.do("settle")[1]
    assert body["balanced"] is True
    assert told(counter) == [(1250, 1, 0), (1250, 1, 0)]
    assert "1 / RMB 12.50" in str(body["slips"]["settlement"]).split("FOREIGN CARDS")[1]


def test_only_the_group_that_differs_goes_up():
    counter = settling_counter()
    counter.do("sale")
    foreign(counter)
    for _ in range(2):
        counter.do("sale")
        counter.bank.foreign.add(newest(counter))
    counter.bank.lost = {newest(counter)}
    body = counter.do("settle")[1]
    assert (body["balanced"], body["uploaded"]) == (False, 2)
    details, end = counter.heard("0320")
    assert {each.card_type for each in read_upload_details(details.private_data)} == {"01"}
    assert {stan for stan, _ in counter.bank.taken} == counter.bank.foreign
    assert (end.transaction_info[8:11], end.private_data) == ("202", "0002")


# Payments by code


def paid_by_code(counter, amount):
    """Pay by a code, and give a part of it back."""
    counter.say["ask.payment_code"] = Secret("134567890123456789")
    counter.host.spoil = lambda answer: setattr(answer, "pan", None)
    _, body = counter.do("qr_sale", amount=amount)
    assert body["state"] == "completed"
    assert counter.do("qr_refund", amount=100, rrn=body["rrn"], date=body["date"])[0] == 0
    counter.host.spoil = lambda answer: None
    return body["voucher_number"]


def codes_told(counter):
    request = counter.heard("0500")[-1]
    return SettlementTotals.told(request.private_data, request.terminal_information)


def test_payments_by_code_have_totals_and_lines_of_their_own():
    counter = settling_counter()
    counter.do("sale")
    paid_by_code(counter, 500)
    batch = counter.do("batch")[1]
    assert (batch["codes"]["debit_amount"], batch["codes"]["credit_count"]) == (500, 1)
    body = counter.do("settle")[1]
    assert body["balanced"] is True
    told_ = codes_told(counter)
    assert (told_.codes, told_.domestic) == (SideTotals(500, 1, 100, 1), SideTotals(1250, 1))
    cards, codes = str(body["slips"]["settlement"]).split("QR PAYMENTS")
    assert "1 / RMB 12.50" in cards
    assert [line.split()[-1] for line in codes.splitlines()[1:3]] == ["5.00", "1.00"]
    assert "BALANCED" in codes
    assert counter.do("settlements")[1]["settlements"][0]["codes"]["debit_count"] == 1


def test_only_payments_by_code_go_up_when_they_alone_differ():
    counter = settling_counter()
    counter.do("sale")
    lost = paid_by_code(counter, 500)
    counter.bank.lost = {lost}
    body = counter.do("settle")[1]
    assert (body["balanced"], body["uploaded"]) == (False, 2)
    details, copy, end = counter.heard("0320")
    ((detail),) = read_upload_details(details.private_data)
    assert (detail.stan, detail.pan.reveal(), detail.card_type) == (lost, "", "00")
    assert (copy.transaction_info[:2], copy.amount, end.private_data) == ("25", "000000000100", "0002")
    cards, codes = str(body["slips"]["settlement"]).split("QR PAYMENTS")
    assert ("NOT BALANCED" in cards, "NOT BALANCED" in codes) == (False, True)


def test_a_terminal_of_the_classic_dialect_counts_them_with_domestic_cards():
    counter = settling_counter(people_in_mac=False)
    counter.do("sale")
    paid_by_code(counter, 500)
    body = counter.do("settle")[1]
    assert body["balanced"] is True
    assert counter.heard("0500")[-1].terminal_information is None
    assert codes_told(counter).domestic == SideTotals(1750, 2, 100, 1)
    assert "QR PAYMENTS" not in str(body["slips"]["settlement"])


def test_stored_sales_go_up_first_and_refunds_last_each_as_a_copy():
    counter = settling_counter()
    counter.do("sale")
    sold = newest(counter)
    assert counter.do("refund", amount=250, rrn="000000000001", date="0715")[0] == 0
    refunded = newest(counter)
    status, _ = counter.do("offline_post", amount=700, approval_code="884411")
    assert status == 0
    posted = newest(counter)
    assert counter.do("send_stored")[0] == 0
    counter.bank.lost = {posted}
    body = counter.do("settle")[1]
    assert (body["balanced"], body["uploaded"]) == (False, 3)
    first, details, last, end = counter.heard("0320")
    assert [message.stan for message in (first, last)] == [posted, refunded]
    assert [each.stan for each in read_upload_details(details.private_data)] == [sold]
    assert [message.transaction_info[:2] for message in (first, details, last, end)] == ["30", "00", "25", "00"]
    assert (first.amount, first.pin_block, first.track2) == ("000000000700", None, None)
    assert first.mac is not None  # our difference; the classic form has none
    assert last.amount == "000000000250"
    assert end.private_data == "0003"
