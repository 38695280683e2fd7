"""An acquirer that speaks to a real wallet: it signs with its own HSM, posts over HTTP, and hears notices.

It is a second acquirer beside the demo's own: its key is formed in the wallet's HSM before the wallet starts, as whoever
runs a wallet registers an acquirer.
"""

from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep, time

from countertop.hsm import FormKey, KeyUsage, MakeSignature, SoftwareHsm, VerifySignature
from countertop.hsm.components import component_of
from countertop.qr import PaymentCode
from countertop.qr.wallet_messages import (
    BillRequest,
    CloseRequest,
    NoticeAcknowledged,
    PayRequest,
    PrecreateRequest,
    QueryRequest,
    RefundQueryRequest,
    RefundRequest,
    ReverseRequest,
)
from countertop.qr.wallet_wire import UnsignedRefusal, decode_answer, decode_request, encode, signing_text
from countertop.runtime.entropy import draw
from countertop.runtime.parties import STORE, read_lmk, read_party
from countertop.runtime.wires import WALLET
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore
from countertop.wallet import SCHEMA, AcquirerRegistered
from tests.playbook import make_hsm

ACQUIRER = "99992999"
SHOP = {"merchant_id": "999290054110001", "merchant_name": "Demo Fresh Mart", "terminal_id": "80000101"}
PLACE = {"merchant_city": "Shanghai", "merchant_category": "5411"}
JSON = {"Content-Type": "application/json"}
PATIENCE = 20


class QrShop:
    """One acquirer; `directory` is the wallet's."""

    def __init__(self, directory: Path):
        self.configuration = read_party(directory, {}, {})
        self.hsm = make_hsm("qr shop")
        parts = [component_of(Random(f"qr shop {part}").randbytes(32)) for part in range(2)]
        wallet_hsm = SoftwareHsm(read_lmk(self.configuration), draw)
        (mine,), (theirs,) = (hsm.perform([FormKey(parts, KeyUsage.WSK)]) for hsm in (self.hsm, wallet_hsm))
        self.key = mine.block
        with closing(SqliteStore(directory / STORE, SCHEMA)) as store:
            assert store.commit([Entry("founding", (AcquirerRegistered(ACQUIRER, "另一收单", theirs.block),), 1)]) == [
                None
            ]
        (self.address,) = [listener.address for listener in self.configuration.listeners]
        self._numbers = count(1)

    def number(self):
        return f"Q{next(self._numbers):05d}"

    def head(self):
        return {"acquirer_id": ACQUIRER, "nonce": draw(16).hex(), "timestamp": int(time() * 1000)}

    def sign(self, message):
        (signature,) = self.hsm.perform([MakeSignature(self.key, signing_text(message))])
        return encode(message, signature)

    def post(self, body):
        """Return status and body of the response."""
        with closing(HTTPConnection(*self.address, timeout=PATIENCE)) as line:
            line.request("POST", WALLET.path, body, JSON)
            response = line.getresponse()
            return response.status, response.read()

    def ask(self, message):
        status, body = self.post(self.sign(message))
        assert status == 200
        received = decode_answer(body, message.VERB)
        if not isinstance(received.message, UnsignedRefusal):
            assert self.hsm.perform([VerifySignature(self.key, received.signed, received.signature)]) == [True]
        return received.message

    def pay_request(self, amount, code, **changes):
        made = {"order_number": self.number(), "amount": amount, "currency": "156", **SHOP, **self.head()}
        return PayRequest(**{**made, "payment_code": PaymentCode(code), **changes})

    def pay(self, amount, code, **changes):
        return self.ask(self.pay_request(amount, code, **changes))

    def precreate(self, amount, expires_in=300):
        made = {"order_number": self.number(), "amount": amount, "currency": "156", "expires_in": expires_in}
        return self.ask(PrecreateRequest(**{**made, **SHOP, **PLACE, **self.head()}))

    def query(self, order_number):
        return self.ask(QueryRequest(**self.head(), order_number=order_number))

    def query_until_final(self, order_number):
        end = monotonic() + PATIENCE
        while monotonic() < end:
            answer = self.query(order_number)
            if answer.state not in ("NOTPAY", "USERPAYING"):
                return answer
            sleep(0.05)
        raise AssertionError(answer)

    def reverse(self, order_number):
        return self.ask(ReverseRequest(**self.head(), order_number=order_number))

    def close(self, order_number):
        return self.ask(CloseRequest(**self.head(), order_number=order_number))

    def refund(self, order_number, amount, refund_number=None):
        made = {"refund_number": refund_number or self.number(), "refund_amount": amount, "currency": "156"}
        return self.ask(RefundRequest(**self.head(), order_number=order_number, **made))

    def query_refund(self, refund_number):
        return self.ask(RefundQueryRequest(**self.head(), refund_number=refund_number))

    def bill(self, date, after=0):
        return self.ask(BillRequest(**self.head(), business_date=date, after=after))


class Ear:
    """Where the wallet brings its notices; deaf until told to hear."""

    def __init__(self, shop):
        self.heard = []
        self.tries = 0
        self.deaf = False
        (address,) = shop.configuration.routes["acquirer"].addresses
        ear = self

        class Heard(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                ear.tries += 1
                if ear.deaf:
                    self.send_error(503)
                    return
                received = decode_request(body)
                verify = VerifySignature(shop.key, received.signed, received.signature)
                assert shop.hsm.perform([verify]) == [True]
                notice = received.message
                ear.heard.append(notice)
                told = {"acquirer_id": ACQUIRER, "nonce": notice.nonce, "timestamp": int(time() * 1000)}
                said = shop.sign(NoticeAcknowledged(**told, verb="notice", notice_number=notice.notice_number))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self._server = HTTPServer(address, Heard)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def until(self, condition):
        end = monotonic() + PATIENCE
        while not condition(self):
            assert monotonic() < end, self.heard
            sleep(0.02)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
