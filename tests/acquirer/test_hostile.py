"""A client that holds a terminal's keys and keeps no rules, against the books of host and issuer.

Whatever it sends, in whatever order, with a switch that approves, declines, keeps silent or answers late, and with power
cuts in between: when all has settled the host's books say what the issuer's say, no sale is undone twice, and nothing
of another terminal has moved.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from countertop.acquirer.lifecycle import AttemptState, state_of
from countertop.acquirer.tables import NEWEST_ATTEMPTS, OBLIGATION_BY_KEY, OPEN_OBLIGATIONS, UNDECIDED_ATTEMPTS
from countertop.iso8583.interbank_answers import answer_to, management_answer
from countertop.values import SECOND
from tests.acquirer.neighbours import House

AMOUNTS = st.sampled_from([100, 250, 99_900])


def place_of(attempt):
    """Return transmission time and STAN of an attempt towards the switch; nothing for a tombstone."""
    _, _, transmitted, stan = (attempt["transit_key"] or "|||").split("|")
    return transmitted[4:] + stan


class Issuer:
    """The bank behind the switch: approves what it is told to, admits a void once, undoes by transit key."""

    def __init__(self):
        self.approved = {}
        self.undone = set()
        self.voids = {}

    def decide(self, message, approve):
        key = message.transmission_time + message.stan
        if key in self.undone or not approve:
            return "12"
        if message.processing_code == "200000":
            original = message.original[10:20] + message.original[4:10]
            standing = self.voids.get(original)
            if original not in self.approved or original in self.undone:
                return "12"
            if standing is not None and standing not in self.undone:
                return "12"
            self.voids[original] = key
        self.approved[key] = message
        return "00"

    def undo(self, message):
        self.undone.add(message.original[10:20] + message.original[4:10])

    def stands(self, key):
        return key in self.approved and key not in self.undone


class HostileClient(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.house = House(most_bad_frames=10**9).open()
        self.till = self.house.till
        self.till.sign_in()
        self.house.other_till.sign_in()
        self.issuer = Issuer()
        self.sent = []
        self.answers = {}
        self.unanswered = []

    def tell(self, message, till=None):
        till = till or self.till
        till.tell(message)
        self.listen()

    def listen(self):
        for till in (self.till, self.house.other_till):
            for answer in till.hear_all():
                if answer.mti == "0210" and answer.response_code == "00":
                    self.answers[answer.stan] = answer
        if self.house.book.lines_of("switch"):
            for message in self.house.switch.hear_all():
                if message.mti == "0820":
                    self.house.switch.tell(management_answer(message, "00"))
                else:
                    self.unanswered.append(message)

    @rule(amount=AMOUNTS)
    def sell(self, amount):
        sale = self.till.sale(amount=amount)
        self.sent.append(sale)
        self.tell(sale)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def replay(self, data):
        self.tell(data.draw(st.sampled_from(self.sent)))

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), amount=AMOUNTS)
    def send_other_content_under_an_old_key(self, data, amount):
        self.tell(data.draw(st.sampled_from(self.sent)).copy(amount=f"{amount + 1:012d}"))

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), people=st.sampled_from(["OP00201SV00200", "OP00201SV00201", "OP00201", None]))
    def void(self, data, people):
        original = data.draw(st.sampled_from(self.sent))
        answer = self.answers.get(original.stan) or data.draw(st.sampled_from(list(self.answers.values())))
        void = self.till.void(original, answer, people=people)
        self.sent.append(void)
        self.tell(void)

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def void_at_another_terminal(self, data):
        original = data.draw(st.sampled_from(self.sent))
        answer = data.draw(st.sampled_from(list(self.answers.values())))
        self.tell(self.house.other_till.void(original, answer), self.house.other_till)

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), amount=st.one_of(st.none(), AMOUNTS), reason=st.sampled_from(["98", "96", "A0", "06"]))
    def reverse(self, data, amount, reason):
        changes = {} if amount is None else {"amount": f"{amount:012d}"}
        self.tell(self.till.reversal(data.draw(st.sampled_from(self.sent)), reason=reason, **changes))

    @rule(amount=AMOUNTS)
    def reverse_before_selling(self, amount):
        sale = self.till.sale(amount=amount)
        self.sent.append(sale)
        self.tell(self.till.reversal(sale))

    @precondition(lambda self: self.unanswered)
    @rule(data=st.data(), approve=st.booleans())
    def answer(self, data, approve):
        message = self.unanswered.pop(data.draw(st.integers(0, len(self.unanswered) - 1)))
        self._answer(message, approve)

    def _answer(self, message, approve):
        if message.mti == "0420":
            self.issuer.undo(message)
            answer = answer_to(message, "00")
        else:
            code = self.issuer.decide(message, approve)
            answer = answer_to(message, code, "A00001" if code == "00" else None, receiving_id="99010001")
        if self.house.book.lines_of("switch"):
            self.house.switch.tell(answer)
        self.listen()

    @rule(seconds=st.sampled_from([1, 6, 26, 70]))
    def wait(self, seconds):
        for _ in range(seconds):
            self.house.book.advance(SECOND)
            self.listen()

    @rule()
    def cut_the_power(self):
        self.house.reopen()
        self.listen()

    @rule()
    def break_the_line(self):
        if self.house.book.lines_of("switch"):
            self.house.book.close(self.house.switch.line)
        self.listen()

    def rows(self):
        for attempt in self.house.book.rows(NEWEST_ATTEMPTS):
            owed = self.house.book.rows(OBLIGATION_BY_KEY, attempt["attempt_key"])
            yield attempt, state_of(attempt, next(iter(owed), None))

    @invariant()
    def what_is_debited_is_known_or_owed(self):
        """At every instant: debited at the issuer means approved, waiting or owed at the host."""
        states = {place_of(attempt): state for attempt, state in self.rows()}
        for key in self.issuer.approved:
            assert states[key] not in (AttemptState.DECLINED, AttemptState.TOMBSTONE)

    def teardown(self):
        """Heal: the switch answers everything, and host and issuer must agree."""
        self.listen()
        for _ in range(200):
            while self.unanswered:
                self._answer(self.unanswered.pop(0), approve=True)
            self.house.book.advance(SECOND)
            self.listen()
        assert self.house.book.rows(OPEN_OBLIGATIONS) == []
        assert self.house.book.rows(UNDECIDED_ATTEMPTS, 0) == []
        standing_voids = []
        for attempt, state in self.rows():
            stands = self.issuer.stands(place_of(attempt))
            assert stands == (state is AttemptState.APPROVED), (attempt["kind"], state)
            if attempt["terminal_id"] != self.till.terminal_id:
                assert not stands
            if stands and attempt["kind"] == "void":
                standing_voids.append(attempt["original_key"])
        assert len(standing_voids) == len(set(standing_voids))
        assert self.house.memory.open == self.house.memory.claiming == self.house.memory.obligations == {}


HostileClient.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestHostileClient = HostileClient.TestCase
