"""The switch stands in for an issuer that is silent or away: what its rule allows, durable, told afterwards in order."""

import pytest

from countertop.audit import audit
from countertop.switch import StandInRuleSet, SwitchSettings
from countertop.switch.stand_in import OBJECTIONS, Payment, Rule, Usage, objection
from countertop.switch.tables import ATTEMPTS_BY_RRN, LATE_ANSWER_BY_KEY, OPEN_OBLIGATIONS, OPEN_STAND_INS
from tests.interbank import BANK_ID, OTHER_BANK_ID
from tests.playbook import PowerCut
from tests.switch.members import Town

SECOND = 1_000_000
TIMEOUT = 15 * SECOND
RULE = StandInRuleSet(BANK_ID, "sale", "02 05", 100_00, 3, 250_00, 5, 400_00, 50_00, 0)


class Street(Town):
    """A town whose switch may stand in for the bank."""

    def __init__(self, settings=None, rule=RULE, **parts):
        super().__init__(settings or SwitchSettings(echo_when_idle=3600 * SECOND, day_closing=0), **parts)
        if rule is not None:
            fields = {name: getattr(rule, name) for name in Rule._fields}
            assert self.book.ask_desk("stand_in", **fields)[0] == 0

    def leave(self):
        """The bank's line goes."""
        self.book.close(self.bank.line)
        self.bank.line = None
        return self

    def come_back(self):
        self.bank.join(self.book)

    def ask(self, message):
        """Ask as the acquirer; return response code and approval code."""
        self.acquirer.tell(message)
        (answer,) = self.acquirer.hear(message.answer_mti)
        return answer.response_code, answer.approval_code

    def codes(self, *messages):
        return [self.ask(message)[0] for message in messages]

    def take(self, mti="0220"):
        """The bank takes what it is told; return that."""
        (told,) = self.bank.hear(mti)
        self.bank.tell(self.bank.answer(told, approval_code=told.approval_code))
        return told

    @property
    def untold(self):
        return [row["transit_key"] for row in self.book.rows(OPEN_STAND_INS)]

    def findings(self, *, at_rest=False):
        return {finding.what for finding in audit({"switch": self.book.store}, at_rest=at_rest)}


@pytest.fixture
def street():
    return Street().open().leave()


def test_without_a_rule_nothing_is_decided_in_anybodys_stead():
    street = Street(rule=None).open().leave()
    assert street.ask(street.acquirer.sale()) == ("91", None)
    assert street.book.ask_desk("stand_in") == (0, {"rules": []})


def test_a_sale_is_approved_while_the_bank_is_away_and_told_when_it_is_back(street):
    sale = street.acquirer.sale(12_50)
    response_code, approval_code = street.ask(sale)
    assert (response_code, len(approval_code)) == ("00", 6)
    assert street.untold == [street.acquirer.key_of(sale)]
    assert street.book.ask_desk("status")[1]["advices"] == 1
    street.come_back()
    told = street.take()
    assert (told.mti, told.processing_code, told.condition_code) == ("0220", "000000", "83")
    assert (told.approval_code, told.amount, told.pan, told.rrn) == (approval_code, sale.amount, sale.pan, sale.rrn)
    assert street.bank.key_of(told) == street.acquirer.key_of(sale)
    assert told.pin_block is told.track2 is told.security_control is None
    assert street.untold == []
    street.book.advance(300 * SECOND)
    assert street.bank.hear() == []
    assert street.ask(sale) == ("00", approval_code)
    assert street.findings(at_rest=True) == set()


def test_what_it_decided_is_durable_before_anybody_hears_of_it():
    for after in (False, True):
        street = Street().open().leave()
        street.book.cut_at, street.book.cut_after = street.book.writes + 1, after
        sale = street.acquirer.sale()
        with pytest.raises(PowerCut):
            street.acquirer.tell(sale)
        assert street.acquirer.hear() == []
        street.restart()
        assert len(street.untold) == after
        street.acquirer.join(street.book)
        assert street.codes(sale) == ["00"]
        street.come_back()
        street.take()
        assert street.untold == []


