"""A shop's counter for playbooks: the terminal under test, the people at it, and a host that a test plays.

The host is played with real keys and real bytes: it holds the other half of the ceremony's TMK, generates working keys,
checks MACs and seals its answers. What it answers is the test's choice (`host.codes`, `host.silent`, `host.spoil`).
"""

from countertop.card import StripeCard
from countertop.hsm import GenerateWorkingKeys, HashPassword, KeyUsage, MakeMac, VerifyMac
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.matrix import Direction, check
from countertop.iso8583.private import Whereabouts, read_whereabouts
from countertop.stage import Cancelled
from countertop.terminal import SCHEMA, OperatorAdded, Terminal, TerminalInstalled, TerminalSettings
from countertop.terminal.tables import ATTEMPTS_IN_BATCH, DISCHARGES_IN_BATCH
from countertop.values import SECOND, Pan, Pin, Secret
from countertop.words import Language, say
from tests.playbook import MORNING, Playbook, make_hsm

TERMINAL, MERCHANT, ROUTE = "80000101", "999290054110001", "acquirer"
NUMBER = "6225000000000014"
CARD = StripeCard(Pan(NUMBER), "3012", "120")
CHIP_CARD = StripeCard(Pan("6224240000000009"), "3012", "220")
PASSWORDS = {"00": "123456", "01": "0000", "02": "1111", "99": "12345678"}
ROLES = {"00": "supervisor", "01": "cashier", "02": "cashier", "99": "manager"}


class Host:
    """The acquirer, as far as one terminal sees it."""

    def __init__(self, hsm, tmk):
        self.hsm = hsm
        self.tmk = tmk
        self.batch_number = "000001"
        self.keys = None
        self.heard = []
        self.codes = {}
        self.silent = False
        self.requirement = "0"
        self.spoil = lambda answer: None
        self.break_mac = False
        self.seals_sign_in = True
        self.replayed = None  # an old answer to a sign-in, given instead of a new one
        self.wrong_keys = False
        self.references = 0

    def answer(self, payload):
        """Return the answer to a request, or None; every request must keep to the matrix and its MAC must be right."""
        request = UNIONPAY_POS.decode(payload)
        check(request, Direction.REQUEST)
        self.heard.append(request)
        if request.mac is not None and self.keys is not None:
            (right,) = self.hsm.perform([VerifyMac(self.keys.tak, request.mac_input, request.mac)])
            assert right is True, f"{request.mti} came with a wrong MAC"
        if self.silent:
            return None
        if request.mti == "0800":
            return self._sign_in(request)
        if request.mti == "0820":
            return self.told(request, self._managed(request))
        return self.financial(request)

    def financial(self, request):
        answer = self.reply_to(request)
        answer.entry_mode = None
        return self.seal(answer)

    def reply_to(self, request):
        code = self.codes.get((request.mti, request.processing_code)) or self.codes.get(request.mti, "00")
        self.references += 1
        answer = Message(
            request.answer_mti,
            header=request.header[:5] + self.requirement + request.header[6:],
            pan=Pan(NUMBER),
            processing_code=request.processing_code,
            amount=request.amount,
            stan=request.stan,
            local_time="100102",
            local_date="0715",
            settlement_date="0715",
            condition_code=request.condition_code,
            acquirer_id="99992900",
            rrn=f"{self.references:012d}",
            approval_code="A00001" if code == "00" and request.mti == "0200" else None,
            response_code=code,
            terminal_id=request.terminal_id,
            merchant_id=request.merchant_id,
            additional_response=f"{'99010001':<11}{'99992900':<11}",
            currency=request.currency,
            transaction_info=request.transaction_info,
            reserved_data="CUP",
        )
        self.spoil(answer)
        return answer

    def seal(self, answer):
        payload, covered = UNIONPAY_POS.seal_parts(answer)
        (mac,) = self.hsm.perform([MakeMac(self.keys.tak, covered)])
        return UNIONPAY_POS.sealed(payload, b"00000000" if self.break_mac else mac)

    def told(self, request, answer):
        """Return the payload of an answer to a management message, sealed where the request was."""
        return UNIONPAY_POS.encode(answer) if request.mac is None else self.seal(answer)

    def _managed(self, request):
        answer = Message(
            request.answer_mti,
            stan=request.stan,
            local_time="100001",
            local_date="0715",
            rrn="000000000000",
            acquirer_id="99992900",
            response_code=self.codes.get(request.mti, "00"),
            terminal_id=request.terminal_id,
            merchant_id=request.merchant_id,
            transaction_info=request.transaction_info[:2] + self.batch_number + request.transaction_info[8:],
        )
        self.spoil(answer)
        return answer

    def _sign_in(self, request):
        answer = self._managed(request)
        if answer.response_code == "00":
            kind = request.transaction_info[8:11]
            (keys,) = self.hsm.perform([GenerateWorkingKeys(self.tmk, kind)])
            self.keys = keys
            field_62 = bytearray(keys.field_62)
            if self.wrong_keys:
                field_62[-1] ^= 1
            answer.extended_data = bytes(field_62)
            if self.seals_sign_in and request.qr_data is not None:
                answer.qr_data = Whereabouts(random_number=read_whereabouts(request.qr_data).random_number).text()
                return self.replayed or self.seal(answer)
        return UNIONPAY_POS.encode(answer)


