"""The members around a switch under test: an acquirer and two banks, each with its own HSM and zone keys."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from countertop.hsm import FormKey, KeyUsage
from countertop.hsm.components import component_of
from countertop.iso8583.transit import SIGN_ON
from countertop.switch import SCHEMA, InstitutionRegistered, RouteSet, Switch, SwitchOpened, SwitchSettings
from tests.interbank import ACQUIRER_ID, BANK_ID, OTHER_BANK_ID, SWITCH_ID, Correspondent
from tests.playbook import Playbook, make_hsm


class Member(Correspondent):
    """One institution's end of its link to the switch."""

    def __init__(self, institution_id, kind, switch_hsm):
        super().__init__(institution_id, SWITCH_ID)
        self.kind = kind
        self.hsm = make_hsm(institution_id)
        parts = Random(institution_id)
        usages = KeyUsage.ZPK, KeyUsage.ZAK, KeyUsage.ZMK
        commands = [FormKey([component_of(parts.randbytes(16)) for _ in range(2)], usage) for usage in usages]
        self.zpk, self.zak, self.zmk = (formed.block for formed in self.hsm.perform(commands))
        theirs = [formed.block for formed in switch_hsm.perform(commands)]
        self.registered = InstitutionRegistered(
            institution_id, kind, f"机构{institution_id}", f"Member {institution_id}", *theirs
        )
        self.line = None
        self._kept = []

    def join(self, book):
        """Call the switch and sign on."""
        self.book = book
        self.line = book.call("members")
        self.tell(self.management(SIGN_ON))
        answer, *self._kept = self.hear()
        assert (answer.mti, answer.response_code) == ("0830", "00")
        return self

    def tell(self, message, *, mac=None):
        """Send the switch a message."""
        self.book.tell(self.line, self.seal(message, mac=mac))

    def hear(self, *mtis):
        """Return what the switch said, its MACs checked; with MTIs given, they must be these."""
        heard, self._kept = self._kept, []
        heard += map(self.read, self.book.said(self.line))
        if mtis:
            assert [message.mti for message in heard] == list(mtis)
        return heard


class Town:
    """A switch with its members signed on."""

    def __init__(self, settings=None, *, master_keys=True, **parts):
        self.settings = settings or SwitchSettings()
        hsm = make_hsm("switch")
        self.acquirer = Member(ACQUIRER_ID, "acquirer", hsm)
        self.bank = Member(BANK_ID, "issuer", hsm)
        self.other_bank = Member(OTHER_BANK_ID, "issuer", hsm)
        founding = (
            SwitchOpened(SWITCH_ID, "交换中心"),
            *(
                member.registered if master_keys else replace(member.registered, zmk="")
                for member in (self.acquirer, self.bank, self.other_bank)
            ),
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