def test_a_silent_bank_is_stood_in_for_when_its_time_is_up_and_its_late_answer_is_only_kept(street):
    street.come_back()
    sale = street.acquirer.sale()
    street.acquirer.tell(sale)
    (request,) = street.bank.hear("0200")
    street.book.advance(TIMEOUT)
    (answer,) = street.acquirer.hear("0210")
    assert answer.response_code == "00"
    (told,) = street.bank.hear("0220")
    assert told.approval_code == answer.approval_code
    for code, approval_code in (("00", "777777"), ("51", None)):
        street.bank.tell(street.bank.answer(request, code, approval_code))
    assert street.acquirer.hear() == []
    (late,) = street.book.rows(LATE_ANSWER_BY_KEY, street.acquirer.key_of(sale))
    assert (late["late_code"], late["late_approval_code"]) == ("00", "777777")
    assert street.book.rows(OPEN_OBLIGATIONS) == []
    street.bank.tell(street.bank.answer(told))
    assert street.untold == []


def test_an_answer_that_races_the_decision_loses_nothing(street):
    street.come_back()
    sale = street.acquirer.sale()
    street.acquirer.tell(sale)
    (request,) = street.bank.hear("0200")
    street.book.hold = True
    street.book.advance(TIMEOUT)
    street.bank.tell(street.bank.answer(request))
    street.book.hold = False
    street.book.let_go()
    (answer,) = street.acquirer.hear("0210")
    (row,) = street.book.rows(ATTEMPTS_BY_RRN, sale.rrn)
    assert (row["outcome"], row["approval_code"]) == ("approved", answer.approval_code)
    assert len(street.untold) == (row["cause"] == "stand-in")
    assert street.book.actor.floor.in_flight == {}


def test_an_issuer_that_leaves_while_the_attempt_is_written_is_stood_in_for(street):
    street.come_back()
    street.book.hold = True
    sale = street.acquirer.sale()
    street.acquirer.tell(sale)
    street.leave()
    street.book.hold = False
    street.book.let_go()
    (answer,) = street.acquirer.hear("0210")
    assert answer.response_code == "00"
    assert len(street.untold) == 1


# What the rule allows


@pytest.mark.parametrize(
    ("change", "pin", "code"),
    [
        ({}, None, "00"),
        ({"entry_mode": "051"}, None, "00"),
        ({"entry_mode": "012"}, None, "91"),
        ({"amount": 50_00}, None, "00"),
        ({"amount": 50_01}, None, "91"),
        ({}, "123456", "91"),
    ],
)
def test_entry_modes_and_pins_that_the_rule_does_not_name_are_left_to_the_bank(street, change, pin, code):
    sale = street.acquirer.sale(**change)
    assert street.codes(sale if pin is None else street.acquirer.with_pin(sale, pin)) == [code]
    assert len(street.untold) == (code == "00")


def test_a_pin_passes_unchecked_where_the_rule_says_so():
    rule = StandInRuleSet(BANK_ID, "sale", "02", 100_00, 3, 250_00, 5, 400_00, 0, 1)
    street = Street(rule=rule).open().leave()
    sales = [street.acquirer.with_pin(street.acquirer.sale(100_00)), street.acquirer.sale(100_01)]
    assert street.codes(*sales) == ["00", "91"]
    assert "pin_block" not in street.book.ask_desk("trace", rrn=sales[0].rrn)[1]["hops"][-1]["fields"]


