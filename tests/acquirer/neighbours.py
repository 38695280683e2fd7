"""The host's neighbours, played by the test: terminals with their keys, and the switch at the end of the link."""

from __future__ import annotations

from random import Random

from countertop.acquirer import SCHEMA, Acquirer, AcquirerSettings
from countertop.acquirer.records import (
    AcquirerOpened,
    BinRouteSet,
    MerchantRegistered,
    OperatorRegistered,
    TerminalRegistered,
    ZoneKeysLoaded,
)
from countertop.hsm import (
    EncryptPin,
    EncryptTrack,
    FormKey,
    ImportWorkingKeys,
    KeyUsage,
    MakeMac,
    VerifyMac,
)
from countertop.hsm.components import component_of
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.interbank_answers import answer_to, management_answer
from countertop.iso8583.matrix import Direction, check
from countertop.values import MINUTE, Pan, Pin, Track2
from tests.playbook import MORNING, Playbook, make_hsm

ACQUIRER_ID = "99992900"
SWITCH_ID = "00010000"
BANK_ID = "99010001"
MERCHANT_ID = "999290054110001"
OTHER_MERCHANT_ID = "999290054110002"
TERMINAL_ID = "80000101"
OTHER_TERMINAL_ID = "80000102"
PAN = "6225000000000014"
OTHER_PAN = "6225000000000022"
PIN = "123456"
TPDU = bytes.fromhex("6000030000")


def share(usage, label, *hsms, size=16):
    """Form one key in each HSM; return its block in each."""
    chance = Random(f"{usage} {label}")
    parts = [component_of(chance.randbytes(size)) for _ in range(2)]
    return [hsm.perform([FormKey(parts, usage)])[0].block for hsm in hsms]


SIGN_INS = ("001", "003", "004")


