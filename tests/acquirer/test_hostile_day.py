"""A client that holds a terminal's keys and asks for refunds, completions, releases and adjustments that are not its due.

The bank behind the switch believes the host in everything: it approves, declines or keeps silent by chance, and checks
nothing. So whatever stands in its book in the end was let through by the host, and must lie within every budget.
"""

from collections import defaultdict

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from countertop.acquirer.lifecycle import AttemptState, state_of
from countertop.acquirer.tables import NEWEST_ATTEMPTS, OBLIGATION_BY_KEY, OPEN_OBLIGATIONS, UNDECIDED_ATTEMPTS
from countertop.iso8583.interbank_answers import answer_to, management_answer
from countertop.iso8583.interbank_forms import find_form
from countertop.values import SECOND
from tests.acquirer.neighbours import House
from tests.acquirer.test_hostile import place_of

AMOUNTS = st.sampled_from([1, 4_000, 10_000, 11_500, 11_501, 30_000])
PEOPLE = st.sampled_from(["OP00201SV00200", "OP00201SV00200", "OP00201", "OP00201SV00201"])


class TrustingBank:
    """Its book: kind, amount and original of what it approved, by transit key; what it was told to undo."""

    def __init__(self):
        self.approved = {}
        self.decided = {}
        self.undone = set()

    def decide(self, message, approve):
        key = message.transmission_time + message.stan
        if key not in self.decided:
            code = "00" if approve and key not in self.undone else "12"
            self.decided[key] = code
            if code == "00":
                original = message.original and message.original[10:20] + message.original[4:10]
                self.approved[key] = (find_form(message).kind, int(message.amount), original)
        return self.decided[key]

    def standing(self):
        return {key: row for key, row in self.approved.items() if key not in self.undone}


