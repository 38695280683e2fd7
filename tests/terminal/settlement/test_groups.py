"""What a terminal tells of each group of cards, and how refunds and advices go up: as copies, in the prescribed order."""

from countertop.iso8583.private import SettlementTotals, read_upload_details
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