class TillTerminal:
    """A terminal: builds requests, seals them, believes only answers with a right MAC."""

    def __init__(self, house, terminal_id=TERMINAL_ID, merchant_id=MERCHANT_ID):
        self.house = house
        self.terminal_id = terminal_id
        self.merchant_id = merchant_id
        self.hsm = make_hsm(f"terminal {terminal_id}")
        self.tmk = None
        self.keys = None
        self.stan = 0
        self.batch = "000001"
        self.line = None

    def call(self):
        self.line = self.house.book.call("terminals")
        return self

    def next_stan(self):
        self.stan += 1
        return f"{self.stan:06d}"

    def message(self, mti, **fields):
        place = {"terminal_id": self.terminal_id, "merchant_id": self.merchant_id}
        return Message(mti, tpdu=TPDU, header="603100310001", **{**place, **fields})

    def sign_in(self, kind="004", **changes):
        """Sign in and load the keys of the answer; return the answer."""
        self.line is not None or self.call()
        fields = {"stan": self.next_stan(), "transaction_info": f"00000000{kind}", "reserved_data": "01 "}
        self.tell(self.message("0800", **{**fields, **changes}))
        answer = self.hear()
        if answer.response_code == "00":
            self.load(answer, kind)
        return answer

    def load(self, answer, kind="004"):
        (self.keys,) = self.hsm.perform([ImportWorkingKeys(self.tmk, answer.extended_data, kind)])
        assert self.keys, self.keys
        self.batch = answer.transaction_info[2:8]

    def manage(self, mti, code, **changes):
        fields = {"stan": self.next_stan(), "transaction_info": f"00{self.batch}{code}"}
        return self.message(mti, **{**fields, **changes})

    def sale(self, amount=10_000, pan=PAN, pin=PIN, expiry="4912", people="OP00201", **changes):
        track = Track2(f"{pan}D{expiry}20112345678900000"[:37].ljust(37, "0"))
        (sealed_track,) = self.hsm.perform([EncryptTrack(self.keys.tdk, track)]) if self.keys.tdk else (track,)
        fields = {
            "processing_code": "000000",
            "amount": f"{amount:012d}",
            "stan": self.next_stan() if "stan" not in changes else None,
            "entry_mode": "021" if pin else "022",
            "condition_code": "00",
            "track2": sealed_track,
            "currency": "156",
            "security_control": f"{'2' if pin else '0'}6{'1' if self.keys.tdk else '0'}0000000000000",
            "terminal_information": people,
            "transaction_info": f"22{self.batch}00020",
        }
        if pin:
            (block,) = self.hsm.perform([EncryptPin(self.keys.tpk, Pin(pin), Pan(pan))])
            fields |= {"pin_block": block, "pin_length": "12"}
        return self.message("0200", **{**fields, **changes})

    def void(self, original, answer, people="OP00201SV00200", **changes):
        """Build the void of a sale by the number kept of it, as our terminals do by default."""
        fields = {
            "pan": Pan(PAN),
            "processing_code": "200000",
            "amount": original.amount,
            "stan": self.next_stan() if "stan" not in changes else None,
            "entry_mode": "012",
            "condition_code": "00",
            "rrn": answer.rrn,
            "approval_code": answer.approval_code,
            "currency": "156",
            "terminal_information": people,
            "transaction_info": f"23{self.batch}00020",
            "original_info": f"{self.batch}{original.stan}",
        }
        return self.message("0200", **{**fields, **changes})

    def refund(self, answer, amount=10_000, people="OP00201SV00200", **changes):
        """Build a refund by reference and date, the card number keyed."""
        fields = {
            "pan": Pan(PAN),
            "processing_code": "200000",
            "amount": f"{amount:012d}",
            "stan": self.next_stan() if "stan" not in changes else None,
            "entry_mode": "012",
            "condition_code": "00",
            "rrn": answer.rrn,
            "currency": "156",
            "terminal_information": people,
            "transaction_info": f"25{self.batch}00020",
            "original_info": f"000000000000{answer.local_date}",
            "reserved_data": "000",
        }
        return self.message("0220", **{**fields, **changes})

    def preauthorise(self, amount=10_000, **changes):
        """Build a pre-authorisation: a sale's fields under its own codes."""
        codes = {
            "processing_code": "030000",
            "condition_code": "06",
            "transaction_info": f"10{self.batch}00020",
        }
        return self.sale(amount, **{**codes, **changes}).copy(mti="0100")

    def follow(self, codes, held, amount=10_000, people="OP00201SV00200", mti="0200", **changes):
        """Build what follows a pre-authorisation by approval code and date; `codes` as `000000 20`: F3 and 60.1."""
        processing_code, message_type = codes.split()
        fields = {
            "pan": Pan(PAN),
            "processing_code": processing_code,
            "amount": f"{amount:012d}",
            "stan": self.next_stan() if "stan" not in changes else None,
            "entry_mode": "012",
            "condition_code": "06",
            "approval_code": held.approval_code,
            "currency": "156",
            "terminal_information": people,
            "transaction_info": f"{message_type}{self.batch}00020",
            "original_info": f"000000000000{held.local_date}",
        }
        return self.message(mti, **{**fields, **changes})

    def complete(self, held, amount=10_000, **changes):
        return self.follow("000000 20", held, amount, **changes)

    def advise_completion(self, held, amount=10_000, **changes):
        return self.follow("000000 24", held, amount, mti="0220", **changes)

    def release(self, held, amount=10_000, **changes):
        """Build the void of a pre-authorisation."""
        return self.follow("200000 11", held, amount, mti="0100", **changes)

    def void_completion(self, completion, answer, **changes):
        codes = {
            "condition_code": "06",
            "transaction_info": f"21{self.batch}00020",
            "original_info": f"{self.batch}{completion.stan}{answer.local_date}",
        }
        return self.void(completion, answer, **{**codes, **changes})

    def balance(self, **changes):
        codes = {"processing_code": "310000", "transaction_info": f"01{self.batch}00020", "amount": None}
        return self.sale().copy(**{**codes, **changes})

    def transfer(self, target, amount=10_000, **changes):
        codes = {
            "processing_code": "400000",
            "condition_code": "66",
            "transaction_info": f"49{self.batch}00020",
            "extended_data": target.encode(),
        }
        return self.sale(amount, **{**codes, **changes})

    def post(self, amount=10_000, approval_code="884411", people="OP00201", **changes):
        """Build an offline post with a code given by telephone."""
        fields = {
            "pan": Pan(PAN),
            "processing_code": "000000",
            "amount": f"{amount:012d}",
            "stan": self.next_stan() if "stan" not in changes else None,
            "expiry": "4912",
            "entry_mode": "012",
            "condition_code": "00",
            "approval_code": approval_code,
            "currency": "156",
            "terminal_information": people,
            "transaction_info": f"30{self.batch}00020",
            "original_info": "000000000000000001",
            "reserved_data": "000",
        }
        return self.message("0220", **{**fields, **changes})

    def adjust(self, posted, amount, tip=None, **changes):
        """Build the adjustment of an offline post to a new total, or the tip that makes it so."""
        fields = {
            "transaction_info": f"{'32' if tip is None else '34'}{self.batch}00020",
            "original_info": f"{self.batch}{posted.stan}",
            "private_data": None if tip is None else f"{tip:012d}",
            "stan": self.next_stan() if "stan" not in changes else None,
        }
        return self.post(amount, **{**fields, **changes})

    def ask(self, message, **approval):
        """Send a request that the bank approves; return the answer."""
        self.tell(message)
        self.house.switch.approve(**approval)
        answer = self.hear()
        assert answer.response_code == "00", answer.response_code
        return answer

    def reversal(self, request, reason="98", **changes):
        """Build the reversal of a request (3.9): its own fields without card entry, F39 the reason."""
        fields = {
            "pan": request.pan,
            "processing_code": request.processing_code,
            "amount": request.amount,
            "stan": request.stan,
            "entry_mode": request.entry_mode,
            "condition_code": request.condition_code,
            "approval_code": request.approval_code,
            "response_code": reason,
            "currency": request.currency,
            "transaction_info": request.transaction_info,
            "original_info": request.original_info,
        }
        return self.message("0400", **{**fields, **changes})

    def seal(self, message, mac=None):
        payload, covered = UNIONPAY_POS.seal_parts(message)
        (made,) = self.hsm.perform([MakeMac(self.keys.tak, covered)])
        return UNIONPAY_POS.sealed(payload, mac or made)

    def tell(self, message, mac=None):
        """Send a message, sealed when it is a financial one or tells of a batch."""
        sealed = message.mti in ("0100", "0200", "0220", "0320", "0400", "0500")
        payload = self.seal(message, mac) if sealed else UNIONPAY_POS.encode(message)
        self.house.book.tell(self.line, payload)
        return payload

    def hear_all(self, *, whole=True):
        """Return the answers that came; their MACs must be right, and each must have the fields of its kind."""
        answers = [UNIONPAY_POS.decode(payload) for payload in self.house.book.said(self.line)]
        for answer in answers:
            if whole and answer.response_code not in ("97", "30", "40"):
                check(answer, Direction.ANSWER)
            if answer.mac is not None:
                kind = answer.transaction_info[8:11]
                if answer.mti == "0810" and kind in SIGN_INS:  # sealed with the key that it brings
                    self.load(answer, kind)
                (right,) = self.hsm.perform([VerifyMac(self.keys.tak, answer.mac_input, answer.mac)])
                assert right is True, "the host's MAC is wrong"
        return answers

    def hear(self):
        """Return the one answer that came."""
        (answer,) = self.hear_all()
        return answer

    def nothing_heard(self):
        assert not self.house.book.said(self.line)

    def buy(self, **changes):
        """Make an approved sale; return request and answer."""
        request = self.sale(**changes)
        self.tell(request)
        self.house.switch.approve()
        answer = self.hear()
        assert answer.response_code == "00", answer.response_code
        return request, answer


