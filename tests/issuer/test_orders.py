"""Every order of sales, voids, reversals and repetitions ends in the books of a model that knows nothing of rows (I3, I4, I6, I8)."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from countertop.issuer import IssuerSettings
from tests.issuer.branch import ACCOUNT, BALANCE, Branch
from tests.playbook import PowerCut


class Model:
    """What ought to be: each sale with the voids of it, each either standing or undone."""

    def __init__(self):
        self.answers = {}
        self.amount = {}
        self.about = {}
        self.approved = set()
        self.undone = set()

    def decide(self, key, kind, amount, about):
        """Return the response code of a request and remember it; the same key again gets the same code."""
        if key in self.answers:
            return self.answers[key]
        code = getattr(self, f"_{kind}")(key, amount, about)
        self.answers[key] = code
        self.amount[key], self.about[key] = amount, about
        if code == "00" and kind != "reversal":
            self.approved.add(key)
        return code

    def _sale(self, key, amount, about):
        return "51" if amount > self.balance() else "00"

    def _void(self, key, amount, about):
        if about not in self.answers or about in self.buried():
            return "25"
        if about not in self.approved or about in self.undone or self.voided(about):
            return "12"
        return "00" if amount == self.amount[about] else "64"

    def _reversal(self, key, amount, about):
        if about not in self.answers:
            self.answers[about] = "12"  # the tombstone
            self.undone.add(about)
            return "00"
        if about in self.approved and about not in self.undone and amount != self.amount[about]:
            return "64"
        self.undone.add(about)
        return "00"

    def buried(self):
        return {key for key in self.undone if key not in self.amount}

    def voided(self, sale):
        return any(self.about[void] == sale and void not in self.undone for void in self.approved if self.about[void])

    def stands(self, sale):
        return sale in self.approved and sale not in self.undone and not self.voided(sale)

    def balance(self):
        sales = [key for key in self.approved if not self.about[key]]
        return BALANCE - sum(self.amount[key] for key in sales if self.stands(key))


class Bank(RuleBasedStateMachine):
    """One bank, one card; requests come one after the other, again, after restarts."""

    sales = Bundle("sales")
    voids = Bundle("voids")
    reversals = Bundle("reversals")

    @initialize()
    def open(self):
        self.branch = Branch(IssuerSettings(no_pin_limit=10**9)).open()
        self.model = Model()
        self.numbers = {}

    def ask(self, message, kind, about=""):
        key = self.branch.switch.key_of(message)
        expected = self.model.decide(key, kind, int(message.amount), about)
        answer = self.branch.switch.ask(message)
        assert answer.response_code == expected, (kind, expected)
        same = (answer.rrn, answer.approval_code, answer.response_code)
        assert self.numbers.setdefault(key, same) == same

    @rule(target=sales, amount=st.sampled_from([1, 100_00, 400_00, BALANCE, BALANCE + 1]))
    def make_sale(self, amount):
        return self.branch.switch.sale(amount)

    @rule(sale=sales)
    def sell(self, sale):
        self.ask(sale, "sale")

    @rule(target=voids, sale=sales, less=st.sampled_from([0, 0, 0, 1]))
    def make_void(self, sale, less):
        return self.branch.switch.void(sale, amount=max(int(sale.amount) - less, 1)), sale

    @rule(void=voids)
    def void(self, void):
        message, sale = void
        self.ask(message, "void", self.branch.switch.key_of(sale))

    @rule(target=reversals, sale=sales, less=st.sampled_from([0, 0, 0, 1]))
    def make_reversal_of_sale(self, sale, less):
        amount = f"{max(int(sale.amount) - less, 1):012d}"
        return self.branch.switch.reversal(sale, amount=amount), sale

    @rule(target=reversals, void=voids)
    def make_reversal_of_void(self, void):
        return self.branch.switch.reversal(void[0]), void[0]

    @rule(reversal=reversals)
    def reverse(self, reversal):
        message, original = reversal
        self.ask(message, "reversal", self.branch.switch.key_of(original))

    @rule()
    def restart(self):
        self.branch.restart().open()

    @invariant()
    def the_books_are_the_models(self):
        if hasattr(self, "branch"):
            accounts = self.branch.verify_books()
            assert accounts.get(ACCOUNT, 0) == self.model.balance()


TestBank = Bank.TestCase
TestBank.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)


def family(branch):
    """A sale, its void, a reversal of each, and the keys by which the answers are told apart."""
    sale = branch.switch.sale(12_50)
    void = branch.switch.void(sale)
    return {
        "sale": sale,
        "void": void,
        "sale reversed": branch.switch.reversal(sale),
        "void reversed": branch.switch.reversal(void),
    }


def ended(branch, messages, answers):
    """Say by the answers alone what the balance must be, and that each key was answered alike."""
    told = {}
    for answer in answers:
        told.setdefault(branch.switch.key_of(answer), set()).add((answer.response_code, answer.approval_code))
    assert all(len(ways) == 1 for ways in told.values())
    codes = {
        name: next(iter(told.get(branch.switch.key_of(message), {(None, None)})))[0]
        for name, message in messages.items()
    }
    sold = codes["sale"] == "00" and codes["sale reversed"] is None
    voided = codes["void"] == "00" and codes["void reversed"] is None
    return BALANCE - 12_50 if sold and not voided else BALANCE


NAMES = ("sale", "void", "sale reversed", "void reversed")


@pytest.mark.parametrize(
    "order", [order for size in range(1, 5) for order in itertools.permutations(NAMES, size)], ids="-".join
)
def test_every_order_of_a_family_ends_in_the_same_books(order):
    branch = Branch().open()
    messages = family(branch)
    answers = [branch.switch.ask(messages[name]) for name in order]
    answers += [branch.switch.ask(messages[name]) for name in reversed(order)]
    branch.verify_books()
    assert branch.balance() == ended(branch, messages, answers)


@settings(max_examples=150, deadline=None)
@given(
    deliveries=st.lists(st.sampled_from(NAMES), min_size=1, max_size=10),
    pauses=st.lists(st.integers(0, 4), min_size=10, max_size=10),
)
def test_every_interleaving_of_a_family_ends_in_the_same_books(deliveries, pauses):
    """As above, while durable writes and look-ups are still on their way."""
    branch = Branch().open()
    messages = family(branch)
    branch.book.hold = True
    for name, pause in zip(deliveries, pauses, strict=False):
        branch.switch.tell(messages[name])
        branch.book.let_go(pause)
    branch.book.let_go()
    branch.book.hold = False
    answers = branch.switch.hear()
    assert len(answers) == len(deliveries)
    branch.verify_books()
    assert branch.balance() == ended(branch, messages, answers)
    assert all((answer.response_code == "00") for answer in answers if answer.mti == "0430")


@pytest.mark.parametrize("cut_after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "order", [NAMES, NAMES[::-1], ("sale", "sale reversed", "void", "void reversed")], ids="-".join
)
def test_a_power_cut_at_any_append_loses_nothing_that_was_answered(order, write, cut_after):
    branch = Branch().open()
    messages = family(branch)
    branch.book.cut_at, branch.book.cut_after = branch.book.writes + write, cut_after
    answers = []
    for name in order:
        try:
            answers.append(branch.switch.ask(messages[name]))
        except PowerCut:
            answers += branch.switch.hear()
            break
    branch.restart().open()
    answers += [branch.switch.ask(messages[name]) for name in order]
    branch.verify_books()
    assert branch.balance() == ended(branch, messages, answers)


@pytest.mark.parametrize(
    "bug",
    ["issuer.debits-duplicate", "issuer.credits-twice", "issuer.void-and-reversal-both-credit", "issuer.no-tombstone"],
)
def test_the_orders_find_each_planted_fault(bug):
    """The control: with a planted fault some order ends in other books."""
    wrong = 0
    for order in itertools.permutations(("sale", "void", "sale reversed")):
        branch = Branch(IssuerSettings(planted=frozenset({bug}))).open()
        messages = family(branch)
        messages["again"] = branch.switch.reversal(messages["sale"])
        answers = [branch.switch.ask(messages[name]) for name in (*order, "sale", "again")]
        codes = {name: answer.response_code for name, answer in zip((*order, "sale", "again"), answers, strict=True)}
        wrong += branch.balance() != BALANCE or (codes["sale"] == "00" and order[0] == "sale reversed")
    assert wrong > 0
