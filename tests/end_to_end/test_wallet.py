"""The wallet as a program of its own: its commands, its API over HTTP, and a kill while the customer is paying."""

from time import sleep

import pytest

from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import Serving, found, run
from tests.end_to_end.qr_shop import Ear, QrShop

ENGLISH = ("--language", "en")


class Wallet:
    """A founded house of which only the wallet runs."""

    def __init__(self, data):
        self.data = data
        found(data)
        self.directory = data / "wallet"
        self.shop = QrShop(self.directory)
        self.serving = None

    def start(self, *sets):
        words = [word for each in sets for word in ("--set", f"settings.{each}")]
        self.serving = Serving("wallet", "--data", self.directory, *words, *ENGLISH)
        self.serving.ready()
        return self

    def run(self, *command):
        return run(*command, *ENGLISH, data=self.data)

    def code(self, customer="lilei"):
        done = self.run("wallet-code", customer)
        assert done.status == 0, done
        return done.out.split()[0]

    def desk(self, verb, **arguments):
        with DeskClient(self.directory) as desk:
            return desk.request(verb, arguments)[1]

    def audit(self):
        return run("audit", *ENGLISH, data=self.directory)


@pytest.fixture
def wallet(tmp_path):
    made = Wallet(tmp_path / "data")
    yield made
    if made.serving is not None:
        assert made.serving.stop() == 0, made.serving.text
    audited = made.audit()
    assert audited.status == 0, audited


def test_a_customers_code_pays_once(wallet):
    shop = wallet.start().shop
    code = wallet.code()
    paid = shop.pay(12_50, code)
    assert (paid.state, paid.amount) == ("SUCCESS", 12_50)
    assert shop.pay(1_00, code).reason == "code-used"
    refunded = shop.refund(paid.order_number, 2_50)
    assert (refunded.refund_state, refunded.refunded) == ("SUCCESS", 2_50)
    assert shop.query_refund(refunded.refund_number).refunded_at == refunded.refunded_at
    assert shop.refund(paid.order_number, 10_01).fault == "refund-too-much"
    bill = wallet.run("wallet-bill", "--json").json
    assert (bill["count"], bill["lines"]) == (0, [])  # of the demo's own acquirer
    status = run("status", "--json", data=wallet.directory).json["parties"]
    assert status["wallet"]["status"]["orders"] == 2


def test_the_shops_code_is_scanned_and_the_acquirer_is_told(wallet):
    shop = wallet.start("shortest_notice_pause=50ms").shop
    order = shop.precreate(59_90)
    with Ear(shop) as ear:
        ear.deaf = True
        done = wallet.run("wallet-pay", order.code_text)
        assert done.status == 0, done
        assert "Paid: Demo Fresh Mart 59.90" in done.out
        ear.until(lambda ear: ear.tries > 1)
        ear.deaf = False
        ear.until(lambda ear: ear.heard)
        (notice,) = ear.heard
        assert (notice.event, notice.order_number, notice.state) == ("paid", order.order_number, "SUCCESS")
        assert shop.query(order.order_number).state == "SUCCESS"
        assert wallet.run("wallet-pay", order.code_text, "--customer", "zhaoliu").status == 12


@pytest.mark.parametrize(("says", "state", "status"), [("confirm", "SUCCESS", 0), ("decline", "FAIL", 10)])
def test_a_kill_while_the_customer_is_paying_loses_nothing(wallet, says, state, status):
    shop = wallet.start().shop
    request = shop.pay_request(300_00, wallet.code())
    assert shop.ask(request).state == "USERPAYING"
    wallet.serving.kill()
    wallet.start()
    assert shop.query(request.order_number).state == "USERPAYING"
    done = wallet.run(f"wallet-{says}", "lilei")
    assert done.status == status, done
    wallet.serving.kill()
    wallet.start()
    assert shop.query(request.order_number).state == state
    again = type(request)(**{**{name: getattr(request, name) for name in SHARED}, **shop.head()})
    assert shop.ask(again).state == state
    balance = wallet.desk("customers")["customers"][0]["balance"]
    assert balance == 2_000_00 - (300_00 if state == "SUCCESS" else 0)


SHARED = (
    "order_number",
    "merchant_id",
    "merchant_name",
    "terminal_id",
    "amount",
    "currency",
    "payment_code",
    "subject",
)


def test_a_kill_while_the_money_is_on_its_way_and_the_shop_gives_up(wallet):
    shop = wallet.start("bank_delay=2s").shop
    first, second = shop.pay(10_00, wallet.code("hanmei")), shop.pay(20_00, wallet.code("hanmei"))
    assert (first.state, second.state) == ("USERPAYING", "USERPAYING")
    assert shop.close(second.order_number).state == "CLOSED"
    wallet.serving.kill()
    wallet.start("bank_delay=2s")
    assert shop.query_until_final(first.order_number).state == "SUCCESS"
    for _ in range(100):
        balance = wallet.desk("customers")["customers"][1]["balance"]
        if balance == 5_000_00 - 10_00:
            break
        sleep(0.1)
    assert balance == 5_000_00 - 10_00
    assert shop.query(second.order_number).state == "CLOSED"


def test_whoever_cannot_prove_who_they_are_is_turned_away(wallet):
    shop = wallet.start().shop
    request = shop.pay_request(1_00, wallet.code())
    whole = shop.sign(request)
    status, body = shop.post(whole.replace(b'"amount":100', b'"amount":200'))
    assert (status, b"signature-wrong" in body) == (200, True)
    assert shop.post(whole[:-1])[1].count(b"not-understood") == 1
    assert shop.post(b"x" * 9000)[0] == 413
    assert b"SUCCESS" in shop.post(whole)[1]
    assert b"replayed" in shop.post(whole)[1]
    assert wallet.desk("customers")["customers"][0]["balance"] == 2_000_00 - 1_00


def test_what_customers_read_is_in_both_languages(wallet):
    wallet.start()
    done = run("wallet-confirm", data=wallet.data)
    assert (done.status, done.err.strip()) == (12, "没有待顾客确认的付款")
    done = wallet.run("wallet-confirm")
    assert (done.status, done.err.strip()) == (12, "No payment waits for a customer's confirmation")
    assert "付款码" in run("wallet-code", data=wallet.data).out
    assert wallet.run("wallet-code", "nobody").status == 2
    assert wallet.run("wallet-pay", "not a code").status == 12
    assert wallet.run("wallet-bill", "yesterday").status == 2
    assert "0 lines" in wallet.run("wallet-bill").out


def test_without_a_wallet_its_commands_say_so(tmp_path):
    done = run("wallet-code", *ENGLISH, data=tmp_path)
    assert done.status == 13