class Centre:
    """The switch at the other end of the link."""

    def __init__(self, house):
        self.house = house
        self.hsm = make_hsm("switch")
        self.zpk = self.zak = self.zmk = None
        self.approvals = 0

    @property
    def line(self):
        return self.house.book.lines_of("switch")[-1]

    def hear_all(self):
        """Return the messages on the present line; their MACs must be right."""
        messages = [INTERBANK.decode(payload) for payload in self.house.book.said(self.line)]
        for message in messages:
            (right,) = self.hsm.perform([VerifyMac(self.zak, message.mac_input, message.mac)])
            assert right is True, "the host's MAC towards the switch is wrong"
        return messages

    def hear(self):
        (message,) = self.hear_all()
        return message

    def nothing_heard(self):
        assert not self.house.book.said(self.line)

    def seal(self, message, mac=None):
        message.header = InterbankHeader(ACQUIRER_ID, SWITCH_ID)
        payload, covered = INTERBANK.seal_parts(message)
        (made,) = self.hsm.perform([MakeMac(self.zak, covered)])
        return INTERBANK.sealed(payload, mac or made)

    def tell(self, message, mac=None):
        payload = self.seal(message, mac)
        self.house.book.tell(self.line, payload)
        return payload

    def welcome_back(self, patience=60):
        """Let the host find the line again, and answer its sign-on."""
        while not self.house.book.lines_of("switch"):
            assert patience, "the host did not dial"
            self.house.book.advance(1_000_000)
            patience -= 1
        self.welcome()

    def welcome(self):
        """Answer the sign-on, so that the link is up."""
        request = self.hear()
        assert (request.mti, request.network_code) == ("0820", "001")
        self.tell(management_answer(request, "00"))

    def approval(self, request, **changes):
        self.approvals += 1
        code = changes.pop("approval_code", f"A{self.approvals:05d}")
        return answer_to(request, "00", code, settlement_date="0715", receiving_id=BANK_ID).copy(**changes)

    def approve(self, **changes):
        """Approve the one request that came; return it."""
        request = self.hear()
        assert request.mti in ("0100", "0200", "0220")
        self.tell(self.approval(request, **changes))
        return request

    def decline(self, code="51"):
        request = self.hear()
        self.tell(answer_to(request, code, settlement_date="0715", receiving_id=BANK_ID))
        return request

    def acknowledge(self, code="00"):
        """Acknowledge the one reversal that came; return it."""
        request = self.hear()
        assert request.mti == "0420", request.mti
        self.tell(answer_to(request, code))
        return request