class Counter(Playbook):
    """One life of the terminal with its people; `say` holds answers to questions, used one by one."""

    def __init__(self, build, schema, *, host, **options):
        self.host = host
        self.say = {}
        self._checked = {"screens": 0, "notes": 0}
        super().__init__(build, schema, **options)

    @property
    def machine(self):
        return self.actor._machine

    def crashed(self, **changes):
        settings = {"hsm": self.hsm, "at": self.utc, "routes": self.routes, "image": self.store.durable_image()}
        build = changes.pop("build", self.build)
        return Counter(build, self.schema, host=self.host, **{**settings, **changes})

    def pump(self):
        """Let host and people answer until everybody has said everything; whatever was said must be in the catalogue."""
        self._pump()
        for kind, checked in self._checked.items():
            told = getattr(self, kind)
            for effect in told[checked if checked <= len(told) else 0 :]:  # a test may have cleared them
                for language in Language:
                    say(language, effect.message, **effect.arguments)
            self._checked[kind] = len(told)

    def _pump(self):
        while True:
            if self.questions:
                self._answer_one()
                continue
            payloads = [(line, payload) for line in tuple(self.opened) for payload in self.said(line)]
            if not payloads:
                return
            for line, payload in payloads:
                answer = self.host.answer(payload)
                if answer is not None and line in self.opened:
                    self.tell(line, answer)

    def _answer_one(self):
        question = self.questions[0][0].question
        for language in Language:
            say(language, question, **self.questions[0][0].arguments)
        answers = self.say.get(question)
        answer = answers.pop(0) if isinstance(answers, list) and answers else None if answers == [] else answers
        if answers is None and question not in self.say:
            self.interrupt(Cancelled())
        elif isinstance(answer, Exception):
            self.interrupt(answer)
        else:
            self.answer(answer)

    def do(self, verb, **arguments):
        """Ask at the desk and let everybody answer; return (status, body), or the request's number if it stays open."""
        asked = self.ask_desk(verb, **arguments)
        self.pump()
        return self.replies.get(self._requests, asked)

    def heard(self, mti):
        return [message for message in self.host.heard if message.mti == mti]

    def states(self, batch_number="000001"):
        """Voucher -> stored state."""
        rows = self.rows(ATTEMPTS_IN_BATCH, TERMINAL, batch_number)
        done = {row["stan"] for row in self.rows(DISCHARGES_IN_BATCH, TERMINAL, batch_number)}
        return {row["stan"]: "reversed" if row["stan"] in done else row["state"] for row in rows}

    def shown(self):
        return [screen.message for screen in self.screens]

    @property
    def line(self):
        return self.lines_of(ROUTE)[0]

    def wait(self, seconds):
        """Let time pass, with everybody answering as it does."""
        left = seconds * SECOND
        while left > 0:
            due = min((at for at, _ in self.timers.values()), default=self.monotonic + left)
            step = min(max(due - self.monotonic, 0), left)
            self.advance(step)
            self.pump()
            left -= step or 0
            if step == 0 and not self.timers:
                return


def person(**changes):
    """Answers of a cashier and a customer who do everything right."""
    return {
        "ask.operator_number": "01",
        "ask.operator_password": Secret(PASSWORDS["01"]),
        "ask.supervisor_password": Secret(PASSWORDS["00"]),
        "ask.manager_password": Secret(PASSWORDS["99"]),
        "ask.new_password": Secret("86420"),
        "ask.repeated_password": Secret("86420"),
        "ask.card": CARD.swipe(),
        "ask.payment_code": Secret("134567890123456789"),
        "ask.confirm_card": True,
        "ask.amount": 1250,
        "ask.pin": Pin("123456"),
        "ask.print_next": True,
        **changes,
    }


def open_counter(*, founded=True, keyed=True, hold=False, routes=(ROUTE,), **settings):
    """Return a counter that has started, with a host of its own."""
    terminal_hsm, host_hsm = make_hsm(b"terminal"), make_hsm(b"host")
    size = 8 if settings.get("single_length_sign_in") else 16
    host_tmk, terminal_tmk = (key.block for key in share_key(KeyUsage.TMK, [host_hsm, terminal_hsm], size))
    hashes = terminal_hsm.perform([HashPassword(Secret(password)) for password in PASSWORDS.values()])
    founding = (
        TerminalInstalled(TERMINAL, MERCHANT, "样例鲜生超市", "Demo Fresh Mart", tmk=terminal_tmk if keyed else None),
        *(
            OperatorAdded(TERMINAL, number, ROLES[number], stored)
            for number, stored in zip(PASSWORDS, hashes, strict=True)
        ),
    )
    chosen = TerminalSettings(terminal_id=TERMINAL, **settings)
    counter = Counter(
        lambda: Terminal(chosen),
        SCHEMA,
        host=Host(host_hsm, host_tmk),
        founding=founding if founded else (),
        hsm=terminal_hsm,
        routes=routes,
        at=MORNING,
    )
    counter.founding = founding
    counter.start()
    counter.say = person()
    return counter


def replaced(old):
    """Return the machine that takes the place of another, with the same master key and nothing of its past."""
    new = old.crashed(image=None, founding=old.founding)
    new.start()
    new.say = person()
    return new


def facing_an_old_answer(**settings):
    """Return a machine in another's place, whose sign-in gets what the one before it got: its STAN is the same."""
    old = open_counter(**settings)
    given, seal = [], old.host.seal
    old.host.seal = lambda answer: given.append(seal(answer)) or given[-1]
    assert old.do("sign_in")[0] == 0
    old.wait(60)
    old.host.replayed = given[0]
    return replaced(old)


def with_settings(**settings):
    """Return a builder of the same terminal with other settings, for another life of it."""
    return lambda: Terminal(TerminalSettings(terminal_id=TERMINAL, **settings))
