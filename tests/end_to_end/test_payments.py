"""Every payment as its command through real processes: refund, pre-authorisations, balance, and what is told later."""

from tests.end_to_end.processes import run, sale

CARD = ("--demo", "--json", "--card", "debit-east")
STAFF = ("--demo", "--json")


def done(house, *arguments, options=CARD):
    ran = run(*arguments, *options, data=house)
    assert ran.json is not None, ran
    return ran.status, ran.json


def test_a_refund_by_reference_and_date_is_partial_repeated_and_bounded_by_its_original(house):
    sold = sale(house, "20.00", *CARD).json
    named = ("--rrn", sold["rrn"], "--date", sold["date"])
    assert done(house, "refund", "15.00", *named)[0] == 0
    status, refused = done(house, "refund", "5.01", *named)
    assert (status, refused["response_code"]) == (10, "61")
    assert done(house, "refund", "5.00", *named)[0] == 0


def test_what_is_held_is_completed_voided_and_given_back(house):
    _, held = done(house, "preauth", "100.00")
    named = ("--approval-code", held["approval_code"], "--date", held["date"])
    status, refused = done(house, "complete", "115.01", *named)
    assert (status, refused["response_code"]) == (10, "64")
    status, completed = done(house, "complete", "115.00", *named)
    assert (status, completed["amount"]) == (0, 11_500)
    assert done(house, "complete-void", completed["voucher_number"], options=STAFF)[0] == 0
    assert done(house, "preauth-void", "100.00", *named)[0] == 0


def test_a_program_asks_for_a_balance_and_gets_stars(house):
    status, told = done(house, "balance")
    assert (status, told["slips"]) == (0, [])
    (shown,) = [line["text"] for line in told["screen"] if line["message"] == "screen.balance"]
    assert shown.endswith(" ****")


def test_a_code_by_telephone_is_posted_adjusted_tipped_and_told_in_order(house):
    called = run("issuer", "voice-approve", "--card", "debit-east", "--amount", "30.00", "--json", data=house).json
    _, posted = done(house, "offline-post", "30.00", "--approval-code", called["approval_code"])
    voucher = posted["voucher_number"]
    assert posted["state"] == "stored"
    assert done(house, "adjust", voucher, "25.00", options=STAFF)[1]["amount"] == 2_500
    assert done(house, "tip", voucher, "1.00", options=STAFF)[1]["amount"] == 2_600
    assert done(house, "send-stored", options=STAFF)[0] == 0
    hops = run("trace", voucher, "--json", data=house)
    assert hops.status == 0, hops


def test_a_code_that_nobody_gave_is_refused_by_the_bank_and_listed(house):
    _, posted = done(house, "offline-post", "10.00", "--approval-code", "999999")
    assert done(house, "send-stored", options=STAFF)[0] == 0
    assert posted["state"] == "stored"
    again = done(house, "adjust", posted["voucher_number"], "9.00", options=STAFF)
    assert (again[0], again[1]["message"]) == (12, "screen.not_approved")


def test_a_transfer_is_refused_where_it_is_not_switched_on(house):
    status, refused = done(house, "transfer", "1.00", "--to-card", "6225000000000022")
    assert (status, refused["message"]) == (12, "screen.switched_off")


def test_the_books_agree_afterwards(house):
    assert run("audit", data=house).status == 0