class HostileDay(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.house = House(most_bad_frames=10**9).open()
        self.till = self.house.till
        self.till.sign_in()
        self.bank = TrustingBank()
        self.sent = []
        self.answers = {}
        self.waiting = []

    def tell(self, message):
        self.sent.append(message)
        self.till.tell(message)
        self.listen()

    def listen(self):
        for answer in self.till.hear_all():
            if answer.response_code == "00" and answer.mti != "0410":
                self.answers[answer.stan] = answer
        if self.house.book.lines_of("switch"):
            for message in self.house.switch.hear_all():
                if message.mti == "0820":
                    self.house.switch.tell(management_answer(message, "00"))
                else:
                    self.waiting.append(message)

    def some(self, data):
        """Return a request that was approved, and its answer."""
        answer = data.draw(st.sampled_from(list(self.answers.values())))
        return next(message for message in self.sent if message.stan == answer.stan), answer

    @rule(what=st.sampled_from(["sale", "preauthorise", "post"]), promptly=st.booleans())
    def begin(self, what, promptly):
        self.tell(getattr(self.till, what)(10_000))
        if promptly:
            self.answer_all()

    @precondition(lambda self: self.answers)
    @rule(
        data=st.data(),
        what=st.sampled_from(["complete", "advise_completion", "release"]),
        amount=AMOUNTS,
        people=PEOPLE,
        promptly=st.booleans(),
    )
    def follow(self, data, what, amount, people, promptly):
        _, answer = self.some(data)
        self.tell(getattr(self.till, what)(answer, amount, people=people))
        if promptly:
            self.answer_all()

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), amount=AMOUNTS, people=PEOPLE, promptly=st.booleans())
    def refund(self, data, amount, people, promptly):
        _, answer = self.some(data)
        self.tell(self.till.refund(answer, amount, people=people))
        if promptly:
            self.answer_all()

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), what=st.sampled_from(["void", "void_completion"]), promptly=st.booleans())
    def void(self, data, what, promptly):
        self.tell(getattr(self.till, what)(*self.some(data)))
        if promptly:
            self.answer_all()

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), amount=AMOUNTS, tip=st.sampled_from([None, 1, 1_500, 20_000]))
    def adjust(self, data, amount, tip):
        request, _ = self.some(data)
        self.tell(self.till.adjust(request, amount, tip=tip))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def replay(self, data):
        self.till.tell(data.draw(st.sampled_from(self.sent)))
        self.listen()

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), amount=AMOUNTS)
    def replay_with_another_amount(self, data, amount):
        self.till.tell(data.draw(st.sampled_from(self.sent)).copy(amount=f"{amount:012d}"))
        self.listen()

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def reverse(self, data):
        message = data.draw(st.sampled_from(self.sent))
        # A void of a completion that is itself undone may bring a second completion back: the bank's own matter.
        if message.transaction_info[:2] != "21":
            self.till.tell(self.till.reversal(message))
            self.listen()

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), approve=st.booleans())
    def answer(self, data, approve):
        self._answer(self.waiting.pop(data.draw(st.integers(0, len(self.waiting) - 1))), approve)

    def answer_all(self):
        while self.waiting:
            self._answer(self.waiting.pop(0), approve=True)

    def _answer(self, message, approve):
        if message.mti == "0420":
            self.bank.undone.add(message.original[10:20] + message.original[4:10])
            answer = answer_to(message, "00")
        else:
            code = self.bank.decide(message, approve)
            answer = answer_to(message, code, f"A{message.stan[1:]}" if code == "00" else None)
        if self.house.book.lines_of("switch"):
            self.house.switch.tell(answer)
        self.listen()

    @rule(seconds=st.sampled_from([1, 6, 26]))
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

    def teardown(self):
        """Heal: the bank answers everything; then look at what it holds."""
        for _ in range(70):
            self.answer_all()
            self.house.book.advance(SECOND)
            self.listen()
        assert self.house.book.rows(OPEN_OBLIGATIONS) == []
        assert self.house.book.rows(UNDECIDED_ATTEMPTS, 0) == []
        assert self.house.memory.open == self.house.memory.claiming == self.house.memory.obligations == {}
        standing = self.bank.standing()
        for attempt in self.house.book.rows(NEWEST_ATTEMPTS):
            owed = self.house.book.rows(OBLIGATION_BY_KEY, attempt["attempt_key"])
            state = state_of(attempt, next(iter(owed), None))
            assert (place_of(attempt) in standing) == (state is AttemptState.APPROVED), (attempt["kind"], state)
        self.check_budgets(standing)

    def check_budgets(self, standing):
        claims = defaultdict(list)
        for key, (kind, amount, original) in standing.items():
            if original is not None:
                claims[original].append((key, kind, amount))
        for original, made in claims.items():
            kind, amount, _ = self.bank.approved[original]
            by_kind = defaultdict(list)
            for key, name, claimed in made:
                is_voided = any(other == "completion_void" for _, other, _ in claims.get(key, ()))
                by_kind["completion" if name == "completion_advice" else name] += [] if is_voided else [claimed]
            adjusted = by_kind["adjustment"] + by_kind["tip_adjustment"]
            assert all(claimed <= amount * 120 // 100 for claimed in adjusted)
            assert sum(by_kind["refund"]) <= max([amount, *adjusted])
            assert all(claimed <= amount * 115 // 100 for claimed in by_kind["completion"])
            assert len(by_kind["completion"]) + len(by_kind["preauthorisation_void"]) <= 1
            assert len(by_kind["void"]) <= 1
            assert len(by_kind["completion_void"]) <= 1
            if by_kind["void"] or by_kind["completion_void"]:
                assert not by_kind["refund"]
            assert all(kind in ORIGINALS[name] for name, found in by_kind.items() if found)


ORIGINALS = {
    "void": {"sale"},
    "refund": {"sale", "offline_post", "completion", "completion_advice"},
    "completion": {"preauthorisation"},
    "preauthorisation_void": {"preauthorisation"},
    "completion_void": {"completion", "completion_advice"},
    "adjustment": {"offline_post"},
    "tip_adjustment": {"offline_post"},
}

HostileDay.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestHostileDay = HostileDay.TestCase