def test_the_limits_of_a_card_and_of_the_issuer_hold_for_a_day_and_across_a_power_cut(street):
    other = "6222021234567890136"
    assert street.codes(*(street.acquirer.sale(40_00) for _ in range(2))) == ["00"] * 2
    street.restart()
    street.acquirer.join(street.book)
    assert street.codes(street.acquirer.sale(40_00), street.acquirer.sale(1)) == ["00", "91"]
    sales = [street.acquirer.sale(40_00, pan=other) for _ in range(3)]
    assert street.codes(*sales) == ["00", "00", "91"]
    reasons = [note.arguments["reason"] for note in street.book.notes if note.message == "switch.not_stood_in"]
    assert reasons == ["card-count", "issuer-count"]
    assert street.findings() == set()
    street.book.utc += 24 * 3600 * SECOND
    assert street.codes(street.acquirer.sale(40_00)) == ["00"]


def test_two_at_once_cannot_share_what_is_left():
    rule = StandInRuleSet(BANK_ID, "sale", "02", 100_00, 1, 250_00, 5, 400_00, 50_00, 0)
    street = Street(rule=rule).open().leave()
    street.book.hold = True
    for _ in range(3):
        street.acquirer.tell(street.acquirer.sale())
    street.book.hold = False
    street.book.let_go()
    assert sorted(answer.response_code for answer in street.acquirer.hear()) == ["00", "91", "91"]


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        (Payment("sale", 50_00, "021", False, "card"), None),
        (Payment("sale", 50_01, "021", False, "card"), "pin"),
        (Payment("sale", 1, "021", True, "card"), "pin"),
        (Payment("sale", 1, "012", False, "card"), "entry-mode"),
    ],
)
def test_every_objection_has_its_reason(payment, reason):
    rule = Rule(*(getattr(RULE, name) for name in Rule._fields))
    assert objection(rule, payment, Usage(())) == reason
    off = rule._replace(most_amount=0)
    assert objection(off, payment, Usage(())) == "off"


def test_a_used_up_day_has_its_reasons():
    rule = Rule(*(getattr(RULE, name) for name in Rule._fields))._replace(no_pin_amount=10**9)
    small, mine = Payment("sale", 1, "021", False, "card"), [{"pan_token": "card", "amount": 100_00}]
    others = [{"pan_token": f"{n}", "amount": 79_99} for n in range(5)]
    assert objection(rule, small._replace(amount=100_01), Usage(())) == "amount"
    assert objection(rule, small, Usage(mine * 3)) == "card-count"
    assert objection(rule, small._replace(amount=50_01), Usage(mine * 2)) == "card-total"
    assert objection(rule, small, Usage(others)) == "issuer-count"
    assert objection(rule, small._replace(amount=80_05), Usage(others[:4])) == "issuer-total"
    assert {reason for reason, _ in OBJECTIONS} == {
        *("off", "entry-mode", "pin", "amount", "card-count", "card-total", "issuer-count", "issuer-total")
    }


def test_only_the_bank_of_the_rule_is_stood_in_for_and_only_for_sales(street):
    street.book.close(street.other_bank.line)
    messages = [
        street.acquirer.sale(pan="6225881234567899"),
        street.acquirer.preauthorisation(10_00),
        street.acquirer.balance(),
        street.acquirer.transfer(10_00, "6222021234567890136"),
    ]
    assert street.codes(*messages) == ["91"] * 4
    assert street.untold == []


# Told in order


def test_a_bank_is_told_one_thing_at_a_time_in_order_until_it_takes_it(street):
    sales = [street.acquirer.sale(1_00 + cents) for cents in range(3)]
    assert street.codes(*sales) == ["00"] * 3
    street.come_back()
    for wait in (5, 5, 5, 60, 60):
        (told,) = street.bank.hear("0220")
        assert told.stan == sales[0].stan
        street.book.advance(wait * SECOND)
    assert street.book.noted("switch.advice_not_taken") == 3
    street.bank.hear("0220")
    for code, mac in (("96", None), ("00", b"00000000")):
        street.bank.tell(street.bank.answer(told, code), mac=mac)
    assert street.book.noted("switch.advice_refused") == street.book.noted("switch.wrong_mac") == 1
    assert street.bank.hear() == []
    street.bank.tell(street.bank.answer(told))
    assert [street.take().stan for _ in range(2)] == [sale.stan for sale in sales[1:]]
    assert street.untold == []


