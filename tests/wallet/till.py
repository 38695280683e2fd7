"""A wallet under test with its customers, and the acquirer that talks to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from itertools import count
from operator import attrgetter
from random import Random

from countertop.audit import audit
from countertop.hsm import FormKey, KeyUsage, MakeSignature, VerifySignature
from countertop.hsm.components import component_of
from countertop.qr import PaymentCode
from countertop.qr.wallet_messages import (
    BillRequest,
    CloseRequest,
    NoticeAcknowledged,
    NoticeRequest,
    PayRequest,
    PrecreateRequest,
    QueryRequest,
    RefundQueryRequest,
    RefundRequest,
    ReverseRequest,
)
from countertop.qr.wallet_wire import UnsignedRefusal, decode_answer, decode_request, encode, signing_text
from countertop.values import MILLISECOND
from countertop.wallet import (
    SCHEMA,
    AcquirerRegistered,
    CustomerOpened,
    Wallet,
    WalletOpened,
    WalletSettings,
)
from countertop.wallet.money import account_of
from countertop.wallet.records import TRANSIT, payable_of
from countertop.wallet.tables import NEWEST_BALANCE
from tests.playbook import MORNING, Playbook, make_hsm

ACQUIRER = "99992900"
OTHER_ACQUIRER = "99992901"
WALLET_ID = "cn.example.wallet"
BALANCE = 500_00
FREE_LIMIT = 100_00
SHOP = {"merchant_id": "999290054110001", "merchant_name": "Demo Fresh Mart", "terminal_id": "80000101"}
PLACE = {"merchant_city": "Shanghai", "merchant_category": "5411"}


def shared_key(seed, *hsms):
    """The blocks of one signing key in each HSM."""
    parts = [component_of(Random(f"{seed}{part}").randbytes(32)) for part in range(2)]
    return [hsm.perform([FormKey(parts, KeyUsage.WSK)])[0].block for hsm in hsms]


class Till:
    """The acquirer's end, one wallet, and three customers: from a balance, from a bank, and a poor one."""

    def __init__(self, settings=None, *, acquirer_id=ACQUIRER, founding=(), started=True, **parts):
        self.settings = settings or WalletSettings()
        wallet_hsm = make_hsm("wallet")
        self.hsm = make_hsm("acquirer")
        self.acquirer_id = acquirer_id
        self.key, wallet_key = shared_key("link", self.hsm, wallet_hsm)
        _, other_key = shared_key("other", self.hsm, wallet_hsm)
        records = (
            WalletOpened(WALLET_ID, "样例钱包", "Sample Wallet", "wechat"),
            AcquirerRegistered(ACQUIRER, "样例收单", wallet_key),
            AcquirerRegistered(OTHER_ACQUIRER, "另一收单", other_key, notices=False),
            CustomerOpened("li", 1, "李雷", BALANCE, FREE_LIMIT, "balance", MORNING),
            CustomerOpened("han", 2, "韩梅梅", BALANCE, FREE_LIMIT, "bank", MORNING),
            CustomerOpened("poor", 3, "赵六", 5_00, FREE_LIMIT, "balance", MORNING),
            *founding,
        )
        self.book = Playbook(lambda: Wallet(self.settings), SCHEMA, founding=records, hsm=wallet_hsm, **parts)
        self._nonces = count(1)
        self._numbers = count(1)
        self._lines = {}
        if started:
            self.book.start()

    def restart(self):
        self.book = self.book.crashed().start()
        self._lines = {}
        return self

    # Speaking to the wallet

    @property
    def line(self):
        if id(self.book) not in self._lines:
            self._lines[id(self.book)] = self.book.call("acquirers")
        return self._lines[id(self.book)]

    def head(self, **changes):
        made = {
            "acquirer_id": self.acquirer_id,
            "nonce": f"{next(self._nonces):032x}",
            "timestamp": self.book.utc // MILLISECOND,
        }
        return {**made, **changes}

    def signed(self, message, key=None):
        (signature,) = self.hsm.perform([MakeSignature(key or self.key, signing_text(message))])
        return encode(message, signature)

    def tell(self, message, key=None):
        self.book.tell(self.line, self.signed(message, key))

    def hear(self, message):
        """The one answer to a message, its signature verified."""
        (payload,) = self.book.said(self.line)
        received = decode_answer(payload, message.VERB)
        if not isinstance(received.message, UnsignedRefusal):
            verify = VerifySignature(self.key, received.signed, received.signature)
            assert self.hsm.perform([verify]) == [True]
            assert received.message.nonce == message.nonce
        return received.message

    def ask(self, message):
        self.tell(message)
        return self.hear(message)

    def number(self):
        return f"A{next(self._numbers):06d}"

    # Requests

    def pay_request(self, amount=12_50, code=None, customer="li", **changes):
        made = {"order_number": self.number(), "amount": amount, "currency": "156", **SHOP, **self.head()}
        shown = PaymentCode(code or self.code(customer))
        return PayRequest(**{**made, "payment_code": shown, **changes})

    def precreate_request(self, amount=12_50, **changes):
        made = {"order_number": self.number(), "amount": amount, "currency": "156", "expires_in": 300}
        return PrecreateRequest(**{**made, **SHOP, **PLACE, **self.head(), **changes})

    def again(self, request, **changes):
        """The same request, sent again as a request is: with a new nonce and the present time."""
        values = {name: getattr(request, name) for name in map(attrgetter("name"), fields(request))}
        return type(request)(**{**values, **self.head(), **changes})

    def pay(self, amount=12_50, **changes):
        return self.ask(self.pay_request(amount, **changes))

    def precreate(self, amount=12_50, **changes):
        return self.ask(self.precreate_request(amount, **changes))

    def query(self, order_number):
        return self.ask(QueryRequest(**self.head(), order_number=order_number))

    def reverse(self, order_number):
        return self.ask(ReverseRequest(**self.head(), order_number=order_number))

    def close(self, order_number):
        return self.ask(CloseRequest(**self.head(), order_number=order_number))

    def refund(self, order_number, amount, refund_number=None, currency="156"):
        number = refund_number or self.number()
        made = {"order_number": order_number, "refund_number": number, "refund_amount": amount, "currency": currency}
        return self.ask(RefundRequest(**self.head(), **made))

    def query_refund(self, refund_number):
        return self.ask(RefundQueryRequest(**self.head(), refund_number=refund_number))

    def bill(self, date="20240715", after=0):
        return self.ask(BillRequest(**self.head(), business_date=date, after=after))

    # Customers

    def code(self, customer="li"):
        status, body = self.book.ask_desk("code", customer=customer)
        assert status == 0
        return body["code"]

    def scan(self, text, customer="li"):
        return self.book.ask_desk("pay", customer=customer, code_text=text)

    # Notices

    @property
    def notice_line(self):
        (line,) = self.book.lines_of("acquirer")
        return line

    def notice(self):
        """The notice that is being told, its signature verified."""
        (payload,) = self.book.said(self.notice_line)
        received = decode_request(payload)
        assert self.hsm.perform([VerifySignature(self.key, received.signed, received.signature)]) == [True]
        assert isinstance(received.message, NoticeRequest)
        return received.message

    def acknowledge(self, notice, key=None, **changes):
        told = {"acquirer_id": ACQUIRER, "nonce": notice.nonce, "timestamp": self.book.utc // MILLISECOND}
        made = {**told, "verb": "notice", "notice_number": notice.notice_number, **changes}
        self.book.tell(self.notice_line, self.signed(NoticeAcknowledged(**made), key))

    # What the books say

    def balance(self, customer="li"):
        (row,) = self.book.rows(NEWEST_BALANCE, account_of(customer))
        return row["balance_after"]

    def posted(self, account):
        names = [column.name for column in SCHEMA.table("posting").columns]
        rows = [dict(zip(names, row, strict=True)) for row in self.book.store.rows("posting")]
        return sum(row["amount"] for row in rows if row["account_id"] == account)

    @property
    def payable(self):
        return self.posted(payable_of(ACQUIRER))

    @property
    def in_transit(self):
        return self.posted(TRANSIT)

    def findings(self, *, at_rest=True):
        return [finding.what for finding in audit({"wallet": self.book.store}, at_rest=at_rest)]


def fault(answer):
    """Return the fault of a refusal."""
    with suppress(AttributeError):
        return answer.fault
    return None
