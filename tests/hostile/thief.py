"""A client with the keys of its own terminal and no rules: it talks to a real host over a real line.

thief = Thief(house, address, place=0)      # the first terminal of the house's fleet
thief.sign_in()
bought = thief.buy(1000, card)              # its answer, and what is known of it
answer = thief.ask(thief.void(bought, amount=1))
"""

import os
import socket
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import count

from countertop.codec import Framing
from countertop.demo.founding import FLEET
from countertop.demo.people import MERCHANT
from countertop.hsm import CHEAPEST_PASSWORDS, EncryptPin, EncryptTrack, ImportWorkingKeys, MakeMac, SoftwareHsm
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.runtime.parties import STORE, read_lmk, read_party
from countertop.simulation.forgeries import Counter

PATIENCE = 10
_STANS = count(1)
SEALED = frozenset({"0100", "0200", "0220", "0400"})


class Line:
    """A caller's end of a line."""

    def __init__(self, address, framing=Framing.BINARY2):
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._framing = framing
        self._splitter = framing.splitter()
        self._frames = []

    def send(self, payload):
        self.socket.sendall(self._framing.join(payload))

    def receive(self):
        """Return the next frame, or None once the other end has hung up."""
        while not self._frames:
            try:
                data = self.socket.recv(65536)
            except ConnectionError:
                return None
            if not data:
                return None
            self._frames += filter(None, self._splitter.feed(data))
        return self._frames.pop(0)

    def nothing_comes(self, seconds):
        """Tell whether nothing was said, and nobody hung up, for so long."""
        self.socket.settimeout(seconds)
        try:
            return not self._frames and self.socket.recv(1, socket.MSG_PEEK) is None
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(PATIENCE)

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@dataclass
class Bought:
    """A sale and its answer."""

    request: Message
    payload: bytes
    answer: Message
    card: object
    amount: int

    @property
    def stan(self):
        return self.request.stan


class Thief:
    def __init__(self, house, address, place=0):
        directory = house / FLEET
        with closing(sqlite3.connect(f"file:{directory / STORE}?mode=ro", uri=True)) as book:
            terminals = sorted(book.execute("SELECT terminal_id, tmk FROM master_key"))
        terminal_id, self.tmk = terminals[place]
        self.hsm = SoftwareHsm(read_lmk(read_party(directory, {}, {})), os.urandom, CHEAPEST_PASSWORDS)
        self.counter = Counter(terminal_id, MERCHANT.merchant_id)
        self.address = address
        self.line = Line(address)
        self.keys = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.line.close()

    def redial(self):
        self.line.close()
        self.line = Line(self.address)

    def next_stan(self):
        """Return a STAN that no thief of this run has used."""
        return f"{next(_STANS):06d}"

    def sign_in(self):
        answer = self.ask(self.counter.sign_in(self.next_stan()))
        assert answer.response_code == "00", answer.response_code
        self.counter.batch_number = answer.transaction_info[2:8]
        (self.keys,) = self.hsm.perform([ImportWorkingKeys(self.tmk, answer.extended_data, "004")])
        return self

    def sale(self, amount, card, stan=None):
        pin_block, track2 = self.hsm.perform([
            EncryptPin(self.keys.tpk, card.pin, card.pan), EncryptTrack(self.keys.tdk, card.track2),
        ])  # fmt: skip
        fallback = card.service_code[0] in "26"
        return self.counter.sale(stan or self.next_stan(), amount, track2, pin_block, fallback=fallback)

    def void(self, bought, *, amount=None, supervisor="00"):
        return self.counter.void(
            self.next_stan(),
            bought.stan,
            bought.amount if amount is None else amount,
            bought.card.pan,
            bought.answer.rrn,
            bought.answer.approval_code,
            supervisor,
        )

    def reversal(self, stan, amount, pan=None):
        return self.counter.reversal(stan, amount, pan)

    def sealed(self, message):
        """Return a message's bytes, with its MAC where it has one."""
        if message.mti not in SEALED or self.keys is None:
            return UNIONPAY_POS.encode(message)
        payload, covered = UNIONPAY_POS.seal_parts(message)
        (mac,) = self.hsm.perform([MakeMac(self.keys.tak, covered)])
        return UNIONPAY_POS.sealed(payload, mac)

    def ask(self, message):
        """Send a message and return its answer."""
        return self.ask_with(self.sealed(message))

    def ask_with(self, payload):
        """Send bytes and return the answer, None when the host has hung up."""
        self.line.send(payload)
        said = self.line.receive()
        return None if said is None else UNIONPAY_POS.decode(said)

    def buy(self, amount, card):
        """Buy something as anybody would."""
        request = self.sale(amount, card)
        payload = self.sealed(request)
        answer = self.ask_with(payload)
        assert answer.response_code == "00", answer.response_code
        return Bought(request, payload, answer, card, amount)
