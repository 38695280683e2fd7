"""Payments by code with real programs: a customer's code, the shop's code, and plugs pulled while the customer pays."""

import re
from time import monotonic, sleep

import pytest

from countertop.demo.people import DEMO_OPERATOR, DEMO_SUPERVISOR
from countertop.runtime.desk_client import DeskClient
from countertop.values import Amount
from tests.end_to_end.processes import Serving, found, run, up, voucher_of
from tests.end_to_end.test_settlement import host_rows
from tests.end_to_end.test_slips_again import Nobody, without_mark

ENGLISH = ("--language", "en")
PATIENCE = 40


class Paying(Serving):
    """A payment by code that is under way at the terminal."""

    def __init__(self, data, amount, *more):
        super().__init__("qr-sale", amount, "--demo", "--data", data, *ENGLISH, *more)

    def shows(self, text):
        """Wait until the screen shows it; return the whole line."""
        end = monotonic() + PATIENCE
        while True:
            found = next((line for line in self.lines if text in line), None)
            if found is not None:
                return found
            assert monotonic() < end, self.text
            sleep(0.02)

    def ends(self):
        """Return how it ended: exit status and all that was shown."""
        status = self._gone()
        return status, self.text


def code_of(data, customer="lilei"):
    done = run("wallet-code", customer, *ENGLISH, data=data)
    assert done.status == 0, done
    return done.out.split()[0]


def pay(data, amount="12.50", customer="lilei", *more):
    return run("qr-sale", amount, "--code", code_of(data, customer), "--demo", *ENGLISH, *more, data=data)


def reference_of(text):
    return re.search(r"REFER NO: +([0-9]{12})", text)[1]


def status_of(data, party="terminal"):
    return run("status", "--json", data=data).json["parties"][party]["status"]


def at_rest(data):
    """Wait until nothing is owed or open any more, then audit; return what was found."""
    end = monotonic() + PATIENCE
    while True:
        host, terminal = status_of(data, "acquirer"), status_of(data)
        if not (host["owed"] or host["in_flight"] or terminal["reversals_owed"] or terminal["repeats_owed"]):
            break
        assert monotonic() < end, (host, terminal)
        sleep(0.2)
    return run("audit", "--at-rest", *ENGLISH, data=data)


def balance_of(data, customer=0):
    wallet = run("wallet-bill", "--json", data=data)
    assert wallet.status == 0, wallet
    return wallet.json["paid"] - wallet.json["returned"]


# One house in one process


def test_a_customers_code_is_scanned_and_paid(house):
    code = code_of(house)
    paid = run("qr-sale", "12.50", "--code", code, "--demo", *ENGLISH, data=house)
    assert paid.status == 0, paid
    assert code not in paid.out
    kept = [path for path in house.rglob("*") if path.is_file() and code.encode() in path.read_bytes()]
    assert kept == [], "a code is money, and kept nowhere"
    assert "QR SALE" in paid.out
    assert "RMB 12.50" in paid.out
    trace = run("trace", reference_of(paid.out), *ENGLISH, data=house).out
    assert "acquirer -> wallet" in trace
    assert "wallet <- acquirer" in trace
    again = run("slips", voucher_of(paid), *ENGLISH, data=house)
    assert reference_of(again.out) == reference_of(paid.out)


def test_the_shops_code_is_shown_and_the_customer_scans_it(house):
    paying = Paying(house, "9.90", "--show")
    text = paying.shows("scans this code").rpartition(": ")[2]
    assert run("wallet-pay", text, *ENGLISH, data=house).status == 0
    status, shown = paying.ends()
    assert (status, "QR SALE" in shown) == (0, True), shown


def test_a_cashier_gives_up_and_nothing_is_paid(house):
    before = balance_of(house)
    paying = Paying(house, "9.90", "--show")
    text = paying.shows("scans this code").rpartition(": ")[2]
    assert run("qr-cancel", *ENGLISH, data=house).status == 0
    assert paying.ends()[0] == 11
    assert run("wallet-pay", text, *ENGLISH, data=house).status in (0, 12)
    assert at_rest(house).status == 0
    assert balance_of(house) == before