def test_what_is_not_taken_goes_on_after_a_power_cut_in_the_same_order(street):
    sales = [street.acquirer.sale(1_00 + cents) for cents in range(3)]
    street.codes(*sales)
    street.come_back()
    street.take()
    street.bank.hear("0220")
    street.restart()
    street.come_back()
    assert [street.take().stan for _ in range(2)] == [sale.stan for sale in sales[1:]]
    street.book.advance(120 * SECOND)
    assert street.bank.hear() == []


def test_an_answer_of_another_bank_takes_nothing(street):
    street.codes(street.acquirer.sale())
    street.come_back()
    (told,) = street.bank.hear("0220")
    street.other_bank.tell(street.other_bank.answer(told))
    assert len(street.untold) == 1


# Undone


@pytest.mark.parametrize("is_back", [False, True])
def test_a_reversal_goes_behind_the_advice(street, is_back):
    sale = street.acquirer.sale()
    street.codes(sale)
    if is_back:
        street.come_back()
    assert street.codes(street.acquirer.reversal(sale)) == ["00"]
    if not is_back:
        street.come_back()
    told = street.take()
    (reversal,) = street.bank.hear("0420")
    assert reversal.original == street.bank.original_of(told.copy(mti="0200"))
    street.bank.tell(street.bank.answer(reversal))
    assert street.untold == street.book.rows(OPEN_OBLIGATIONS) == []
    assert street.findings(at_rest=True) == set()


def test_a_reversal_after_the_advice_was_taken_goes_at_once(street):
    sale = street.acquirer.sale()
    street.codes(sale)
    street.come_back()
    street.take()
    assert street.codes(street.acquirer.reversal(sale)) == ["00"]
    street.bank.hear("0420")


def test_a_reversal_first_keeps_the_sale_out(street):
    sale = street.acquirer.sale()
    assert street.codes(street.acquirer.reversal(sale), sale) == ["00", "12"]
    assert street.untold == []


@pytest.mark.parametrize("is_back", [False, True])
def test_a_void_of_what_is_not_told_yet_is_decided_too_and_told_behind_it(street, is_back):
    sale = street.acquirer.sale()
    street.codes(sale)
    if is_back:
        street.come_back()
    void = street.acquirer.void(sale)
    assert street.codes(void, street.acquirer.void(sale)) == ["00", "91"]
    if not is_back:
        street.come_back()
    assert street.take().processing_code == "000000"
    told = street.take()
    assert (told.processing_code, told.condition_code, told.original) == ("200000", "83", void.original)
    assert street.untold == []


def test_a_void_of_what_was_told_goes_to_the_bank(street):
    sale = street.acquirer.sale()
    street.codes(sale)
    street.come_back()
    street.take()
    street.acquirer.tell(street.acquirer.void(sale))
    street.bank.hear("0200")


def test_a_void_that_was_reversed_is_told_and_undone_and_another_one_may_come(street):
    sale = street.acquirer.sale()
    void = street.acquirer.void(sale)
    again = street.acquirer.void(sale)
    assert street.codes(sale, void, street.acquirer.reversal(void), again) == ["00"] * 4
    street.come_back()
    kinds = []
    while heard := street.bank.hear():
        kinds += [(message.mti, message.processing_code) for message in heard]
        for message in heard:
            street.bank.tell(street.bank.answer(message))
    assert kinds == [("0220", "000000"), ("0220", "200000"), ("0420", "200000"), ("0220", "200000")]
    assert street.untold == street.book.rows(OPEN_OBLIGATIONS) == []


@pytest.mark.parametrize("change", [{"amount": 1_00}, {"terminal_id": "00000009"}, {"pan": "6222021234567890136"}])
def test_a_void_that_does_not_fit_is_not_decided(street, change):
    sale = street.acquirer.sale()
    street.codes(sale)
    assert street.codes(street.acquirer.void(sale, **change)) == ["91"]


