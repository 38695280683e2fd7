"""The members around a switch under test: an acquirer and two banks, each with its own HSM and zone keys."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

from countertop.hsm import EncryptPin, FormKey, KeyUsage, MakeMac, VerifyMac
from countertop.hsm.components import component_of
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.transit import ECHO, SIGN_OFF, SIGN_ON, TransitClock, original_data, transit_key
from countertop.switch import SCHEMA, InstitutionRegistered, RouteSet, Switch, SwitchOpened, SwitchSettings
from countertop.values import Pan, Pin, Track2
from tests.playbook import Playbook, make_hsm

SWITCH_ID = "00010000"
ACQUIRER_ID = "48020000"
BANK_ID = "01020000"
OTHER_BANK_ID = "03080000"
PAN = "6222021234567890128"
OTHER_PAN = "6225881234567899"
CLOCK = TransitClock(ZoneInfo("Asia/Shanghai"))


class Member:
    """One institution's end of its link to the switch."""

    def __init__(self, institution_id, kind, switch_hsm):
        self.institution_id = institution_id
        self.kind = kind
        self.hsm = make_hsm(institution_id)
        parts = Random(institution_id)
        zpk, zak = ([component_of(parts.randbytes(16)) for _ in range(2)] for _ in range(2))
        commands = FormKey(zpk, KeyUsage.ZPK), FormKey(zak, KeyUsage.ZAK)
        self.zpk, self.zak = (formed.block for formed in self.hsm.perform(commands))
        theirs = switch_hsm.perform(commands)
        self.registered = InstitutionRegistered(
            institution_id, kind, f"机构{institution_id}", f"Member {institution_id}", theirs[0].block, theirs[1].block
        )
        self.book = None
        self.line = None
        self.stan = 0
        self._kept = []

    def join(self, book):
        """Call the switch and sign on."""
        self.book = book
        self.line = book.call("members")
        self.tell(self.management(SIGN_ON))
        answer, *self._kept = self.hear()
        assert (answer.mti, answer.response_code) == ("0830", "00")
        return self

    def next_stan(self):
        self.stan += 1
        return f"{self.stan:06d}"

    def now(self):
        return CLOCK.transmission_time(self.book.utc)

    def management(self, network_code, **changes):
        fields = {
            "transmission_time": self.now(),
            "stan": self.next_stan(),
            "forwarding_id": self.institution_id,
            "network_code": network_code,
        }
        return Message("0820", **{**fields, **changes})

    def seal(self, message, *, mac=None):
        """Return the payload of a message with this member's MAC, or with the given one."""
        message.header = InterbankHeader(SWITCH_ID, self.institution_id)
        payload, covered = INTERBANK.seal_parts(message)
        (made,) = self.hsm.perform([MakeMac(self.zak, covered)])
        return INTERBANK.sealed(payload, mac or made)

    def tell(self, message, *, mac=None):
        """Send the switch a message."""
        self.book.tell(self.line, self.seal(message, mac=mac))

    def hear(self, *mtis, line=None):
        """Return what the switch said, its MACs checked; with MTIs given, they must be these."""
        heard, self._kept = self._kept, []
        for payload in self.book.said(line or self.line):
            message = INTERBANK.decode(payload)
            assert message.mac is not None
            assert self.hsm.perform([VerifyMac(self.zak, message.mac_input, message.mac)]) == [True]
            assert message.routing.destination == self.institution_id
            heard.append(message)
        if mtis:
            assert [message.mti for message in heard] == list(mtis)
        return heard

    # The acquirer's part

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
            "acquirer_id": self.institution_id,
            "forwarding_id": self.institution_id,
            "track2": Track2(f"{pan}D30122011234567890"[:37]),
            "rrn": f"4197{self.stan:08d}",
            "terminal_id": "00000001",
            "merchant_id": "123456789012345",
            "currency": "156",
            "security_control": "2600000000000000",
            "transaction_info": "00000000030000000000",
        }
        return Message("0200", **{**fields, **changes})

    def with_pin(self, message, pin="123456"):
        (message.pin_block,) = self.hsm.perform([EncryptPin(self.zpk, Pin(pin), message.pan)])
        return message

    def void(self, sale, **changes):
        return self.sale(
            processing_code="200000",
            amount=int(sale.amount),
            pan=sale.pan.reveal(),
            original=self.original_of(sale),
            **changes,
        )

    def reversal(self, of, **changes):
        fields = {"transmission_time": self.now(), "stan": self.next_stan(), "original": self.original_of(of)}
        fields |= {"pin_length": None, "track2": None, "pin_block": None, "security_control": None}
        return of.copy(mti="0420", settlement_date=None, receiving_id=None, mac=None, **{**fields, **changes})

    def original_of(self, message):
        return original_data("0200", transit_key(message, CLOCK, self.book.utc))

    # The issuer's part

    def answer(self, request, response_code="00", approval_code=None, **changes):
        code = approval_code or ("000777" if response_code == "00" and request.mti == "0200" else None)
        return request.copy(
            mti=request.answer_mti,
            response_code=response_code,
            approval_code=code,
            track2=None,
            pin_block=None,
            security_control=None,
            pin_length=None,
            mac=None,
            **changes,
        )


class Town:
    """A switch with its members signed on."""

    def __init__(self, settings=None, **parts):
        self.settings = settings or SwitchSettings()
        hsm = make_hsm("switch")
        self.acquirer = Member(ACQUIRER_ID, "acquirer", hsm)
        self.bank = Member(BANK_ID, "issuer", hsm)
        self.other_bank = Member(OTHER_BANK_ID, "issuer", hsm)
        founding = (
            SwitchOpened(SWITCH_ID, "交换中心"),
            self.acquirer.registered,
            self.bank.registered,
            self.other_bank.registered,
            RouteSet("622202", BANK_ID),
            RouteSet("6225", OTHER_BANK_ID),
        )
        self.book = Playbook(lambda: Switch(self.settings), SCHEMA, founding=founding, hsm=hsm, **parts).start()

    @property
    def members(self):
        return self.acquirer, self.bank, self.other_bank

    def open(self):
        """Let everybody sign on."""
        for member in self.members:
            member.join(self.book)
        return self

    def restart(self):
        """Cut the power and start again; nobody is signed on yet."""
        self.book = self.book.crashed().start()
        for member in self.members:
            member.book, member.line = self.book, None
        return self


__all__ = [
    "ACQUIRER_ID",
    "BANK_ID",
    "ECHO",
    "OTHER_BANK_ID",
    "OTHER_PAN",
    "PAN",
    "SIGN_OFF",
    "SIGN_ON",
    "SWITCH_ID",
    "Member",
    "Town",
]
