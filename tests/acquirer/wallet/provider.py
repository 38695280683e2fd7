"""The wallet at the end of the host's line, played by the test: it verifies every request and signs every answer."""

from __future__ import annotations

from countertop.acquirer.records import WalletLinked
from countertop.hsm import KeyUsage, MakeSignature, VerifySignature
from countertop.hsm.usages import HMAC_KEY_SIZE
from countertop.qr.wallet_messages import NoticeRequest, OrderAnswer, RefundAnswer, Refusal
from countertop.qr.wallet_wire import decode_answer, decode_request, encode, signing_text
from countertop.values import MILLISECOND
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, TERMINAL_ID, House, share
from tests.playbook import make_hsm

CODE = "134567890123456789"
OTHER_CODE = "134567890123456780"
NUMBER = "20240715000000000001"


class QrHouse(House):
    """A host that knows a wallet, with a terminal that is signed in."""

    def __init__(self, linked=True, **settings):
        self.key = None
        own, wallet_hsm = make_hsm("acquirer"), make_hsm("wallet")
        own_key, wallet_key = share(KeyUsage.WSK, "wallet", own, wallet_hsm, size=HMAC_KEY_SIZE)
        extra = (WalletLinked("wallet", "cn.example.wallet", "样例钱包", "wechat", own_key),) if linked else ()
        super().__init__(extra=extra, routes=("switch", "wallet"), **settings)
        self.wallet = Provider(self, wallet_hsm, wallet_key)

    def open(self):
        super().open()
        self.till.sign_in()
        return self


class Provider:
    """What the host asks, and what it is told."""

    def __init__(self, house, hsm, key):
        self.house, self.hsm, self.key = house, hsm, key
        self.notices = 0
        self.heard_on = {}

    @property
    def line(self):
        return self.house.book.lines_of("wallet")[-1]

    def hear_all(self):
        heard = []
        for line in self.house.book.lines_of("wallet"):
            for each in map(decode_request, self.house.book.said(line)):
                assert self.hsm.perform([VerifySignature(self.key, each.signed, each.signature)]) == [True]
                self.heard_on[each.message.nonce] = line
                heard.append(each.message)
        return heard

    def hear(self, verb):
        """Return the one request that came."""
        (request,) = self.hear_all()
        assert verb == request.VERB, request.VERB
        return request

    def nothing_heard(self):
        assert self.hear_all() == []

    def head(self, request):
        return (ACQUIRER_ID, request.nonce, self.house.book.utc // MILLISECOND, request.VERB)

    def send(self, answer, key=None):
        (signature,) = self.hsm.perform([MakeSignature(key or self.key, signing_text(answer))])
        self.house.book.tell(self.heard_on.get(answer.nonce, self.line), encode(answer, signature))

    def tell(self, request, state="SUCCESS", **changes):
        """Answer where an order stands."""
        amount = getattr(request, "amount", None)
        fields = {"wallet_number": NUMBER, "amount": amount, "currency": "156" if amount else None, **changes}
        self.send(OrderAnswer(*self.head(request), request.order_number, state, 0, **fields))

    def refuse(self, request, fault):
        self.send(Refusal(*self.head(request), fault))

    def tell_refund(self, request, state="SUCCESS", **changes):
        money = {"refund_amount": request.refund_amount, "currency": "156", "refund_state": state, "refunded": 1}
        named = (request.order_number, request.refund_number)
        self.send(RefundAnswer(*self.head(request), *named, **{**money, **changes}))

    def notice(self, order_number, amount=10_000, event="paid", state="SUCCESS", number=1, key=None, **changes):
        """Bring a notice, and return what the host says to it."""
        line = self.house.book.call("notices")
        told = {
            "notice_number": number,
            "event": event,
            "order_number": order_number,
            "wallet_number": NUMBER,
            "merchant_id": MERCHANT_ID,
            "terminal_id": TERMINAL_ID,
            "amount": amount,
            "currency": "156",
            "refunded": 0,
            "state": state,
            **changes,
        }
        notice = NoticeRequest(ACQUIRER_ID, f"{number:032x}", self.house.book.utc // MILLISECOND, **told)
        (signature,) = self.hsm.perform([MakeSignature(key or self.key, signing_text(notice))])
        self.house.book.tell(line, encode(notice, signature))
        (payload,) = self.house.book.said(line)
        return decode_answer(payload, "notice").message


def qr_sale(till, amount=10_000, code=CODE, show=False, **changes):
    """Build a payment by the customer's code, or by the shop's."""
    fields = {
        "processing_code": "000000",
        "amount": f"{amount:012d}",
        "stan": till.next_stan() if "stan" not in changes else None,
        "entry_mode": "032",
        "condition_code": "00",
        "currency": "156",
        "terminal_information": "OP00201",
        "transaction_info": f"22{till.batch}00020",
        "qr_data": "A500200" if show else f"A3{len(code):03d}{code}",
    }
    return till.message("0200", **{**fields, **changes})


def qr_void(till, original, answer, **changes):
    fields = {
        "processing_code": "200000",
        "stan": till.next_stan() if "stan" not in changes else None,
        "rrn": answer.rrn,
        "terminal_information": "OP00201SV00200",
        "transaction_info": f"23{till.batch}00020",
        "original_info": f"{till.batch}{original.stan}",
        "qr_data": None,
    }
    return original.copy(mac=None, **{**fields, **changes})


def qr_refund(till, answer, amount=10_000, **changes):
    fields = {
        "processing_code": "200000",
        "amount": f"{amount:012d}",
        "stan": till.next_stan() if "stan" not in changes else None,
        "entry_mode": "032",
        "condition_code": "00",
        "rrn": answer.rrn,
        "currency": "156",
        "terminal_information": "OP00201SV00200",
        "transaction_info": f"25{till.batch}00020",
        "original_info": f"000000000000{answer.local_date}",
        "reserved_data": "000",
    }
    return till.message("0220", **{**fields, **changes})