def test_what_else_builds_upon_it_waits_until_the_bank_knows(street):
    sale = street.acquirer.sale()
    street.codes(sale)
    street.come_back()
    refund = street.acquirer.refund(sale, 5_00)
    assert street.codes(refund) == ["91"]
    street.take()
    street.acquirer.tell(street.acquirer.refund(sale, 5_00))
    assert street.bank.hear("0220")[0].condition_code == "00"


def test_an_acquirer_cannot_say_that_somebody_stood_in(street):
    street.come_back()
    message = street.acquirer.sale(mti="0220", condition_code="83", approval_code="123456")
    assert street.codes(message) == ["40"]
    assert street.bank.hear() == []


# The desk, and what people see


def test_the_desk_sets_and_tells_rules_and_refuses_half_of_one(street):
    status, body = street.book.ask_desk("stand_in")
    assert (status, body["rules"][0]["entry_modes"], body["rules"][0]["pin_unchecked"]) == (0, ["02", "05"], False)
    whole = {name: getattr(RULE, name) for name in Rule._fields}
    for change in ({"issuer_id": "99"}, {"issuer_id": "48020000"}, {"kind": "refund"}, {"most_amount": -1}, {"odd": 1}):
        status, body = street.book.ask_desk("stand_in", **{**whole, **change})
        assert (status, body["message"]) == (2, "switch.stand_in_needs")
    status, _ = street.book.ask_desk("stand_in", **{**whole, "issuer_id": OTHER_BANK_ID})
    assert status == 0
    street.restart()
    assert len(street.book.ask_desk("stand_in")[1]["rules"]) == 2
    street.book.ask_desk("stand_in", **{**whole, "most_amount": 0})
    street.acquirer.join(street.book)
    assert street.codes(street.acquirer.sale()) == ["91"]


def test_a_trace_shows_that_the_request_never_left_and_what_the_bank_was_told(street):
    sale = street.acquirer.sale()
    street.codes(sale)
    assert street.book.ask_desk("advices")[1]["advices"][0]["cause"] == "absent"
    street.come_back()
    street.take()
    hops = street.book.ask_desk("trace", rrn=sale.rrn)[1]["hops"]
    assert [(hop["direction"], hop["mti"]) for hop in hops] == [
        *(("in", "0200"), ("out", "0210"), ("out", "0220"), ("in", "0230"))
    ]
    assert hops[1]["fields"]["approval_code"] == hops[2]["fields"]["approval_code"]
    assert street.book.ask_desk("advices") == (0, {"advices": []})


# Planted


def beyond_limits(street):
    street.codes(*(street.acquirer.sale(40_00) for _ in range(4)))


def cut_off_before_told(street):
    street.codes(street.acquirer.sale())
    street.restart()
    street.come_back()
    for told in street.bank.hear():
        street.bank.tell(street.bank.answer(told))


def slow_to_take(street):
    street.codes(street.acquirer.sale())
    street.come_back()
    street.book.advance(200 * SECOND)
    for told in street.bank.hear()[-1:]:
        street.bank.tell(street.bank.answer(told))
    for told in street.bank.hear():
        street.bank.tell(street.bank.answer(told))


@pytest.mark.parametrize(
    ("bug", "story", "found"),
    [
        ("switch.stand-in-beyond-limits", beyond_limits, "audit.stood_in_beyond_limits"),
        ("switch.advice-forgotten-at-reboot", cut_off_before_told, "audit.still_untold"),
        ("switch.advice-expires", slow_to_take, "audit.still_untold"),
    ],
)
def test_the_audit_finds_a_planted_fault(bug, story, found):
    def findings(*planted):
        settings = SwitchSettings(echo_when_idle=3600 * SECOND, day_closing=0, planted=frozenset(planted))
        street = Street(settings).open().leave()
        story(street)
        if bug == "switch.stand-in-beyond-limits":
            return street.findings()
        return street.findings(at_rest=True)

    assert findings() == set()
    assert found in findings(bug)
