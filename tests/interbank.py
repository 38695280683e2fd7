"""Interbank messages as a test writes them: whole, plausible, each under a new key."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from countertop.hsm import EncryptPin, MakeMac, VerifyMac
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.interbank_forms import FORM_OF
from countertop.iso8583.transit import TransitClock, original_data, transit_key
from countertop.values import Pan, Pin, Track2

SWITCH_ID = "00010000"
ACQUIRER_ID = "48020000"
BANK_ID = "01020000"
OTHER_BANK_ID = "03080000"
PAN = "6222021234567890128"
OTHER_PAN = "6225881234567899"
EXPIRY = "3012"
SERVICE_CODE = "120"
_APPROVED_BY_CODE = {"0100", "0200", "0220"}
CLOCK = TransitClock(ZoneInfo("Asia/Shanghai"))


def track2_of(pan, expiry=EXPIRY, service_code=SERVICE_CODE):
    return Track2(f"{pan}D{expiry}{service_code}1234567890"[:37])


def codes(kind):
    """Return what says of a request which kind it is."""
    form = FORM_OF[kind]
    return {"mti": form.mti, "processing_code": form.processing_code, "condition_code": form.condition_code}


class Correspondent:
    """One end of an interbank line: makes messages and seals them; `institution_id` sends, `peer_id` receives.

    Whoever uses it sets `book` (for the clock), `hsm`, `zpk` and `zak`.
    """

    book = hsm = zpk = zak = None

    def __init__(self, institution_id, peer_id, acquirer_id=ACQUIRER_ID):
        self.institution_id = institution_id
        self.peer_id = peer_id
        self.acquirer_id = acquirer_id
        self.stan = 0

    def next_stan(self):
        self.stan += 1
        return f"{self.stan:06d}"

    def now(self):
        return CLOCK.transmission_time(self.book.utc)

    def seal(self, message, *, mac=None):
        """Return the payload of a message with this side's MAC, or with the given one."""
        message.header = InterbankHeader(self.peer_id, self.institution_id)
        payload, covered = INTERBANK.seal_parts(message)
        (made,) = self.hsm.perform([MakeMac(self.zak, covered)])
        return INTERBANK.sealed(payload, mac or made)

    def read(self, payload):
        """Return a message that came, its MAC checked."""
        message = INTERBANK.decode(payload)
        assert message.mac is not None
        assert self.hsm.perform([VerifyMac(self.zak, message.mac_input, message.mac)]) == [True]
        assert message.routing.destination == self.institution_id
        assert message.routing.source == self.peer_id
        return message

    def management(self, network_code, **changes):
        fields = {
            "transmission_time": self.now(),
            "stan": self.next_stan(),
            "forwarding_id": self.institution_id,
            "network_code": network_code,
        }
        return Message("0820", **{**fields, **changes})

    def sale(self, amount=12_50, pan=PAN, **changes):
        fields = {
            "pan": Pan(pan),
            "processing_code": "000000",
            "amount": f"{amount:012d}",
            "transmission_time": self.now(),
            "stan": self.next_stan(),
            "local_time": "100000",
            "local_date": "0715",
            "merchant_category": "5411",
            "entry_mode": "021",
            "condition_code": "00",
            "pin_length": "06",
            "acquirer_id": self.acquirer_id,
            "forwarding_id": self.acquirer_id,
            "track2": track2_of(pan),
            "rrn": f"4197{self.stan:08d}",
            "terminal_id": "00000001",
            "merchant_id": "123456789012345",
            "currency": "156",
            "security_control": "2600000000000000",
            "transaction_info": "00000000030000000000",
        }
        return Message(**{"mti": "0200", **fields, **changes})

    def with_pin(self, message, pin="123456"):
        (message.pin_block,) = self.hsm.perform([EncryptPin(self.zpk, Pin(pin), message.pan)])
        return message

    def void(self, sale, **changes):
        fields = {
            "processing_code": "200000",
            "amount": int(sale.amount),
            "pan": sale.pan.reveal(),
            "track2": None,
            "original": self.original_of(sale),
        }
        return self.sale(**{**fields, **changes})

    def preauthorisation(self, amount=200_00, **changes):
        return self.sale(amount, **{**codes("preauthorisation"), **changes})

    def preauthorisation_void(self, hold, **changes):
        return self.following("preauthorisation_void", hold, int(hold.amount), **changes)

    def completion(self, hold, amount, **changes):
        return self.following("completion", hold, amount, **changes)

    def completion_advice(self, hold, amount, **changes):
        return self.following("completion_advice", hold, amount, **changes)

    def completion_void(self, completion, **changes):
        return self.following("completion_void", completion, int(completion.amount), **changes)

    def refund(self, of, amount, **changes):
        return self.following("refund", of, amount, **changes)

    def adjustment(self, of, amount, kind="adjustment", **changes):
        return self.following(kind, of, amount, **changes)

    def offline_post(self, amount, approval_code, **changes):
        return self.sale(amount, **{**codes("offline_post"), "approval_code": approval_code, "track2": None, **changes})

    def balance(self, **changes):
        return self.sale(**{**codes("balance"), **changes}).copy(amount=None)

    def transfer(self, amount, to, **changes):
        return self.sale(amount, **{**codes("transfer"), "account_to": Pan(to), **changes})

    def following(self, kind, original, amount, **changes):
        """Return a request of a kind that builds upon another."""
        fields = {
            **codes(kind),
            "pan": original.pan.reveal(),
            "track2": None,
            "approval_code": original.approval_code,
            "original": self.original_of(original),
        }
        return self.sale(amount, **{**fields, **changes})

    def reversal(self, of, **changes):
        fields = {"transmission_time": self.now(), "stan": self.next_stan(), "original": self.original_of(of)}
        fields |= {"pin_length": None, "track2": None, "pin_block": None, "security_control": None}
        return of.copy(mti="0420", settlement_date=None, receiving_id=None, mac=None, **{**fields, **changes})

    def original_of(self, message):
        return original_data(message.mti, transit_key(message, CLOCK, self.book.utc))

    def key_of(self, message):
        return transit_key(message, CLOCK, self.book.utc).text

    def answer(self, request, response_code="00", approval_code=None, **changes):
        code = approval_code or ("000777" if response_code == "00" and request.mti in _APPROVED_BY_CODE else None)
        fields = dict.fromkeys(("track2", "pin_block", "security_control", "pin_length", "mac"))
        return request.copy(
            mti=request.answer_mti, response_code=response_code, approval_code=code, **{**fields, **changes}
        )