@pytest.mark.parametrize(("says", "status"), [("confirm", 0), ("decline", 10)])
def test_a_large_amount_waits_for_the_customers_word(house, says, status):
    paying = Paying(house, "300.00", "--code", code_of(house, "hanmei"))
    paying.shows("confirms on the telephone")
    run(f"wallet-{says}", "hanmei", *ENGLISH, data=house)
    ended, shown = paying.ends()
    assert ended == status, shown
    assert ("The customer declined" in shown) is (says == "decline")


def test_what_cannot_pay_is_told_in_plain_words(house):
    poor = pay(house, "10.00", "zhaoliu")
    assert (poor.status, "holds too little" in poor.out) == (10, True), poor
    blocked = pay(house, "1.00", "blocked")
    assert (blocked.status, "is blocked" in blocked.out) == (10, True), blocked
    for code, said in (
        ("287654321012345678", "Codes of that wallet are not taken here"),
        ("130000000000000000", "is not known"),
        ("000201010211", "This is a shop's code"),
        ("not a code at all", "This is no payment code"),
    ):
        done = run("qr-sale", "1.00", "--code", code, "--demo", *ENGLISH, data=house)
        assert done.status in (2, 10), done  # 2: there is no other code to be scanned
        assert said in done.out, done


def test_a_void_and_partial_refunds_give_the_money_back(house):
    before = balance_of(house)
    voided, refunded = pay(house, "20.00"), pay(house, "30.00")
    assert run("qr-void", voucher_of(voided), "--demo", *ENGLISH, data=house).status == 0
    day = re.search(r"DATE/TIME: +[0-9]{4}/([0-9]{2})/([0-9]{2})", refunded.out)
    asked = ("--rrn", reference_of(refunded.out), "--date", f"{day[1]}{day[2]}", "--demo", *ENGLISH)
    for amount, status in (("10.00", 0), ("15.00", 0), ("5.01", 10)):
        done = run("qr-refund", amount, *asked, data=house)
        assert done.status == status, done
    assert balance_of(house) == before + 5_00


def done(house, verb, code=None, **arguments):
    """Ask the terminal as a program does; return what it tells, its slips in both languages."""
    answers = {
        "ask.operator_number": DEMO_OPERATOR.operator,
        "ask.operator_password": DEMO_OPERATOR.password,
        "ask.supervisor_password": DEMO_SUPERVISOR.password,
        "ask.payment_code": code,
        "ask.print_next": True,
    }
    with DeskClient(house / "terminal") as desk:
        status, body = desk.request(verb, arguments, answers=answers, face=Nobody())
    assert status == 0, body
    return body


def test_slips_are_made_again_by_the_terminal_and_by_the_host(house):
    paid = done(house, "qr_sale", code_of(house), amount="3.00")
    refunded = done(house, "qr_refund", amount="1.00", rrn=paid["rrn"], date=paid["date"])
    voided = done(house, "qr_sale", code_of(house), amount="2.00")
    void = done(house, "qr_void", voucher_number=voided["voucher_number"])
    with DeskClient(house / "acquirer") as desk:
        for told in (paid, refunded, voided, void):
            again = done(house, "slips", voucher_number=told["voucher_number"])["slips"]
            assert {copy: without_mark(lines) for copy, lines in again.items()} == told["slips"]
            status, body = desk.request("slips", {"rrn": told["rrn"]})
            assert (status, without_mark(body["slips"][0]["slip"])) == (0, told["slips"]["merchant"])


def shown(amount):
    return f"RMB {Amount(amount)}"


def test_a_day_with_payments_by_code_is_settled_with_equal_totals(house):
    assert run("sale", "7.50", "--demo", *ENGLISH, data=house).status == 0
    assert pay(house, "2.50").status == 0
    batch = run("batch", "--json", data=house).json
    settled = run("settle", "--demo", "--details", *ENGLISH, data=house)
    assert settled.status == 0, settled
    for word in ("BALANCED", "RMB 2.50"):
        assert word in settled.out
    # Payments by code have a line of their own: on the slip, at the counter, and at the host.
    codes = batch["codes"]
    slip = settled.out.split("QR PAYMENTS")[1]
    assert f"{codes['debit_count']} / {shown(codes['debit_amount'])}" in slip.split("RETURNED")[0]
    assert f"{codes['credit_count']} / {shown(codes['credit_amount'])}" in slip
    (closed,) = run("batches", "--json", data=house).json["batches"][0]["closed"]
    for group in ("domestic", "codes"):
        assert closed["totals"][group] == {**batch[group], "result": "0"}
    assert "by code" in run("batches", *ENGLISH, data=house).out
    day = run("day-close", "--json", data=house).json["days"][0]
    net = sum(batch[group]["debit_amount"] - batch[group]["credit_amount"] for group in ("domestic", "codes"))
    assert day["debit_amount"] - day["credit_amount"] == net
    audited = at_rest(house)
    assert audited.status == 0, audited


