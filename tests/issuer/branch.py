"""A bank under test with its portfolio, and the switch that talks to it."""

from __future__ import annotations

from random import Random

from countertop.audit import audit
from countertop.hsm import FormKey, KeyUsage, MakePinReference, ProtectPan
from countertop.hsm.components import component_of
from countertop.issuer import SCHEMA, SETTLEMENT, AccountOpened, BankOpened, CardIssued, Issuer, IssuerSettings
from countertop.issuer.tables import ATTEMPTS_BY_RRN, HOLDS_OF_ACCOUNT, NEWEST_POSTING, POSTINGS_FROM
from countertop.values import SECOND, Pan, Pin
from tests.interbank import BANK_ID, EXPIRY, PAN, SERVICE_CODE, SWITCH_ID, Correspondent
from tests.playbook import MORNING, Playbook, make_hsm

ACCOUNT = "6222000001"
BALANCE = 1_000_00
CREDIT_PAN = "6222021234567890136"
CREDIT_ACCOUNT = "6222000002"
CREDIT_LIMIT = 500_00
PIN = "123456"


class Centre(Correspondent):
    """The switch's end of the line to the bank."""

    def __init__(self, bank_hsm):
        super().__init__(SWITCH_ID, BANK_ID)
        self.hsm = make_hsm("switch")
        parts = Random("link")
        usages = KeyUsage.ZPK, KeyUsage.ZAK, KeyUsage.ZMK
        commands = [FormKey([component_of(parts.randbytes(16)) for _ in range(2)], usage) for usage in usages]
        self.zpk, self.zak, self.zmk = (formed.block for formed in self.hsm.perform(commands))
        zpk, zak, zmk = (formed.block for formed in bank_hsm.perform(commands))
        self.opened = BankOpened(BANK_ID, "样例银行", "Sample Bank", SWITCH_ID, zpk, zak, zmk=zmk)

    @property
    def line(self):
        (line,) = self.book.lines_of("switch")
        return line

    def tell(self, message, *, mac=None):
        self.book.tell(self.line, self.seal(message, mac=mac))

    def hear(self, *mtis):
        heard = [self.read(payload) for payload in self.book.said(self.line)]
        if mtis:
            assert [message.mti for message in heard] == list(mtis)
        return heard

    def ask(self, message, *, mac=None):
        """Send a request and return its answer."""
        self.tell(message, mac=mac)
        (answer,) = self.hear()
        assert answer.mti == message.answer_mti
        return answer


def untested(**settings):
    """Return settings with which nobody tests a silent line: that is nearly all the work of a month that passes."""
    return IssuerSettings(echo_when_idle=60 * 24 * 3600 * SECOND, **settings)


class Branch:
    """A bank with a debit and a credit account, signed on at the switch."""

    def __init__(self, settings=None, founding=(), cards=(), **parts):
        self.settings = settings or untested()
        hsm = make_hsm("bank")
        self.switch = Centre(hsm)
        self.hsm = hsm
        records = (
            self.switch.opened,
            AccountOpened(ACCOUNT, 1, "debit", "张三", BALANCE, 0, MORNING),
            AccountOpened(CREDIT_ACCOUNT, 2, "credit", "李四", 0, CREDIT_LIMIT, MORNING),
            *(cards or (self.card(PAN, ACCOUNT), self.card(CREDIT_PAN, CREDIT_ACCOUNT))),
            *founding,
        )
        routes = parts.pop("routes", {"switch"})
        self.book = Playbook(
            lambda: Issuer(self.settings), SCHEMA, founding=records, hsm=hsm, routes=routes, **parts
        ).start()
        self.switch.book = self.book

    def card(self, pan, account, pin=PIN, **changes):
        protected, reference = self.hsm.perform([ProtectPan(Pan(pan)), MakePinReference(Pin(pin), Pan(pan))])
        fields = {"expiry": EXPIRY, "service_code": SERVICE_CODE, "pin_reference": reference}
        return CardIssued(protected.token, protected.cipher, Pan(pan).masked(), account, **{**fields, **changes})

    def open(self):
        """Let the bank dial and sign on."""
        self.book.advance(0)
        (request,) = self.switch.hear("0820")
        self.switch.tell(self.switch.answer(request))
        assert self.book.actor.office.line.state == "up"
        return self

    def restart(self):
        self.book = self.book.crashed().start()
        self.switch.book = self.book
        return self

    # What the books say

    def balance(self, account=ACCOUNT):
        (row,) = self.book.rows(NEWEST_POSTING, account) or [{"balance_after": 0}]
        return row["balance_after"]

    def postings(self, account=ACCOUNT):
        return [row["amount"] for row in self.book.rows(POSTINGS_FROM, account, 1)]

    def settled(self):
        """What the bank owes the switch."""
        return sum(self.postings(SETTLEMENT))

    def decisions(self, message):
        return [
            (row["kind"], row["effect"], row["response_code"]) for row in self.book.rows(ATTEMPTS_BY_RRN, message.rrn)
        ]

    def verify_books(self):
        """Every posting set sums to zero, and so do all accounts; memory is what the store says; the audit agrees."""
        assert audit({"bank": self.book.store}, at_rest=False) == []
        store = self.book.store
        sets, accounts, newest = {}, {}, {}
        names = [column.name for column in SCHEMA.table("posting").columns]
        for row in store._tables["posting"].rows.values():
            posting = dict(zip(names, row, strict=True))
            sets[posting["posting_set"]] = sets.get(posting["posting_set"], 0) + posting["amount"]
            account = posting["account_id"]
            accounts[account] = accounts.get(account, 0) + posting["amount"]
            if posting["balance_after"] is not None:
                assert posting["balance_after"] == accounts[account]
                assert posting["sequence"] == newest.get(account, 0) + 1
                newest[account] = posting["sequence"]
        assert set(sets.values()) <= {0}
        assert sum(accounts.values()) == 0
        for account, kept in self.book.actor.office.books._accounts._kept.items():
            assert kept.balance == accounts.get(account, 0)
            standing = {
                row["family_key"]: row["amount"] for row in self.book.rows(HOLDS_OF_ACCOUNT, account, "standing")
            }
            assert {hold.family_key: hold.amount for hold in kept.holds.values()} == standing
        return accounts
