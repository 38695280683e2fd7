"""A host and a real wallet, each in its own made-up world of memory, with their lines joined: bytes meet, nothing else."""

from __future__ import annotations

from countertop.audit import audit
from countertop.qr import PaymentCode
from countertop.values import SECOND
from countertop.wallet import SCHEMA, AcquirerRegistered, CustomerOpened, Wallet, WalletOpened, WalletSettings
from tests.acquirer.neighbours import ACQUIRER_ID
from tests.acquirer.wallet.provider import QrHouse
from tests.playbook import Playbook

BALANCE = 1_000_00
FREE_LIMIT = 200_00


class Market(QrHouse):
    """A host whose wallet is a wallet. `purse` is its playbook; `customers` pay from a balance, `banked` from a bank."""

    def __init__(self, wallet_settings=None, **settings):
        super().__init__(**settings)
        self.wallet_settings = wallet_settings or {}
        founding = (
            WalletOpened("cn.example.wallet", "样例钱包", "Demo Wallet", "wechat"),
            AcquirerRegistered(ACQUIRER_ID, "收单", self.wallet.key),
            CustomerOpened("li", 1, "李", BALANCE, FREE_LIMIT, "balance", self.book.utc),
            CustomerOpened("han", 2, "韩", BALANCE, FREE_LIMIT, "bank", self.book.utc),
        )
        self.purse = Playbook(self._wallet, SCHEMA, founding=founding, hsm=self.wallet.hsm, routes=("acquirer",))
        self.purse.start()
        self.there = {}  # our line -> the wallet's end of it
        self.here = {}  # the wallet's line -> our end of it

    def _wallet(self):
        return Wallet(WalletSettings(**self.wallet_settings))

    # The lines

    def pump(self):
        """Carry bytes both ways until nobody says anything; a line that one side has closed is closed at the other."""
        while self._carry(self.book, "wallet", self.there, self.purse, "acquirers") or self._carry(
            self.purse, "acquirer", self.here, self.book, "notices"
        ):
            pass

    def _carry(self, near, route, ends, far, role):
        moved = False
        for line in list(ends):
            if line not in near.opened and ends[line] is not None:
                far.close(ends.pop(line))
        for line in near.lines_of(route):
            if line not in ends:
                ends[line] = far.call(role)
            for payload in near.said(line):
                moved = True
                far.tell(ends[line], payload)
            for payload in far.said(ends[line]):
                moved = True
                near.tell(line, payload)
        return moved

    def wait(self, seconds):
        for _ in range(seconds):
            self.book.advance(SECOND)
            self.purse.advance(SECOND)
            self.pump()

    # Plugs

    def cut_lines(self):
        for near, far, ends in ((self.book, self.purse, self.there), (self.purse, self.book, self.here)):
            for line, other in list(ends.items()):
                del ends[line]
                if near.stage.stopped is None:
                    near.close(line)
                if far.stage.stopped is None:
                    far.close(other)

    def kill_wallet(self):
        self.cut_lines()
        self.purse = self.purse.crashed(build=self._wallet)
        self.purse.start()

    def kill_host(self):
        self.cut_lines()
        self.reopen()
        self.till.sign_in()

    # People

    def code(self, customer="li"):
        return PaymentCode(self.purse.ask_desk("code", customer=customer)[1]["code"]).reveal()

    def confirm(self):
        return self.purse.ask_desk("confirm")[0]

    def scan(self, text, customer="li"):
        return self.purse.ask_desk("pay", customer=customer, code_text=text)[0]

    # A terminal that asks again

    def ask(self, request):
        """Send a request and return the answer to it, None when there is none."""
        self.till.tell(request)
        self.pump()
        answers = self.till.hear_all(whole=False)
        return answers[-1] if answers else None

    def ask_until_decided(self, request, patience=20):
        """Do as a terminal does: ask again while it is 09, and give nothing up."""
        for _ in range(patience):
            answer = self.ask(request)
            if answer is not None and answer.response_code != "09":
                return answer
            self.wait(1)
        raise AssertionError("nobody has decided")

    def balances(self):
        return [view["balance"] for view in self.purse.ask_desk("customers")[1]["customers"]]

    def findings(self, *, at_rest=True):
        """Audit both; what is about other parties alone is left out."""
        books = {"acquirer": self.book.store, "wallet": self.purse.store}
        return [finding.what for finding in audit(books, at_rest=at_rest)]