class House:
    """One acquirer with its neighbours. `open` starts it and signs it on; `settings` are those of the host."""

    def __init__(self, at=MORNING, routes=("switch",), extra=(), tmk_size=16, **settings):
        self.hsm = make_hsm("acquirer")
        self.switch = Centre(self)
        self.till = TillTerminal(self)
        self.other_till = TillTerminal(self, OTHER_TERMINAL_ID, OTHER_MERCHANT_ID)
        self.settings = settings
        zpk, self.switch.zpk = share(KeyUsage.ZPK, "link", self.hsm, self.switch.hsm)
        zak, self.switch.zak = share(KeyUsage.ZAK, "link", self.hsm, self.switch.hsm)
        zmk, self.switch.zmk = share(KeyUsage.ZMK, "link", self.hsm, self.switch.hsm)
        tmk, self.till.tmk = share(KeyUsage.TMK, TERMINAL_ID, self.hsm, self.till.hsm, size=tmk_size)
        other_tmk, self.other_till.tmk = share(KeyUsage.TMK, OTHER_TERMINAL_ID, self.hsm, self.other_till.hsm)
        founding = (
            AcquirerOpened(ACQUIRER_ID, "Demo Acquirer"),
            MerchantRegistered(MERCHANT_ID, "Demo Fresh Mart", "5411"),
            MerchantRegistered(OTHER_MERCHANT_ID, "Demo Book Shop", "5942"),
            TerminalRegistered(TERMINAL_ID, MERCHANT_ID, "00000101", tmk),
            TerminalRegistered(OTHER_TERMINAL_ID, OTHER_MERCHANT_ID, "00000102", other_tmk, batch_instance=7),
            *(
                OperatorRegistered(terminal_id, operator, role)
                for terminal_id in (TERMINAL_ID, OTHER_TERMINAL_ID)
                for operator, role in (("00", "supervisor"), ("01", "cashier"), ("99", "manager"))
            ),
            BinRouteSet("622500", 16),
            ZoneKeysLoaded("switch", SWITCH_ID, zpk, zak, zmk=zmk),
            *extra,
        )
        self.book = Playbook(self._host, SCHEMA, founding=founding, hsm=self.hsm, at=at, routes=routes)

    def _host(self):
        return Acquirer(AcquirerSettings(**self.settings))

    def open(self):
        self.book.start()
        self.book.advance(0)
        self.switch.welcome()
        return self

    def reopen(self):
        """Cut the power, start again from what was durable, call and sign on again."""
        self.restart()
        self.book.advance(0)
        self.switch.welcome()
        return self

    def restart(self):
        self.book = self.book.crashed(build=self._host)
        self.book.start()
        for till in (self.till, self.other_till):
            if till.line is not None:
                till.call()
        return self

    def sleep(self, days):
        """Stand still, powerless, for so many days, and open again."""
        self.book.utc += days * 24 * 60 * MINUTE
        return self.reopen()

    @property
    def memory(self):
        return self.book.actor._memory

    def obligations(self):
        return self.book.ask_desk("obligations")[1]["obligations"]