# Each party a process of its own


class Street:
    """Terminal, acquirer, wallet and switch, each a program that can be killed."""

    def __init__(self, data):
        self.data = data
        found(data)
        self.serving = {}
        for party in ("switch", "wallet", "acquirer", "terminal"):
            self.start(party)
        for serving in self.serving.values():
            serving.ready()

    def start(self, party, *sets):
        words = [word for each in sets for word in ("--set", f"settings.{each}")]
        self.serving[party] = Serving(party, "--data", self.data / party, *words, *ENGLISH)
        return self.serving[party]

    def kill(self, party):
        self.serving[party].kill()

    def restart(self, party):
        self.start(party).ready()

    def close(self):
        for serving in reversed(self.serving.values()):
            serving.stop()


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    made = Street(tmp_path_factory.mktemp("street") / "data")
    yield made
    made.close()


def test_a_kill_of_the_wallet_while_the_customer_pays_loses_nothing(street):
    data = street.data
    before = balance_of(data)
    paying = Paying(data, "300.00", "--code", code_of(data))
    paying.shows("confirms on the telephone")
    street.kill("wallet")
    sleep(1)
    street.restart("wallet")
    assert run("wallet-confirm", "lilei", *ENGLISH, data=data).status == 0
    status, shown = paying.ends()
    assert (status, "QR SALE" in shown) == (0, True), shown
    assert balance_of(data) == before + 300_00
    audited = at_rest(data)
    assert audited.status == 0, audited


def test_a_kill_of_the_acquirer_while_the_customer_pays_ends_in_one_truth(street):
    data = street.data
    before = balance_of(data)
    paying = Paying(data, "300.00", "--code", code_of(data))
    paying.shows("confirms on the telephone")
    street.kill("acquirer")
    assert run("wallet-confirm", "lilei", *ENGLISH, data=data).status == 0
    sleep(1)
    street.restart("acquirer")
    status, shown = paying.ends()
    assert status in (0, 11), shown
    audited = at_rest(data)
    assert audited.status == 0, audited
    assert balance_of(data) == before + (300_00 if status == 0 else 0)


def test_a_terminal_that_dies_while_the_customer_pays_reverses_and_the_money_goes_back(street):
    data = street.data
    before = balance_of(data)
    paying = Paying(data, "9.90", "--show")
    text = paying.shows("scans this code").rpartition(": ")[2]
    street.kill("terminal")
    paying.ends()
    assert run("wallet-pay", text, *ENGLISH, data=data).status == 0
    street.restart("terminal")
    audited = at_rest(data)
    assert audited.status == 0, audited
    assert balance_of(data) == before


def test_payments_by_code_that_the_host_has_lost_are_restored_by_the_upload(tmp_path):
    data = tmp_path / "data"
    with up(data):
        paid = done(data, "qr_sale", code_of(data), amount="30.00")
        refunded = done(data, "qr_refund", amount="10.00", rrn=paid["rrn"], date=paid["date"])
    for table in ("claim", "decision", "attempt"):
        for lost in (paid, refunded):
            host_rows(data, f"DELETE FROM {table} WHERE attempt_key LIKE ?", f"%|{lost['voucher_number']}")
    with up(data):
        settled = run("settle", "--demo", "--json", data=data).json
        assert (settled["balanced"], settled["uploaded"]) == (False, 2)
        (closed,) = run("batches", "--json", data=data).json["batches"][0]["closed"]
        totals = closed["totals"]["codes"]
        assert (totals["debit_amount"], totals["credit_amount"]) == (30_00, 10_00)
        again = done(data, "slips", voucher_number=paid["voucher_number"], batch_number=paid["batch_number"])
        assert without_mark(again["slips"]["merchant"]) == paid["slips"]["merchant"]
