"""Playbooks of the front: a person on one side, the terminal on the other, both played."""

import pytest

from countertop.card import TurnedCard
from countertop.signature import read_strokes
from countertop.stage import Ask, Show
from countertop.terminal.front import (
    Answer,
    Aside,
    Begin,
    Cancel,
    Changed,
    Front,
    Key,
    Look,
    Paper,
    State,
    SwitchOff,
    SwitchOn,
)
from countertop.terminal.front.picture import PAGE
from countertop.values import SECOND, Instant, Pan, Pin, Secret
from countertop.words import CATALOGUE

BUILT = {"sale", "void", "slips", "transactions", "sign_in", "sign_out", "log_in", "log_out", "self_test", "diagnose"}
STATUS = {
    "state": "signed_in",
    "operator": "01",
    "role": "cashier",
    "lock": None,
    "battery": 80,
    "route": "ethernet",
    "reversals_owed": [],
    "unseen_slips": [],
    "switched_off": [],
}
DONE = {"message": "screen.logged_in", "arguments": {"operator": "01"}, "advice": None}
SWIPE = TurnedCard()
CODE = Secret("134567890123456789")


class Person:
    """Plays person and terminal: every input is a line, what came of it is in `done`."""

    def __init__(self, **options):
        self.front = Front(BUILT, **options)
        self.time = 0
        self.done = []

    def _told(self, outputs):
        self.done = [output for output in outputs if not isinstance(output, Changed)]
        pictures = [output.screen for output in outputs if isinstance(output, Changed)]
        if pictures:
            assert pictures[-1] is self.front.screen
        screen = self.front.screen
        for message in (screen.title, *screen.bar, *screen.lines):
            assert message is None or message.message in CATALOGUE or message.message.startswith("test.")
        assert {*screen.hints} <= set(CATALOGUE)
        return self.done

    @property
    def now(self):
        return Instant(1_700_000_000_000_000 + self.time, self.time)

    def press(self, *keys):
        for key in keys:
            self._told(self.front.key(key if isinstance(key, Key) else Key(key), self.now))
        return self.done

    def pin(self, *keys):
        for key in keys:
            self._told(self.front.pin(Key(key), self.now))
        return self.done

    def hold_power(self):
        return self._told(self.front.long_power(self.now))

    def swipe(self):
        return self._told(self.front.card(SWIPE, self.now))

    def scan(self, code=CODE):
        return self._told(self.front.scan(code, self.now))

    def wait(self, seconds):
        self.time += seconds * SECOND
        return self._told(self.front.tick(self.now))

    def asked(self, question, **arguments):
        return self._told(self.front.asked(Ask(question, 60 * SECOND, **arguments), self.now))

    def shown(self, message, **arguments):
        return self._told(self.front.shown(Show(message, **arguments), self.now))

    def ended(self, status=0, **body):
        return self._told(self.front.ended(status, {**DONE, **body}, self.now))

    def started(self):
        return self._told(self.front.started(self.now))

    def stands(self, **facts):
        self._told(self.front.stands({**STATUS, **facts}, self.now))

    @property
    def state(self):
        return self.front.state

    @property
    def screen(self):
        return self.front.screen

    @property
    def said(self):
        return [line.message for line in self.screen.lines]


def at_the_counter(**options):
    """A machine that is on, signed in, with operator 01."""
    person = Person(**options)
    person.hold_power()
    person.started()
    person.stands()
    person.ended()
    person.press(Key.CONFIRM)
    assert person.state is State.IDLE
    return person


def test_a_machine_that_is_off_is_dark_and_dead_but_for_the_power_key():
    person = Person()
    for key in Key:
        assert person.press(key) == []
    assert person.swipe() == []
    assert person.wait(1000) == []
    assert (person.state, person.screen.light) == (State.OFF, False)


def test_a_long_press_tests_the_machine_and_asks_who_is_there():
    person = Person()
    assert person.hold_power() == [SwitchOn()]
    assert (person.state, person.screen.light) == (State.STARTING, True)
    assert person.press(*Key) == person.hold_power() == []
    assert person.started() == [Look(), Begin("self_test")]
    assert person.started() == []
    person.stands(operator=None, role=None, state="signed_out")
    assert (person.state, person.screen.light) == (State.SELF_TEST, True)
    assert person.ended(parts=[]) == [Look()]
    assert person.state is State.RESULT
    assert person.wait(3600) == []  # what a self-test found stands until somebody has read it
    assert person.press("5") == [Begin("log_in")]


def test_nothing_is_broken_off_by_the_power_key():
    person = at_the_counter()
    person.press("1")
    person.hold_power()
    assert (person.state, person.said) == (State.WORKING, ["front.finish_first"])
    person.asked("ask.amount")
    person.hold_power()
    assert (person.state, person.said) == (State.QUESTION, ["front.finish_first"])


@pytest.mark.parametrize(("key", "state"), [(Key.CONFIRM, State.OFF), (Key.CANCEL, State.IDLE), (Key.FIVE, State.IDLE)])
def test_the_power_off_page_waits_for_confirm(key, state):
    person = at_the_counter()
    person.hold_power()
    assert person.screen.title.message == "front.switch_off"
    person.press(key)
    assert person.state is state
    assert person.screen.light is (state is State.IDLE)


def test_the_terminals_life_ends_with_the_power_and_nothing_is_known_of_it():
    person = at_the_counter()
    person.hold_power()
    assert person.press(Key.CONFIRM) == [SwitchOff()]
    person.stands(operator="01")
    person.wait(3600)
    assert (person.state, person.screen.light) == (State.OFF, False)
    assert person.front.standing.operator is None
    person.hold_power()
    person.started()
    person.stands(operator=None, role=None)
    person.ended()
    assert person.press("5") == [Begin("log_in")]


def test_a_machine_on_the_mains_is_on_by_itself():
    person = Person()
    assert person._told(person.front.plugged_in(person.now)) == [Look()]
    person.stands(operator=None, role=None)
    assert (person.state, person.screen.title.message) == (State.IDLE, "front.log_in_first")


@pytest.mark.parametrize("menu", [False, True])
def test_after_thirty_seconds_the_machine_sleeps_and_the_waking_key_is_swallowed(menu):
    person = at_the_counter()
    if menu:
        person.press(Key.CONFIRM)
    person.wait(29)
    assert person.screen.light
    person.wait(1)
    assert (person.state, person.screen.light) == (State.POWER_SAVE, False)
    assert person.press("1") == [Look()]
    assert (person.state, person.screen.light) == (State.IDLE, True)


def test_a_short_press_of_the_power_key_begins_nothing():
    person = at_the_counter()
    person.stands(operator=None, role=None)
    assert person.press(Key.POWER) == []
    assert person.press(Key.CONFIRM) == [Begin("log_in")]
    person = at_the_counter()
    person.wait(30)
    assert person.press(Key.POWER) == [Look()]  # it wakes the machine, as every key does
    assert (person.state, person.press(Key.POWER)) == (State.IDLE, [])


def test_a_card_wakes_it_too_and_is_swiped_again():
    person = at_the_counter()
    person.wait(30)
    assert person.swipe() == [Look()]
    assert person.swipe() == [Begin("sale")]


def test_it_never_sleeps_inside_a_transaction():
    person = at_the_counter()
    person.press("1")
    person.wait(3600)
    assert person.state is State.WORKING
    person.asked("ask.amount")
    person.wait(3600)
    assert person.state is State.QUESTION


def test_every_key_moves_the_sleep():
    person = at_the_counter()
    person.wait(20)
    person.press(Key.UP)
    person.wait(20)
    assert person.state is State.IDLE


def test_a_sale_is_keyed_as_cashiers_key_it():
    person = at_the_counter()
    assert person.press(Key.CONFIRM, "1") == [Begin("sale")]
    person.asked("ask.card")
    assert person.press("7") == []
    assert person.swipe() == [Answer(SWIPE)]
    person.shown("screen.card_number", sensitive=True, card_number=Pan("6225000000000014"))
    person.asked("ask.confirm_card")
    assert (person.said, person.screen.lines[0].sensitive) == (["screen.card_number"], True)
    assert person.press(Key.CONFIRM) == [Answer(True)]
    assert person.said == []  # the card number has gone from the screen
    person.asked("ask.amount")
    person.press("1", "2", "5", "0", "0", Key.CLEAR)
    assert person.screen.entry == "12.50"
    assert person.press(Key.CONFIRM) == [Answer(1250)]
    person.asked("ask.pin", amount="12.50", card="622500******0014")
    person.pin("1", "2", "3", "4", "5", "6")
    assert person.screen.entry == "******"
    assert person.pin("confirm") == [Answer(Pin("123456"))]
    person.shown("screen.waiting")
    assert person.front.printed("merchant", "the slip", person.now) == [Paper("merchant", "the slip")]
    person.asked("ask.print_next", copy="cardholder")
    assert person.press(Key.CONFIRM) == [Answer(True)]
    person.ended(message="response.00", arguments={}, advice="advice.return_card")
    assert person.said == ["response.00", "advice.return_card"]
    person.wait(10)
    assert person.state is State.IDLE


def test_a_balance_stands_beside_the_end_of_its_request_until_that_is_put_away():
    person = at_the_counter()
    person.press(Key.CONFIRM, "5")
    person.shown("screen.waiting")
    person.shown("screen.balance", amount=Secret("4,987.50"))
    person.ended(message="screen.approved", arguments={})
    assert person.said == ["screen.approved", "screen.balance"]
    person.press(Key.CANCEL)
    assert person.said == []


def test_a_signature_is_taken_from_the_pad_and_only_where_it_is_asked():
    person = at_the_counter()
    strokes = read_strokes([[[10, 10], [200, 100]]])
    assert person.front.sign(strokes, person.now) == []
    person.press(Key.CONFIRM, "1")
    person.asked("ask.amount")
    assert person.front.sign(strokes, person.now) == []
    person.press("1", Key.CONFIRM)
    person.asked("ask.signature", amount="0.01", code="1A2B3C4D", paper=True)
    assert person.screen.hints == ("front.hint_signature",)
    assert person.press("5", Key.CONFIRM) == []
    assert person.screen.entry is None
    assert Answer(strokes) in person.front.sign(strokes, person.now)


def test_who_leaves_the_pad_signs_on_paper():
    person = at_the_counter()
    person.press(Key.CONFIRM, "1")
    person.asked("ask.signature", amount="0.01", code="1A2B3C4D", paper=True)
    assert Cancel() in person.press(Key.CANCEL)


def test_a_pin_is_taken_from_the_customers_pad_only():
    person = at_the_counter()
    person.press("1")
    person.asked("ask.pin", amount="1.00", card="x")
    assert person.press("1", "2", "3", "4", Key.CONFIRM) == []
    assert person.screen.entry == ""
    person.pin("1")
    assert person.screen.entry == "*"
    assert person.press(Key.CANCEL) == [Cancel()]


def test_the_customers_pad_is_dead_while_no_pin_is_asked():
    person = at_the_counter()
    assert person.pin("1") == []
    person.press("1")
    person.asked("ask.amount")
    person.pin("1", "2")
    assert person.screen.entry == "0.00"


def test_a_card_in_the_idle_screen_begins_a_sale_and_is_not_swiped_again():
    person = at_the_counter()
    assert person.swipe() == [Begin("sale")]
    assert person.asked("ask.card") == [Answer(SWIPE)]
    assert person.asked("ask.card") == []  # it could not be read: the next one is swiped
    assert person.state is State.QUESTION


def test_a_card_that_nobody_asked_for_is_forgotten_with_the_sale():
    person = at_the_counter()
    person.swipe()
    person.ended(12)
    person.press(Key.CANCEL)
    person.press("1")
    assert person.asked("ask.card") == []


def test_cancel_leaves_the_question_and_the_terminal_says_what_came_of_it():
    person = at_the_counter()
    person.press("1")
    person.asked("ask.amount")
    assert person.press(Key.CANCEL) == [Cancel()]
    assert person.state is State.WORKING
    person.ended(12, message="screen.cancelled", arguments={})
    person.wait(3600)
    assert person.said == ["screen.cancelled"]  # what went wrong stands until somebody has read it
    person.press(Key.CANCEL)
    assert person.state is State.IDLE


def test_an_answer_that_does_not_fit_is_keyed_again():
    person = at_the_counter()
    person.press("2")
    person.asked("ask.voucher_number")
    person.press("7", Key.CONFIRM)
    person._told(person.front.asked(Ask("ask.voucher_number", 1), person.now))
    person._told(person.front.wrong(person.now))
    assert (person.screen.entry, person.said) == ("", ["front.key_again"])


def test_the_menu_is_walked_by_digits_and_by_arrows():
    person = at_the_counter()
    person.press(Key.FUNCTION, "6")
    assert person.screen.title.message == "menu.print"
    assert [line.digit for line in person.screen.lines] == ["1", "2", "3"]
    person.press(Key.DOWN, Key.DOWN, Key.DOWN, Key.UP)
    assert [line.chosen for line in person.screen.lines] == [False, False, True]
    assert person.press(Key.CONFIRM) == [Begin("transactions")]


def test_cancel_goes_up_and_out_of_the_menu():
    person = at_the_counter()
    person.press(Key.CONFIRM, "7", Key.CANCEL)
    assert (person.state, person.screen.title.message) == (State.MENU, "menu.main")
    person.press(Key.CANCEL)
    assert person.state is State.IDLE


def test_a_row_may_ask_first():
    person = at_the_counter()
    person.press(Key.CONFIRM, "6", "2")
    assert person.screen.title.message == "ask.voucher_number"
    assert person.press("1", "2", Key.CONFIRM) == [Begin("slips", {"voucher_number": "12"})]
    person.ended(12)
    person.press(Key.CANCEL, Key.CONFIRM, "6", "2", Key.CANCEL)
    assert person.state is State.IDLE


def test_a_complaint_is_chosen_from_the_menu():
    person = at_the_counter()
    person.press(Key.CONFIRM, "0")
    assert person.screen.title.message == "menu.diagnose"
    assert person.press("4") == [Begin("diagnose", {"complaint": "cannot_reach_bank"})]


def test_cancel_gives_up_the_wait_for_a_customer_who_pays_by_a_code_and_no_other():
    person = at_the_counter()
    person.front._built |= {"qr_sale", "qr_cancel"}
    assert person.press(Key.CONFIRM, "8", "1") == [Begin("qr_sale")]
    assert person.press(Key.CONFIRM) == []
    assert person.press(Key.CANCEL) == [Aside("qr_cancel")]
    assert person.state is State.WORKING
    person.ended(12)
    person.press(Key.CANCEL)
    person.press("1")
    assert person.press(Key.CANCEL) == []


def test_a_long_result_is_turned_page_by_page():
    person = at_the_counter()
    person.press("1")
    rows = [{"voucher_number": f"{number:06}", "amount": number, "card": "x"} for number in range(30)]
    person.front._verb = "transactions"
    person.ended(transactions=rows)

    def first():
        return person.screen.lines[0].arguments.get("voucher", "")

    assert (len(person.screen.lines), person.screen.hints) == (PAGE, ("front.hint_pages",))
    assert person.press(Key.UP) == []
    assert first() == ""
    person.press(Key.DOWN)
    assert first() == f"{PAGE - 1:06}"
    person.press(Key.DOWN, Key.DOWN, Key.DOWN)
    assert (first(), len(person.screen.lines)) == (f"{2 * PAGE - 1:06}", 31 - 2 * PAGE)
    assert person.press("5") == [Look()]
    assert person.state is State.IDLE


def test_a_remark_stands_beside_the_question():
    person = at_the_counter()
    person.press("1")
    person.asked("ask.card", keyed=True)
    person.press(*"6225000000000015", Key.CONFIRM)
    assert person.said == ["front.check_digit"]
    assert person.screen.entry == Pan("6225000000000015")
    person.press(Key.CLEAR, "4", Key.CONFIRM)
    assert (person.said, person.screen.title.message) == ([], "ask.expiry")
    assert person.press(*"3012", Key.CONFIRM) == [Answer({"card_number": "6225000000000014", "expiry": "3012"})]


def test_a_code_is_scanned_where_one_is_asked_and_nowhere_else():
    person = at_the_counter()
    assert person.scan() == []
    person.press("1")
    assert person.scan() == []
    person.asked("ask.amount")
    assert person.scan() == []
    person.asked("ask.payment_code", amount="12.50")
    person.press("1", "3")
    assert person.scan() == [Answer(CODE)]
    assert person.state is State.WORKING
    assert person.scan() == []


def test_a_card_is_swiped_where_its_number_might_be_keyed():
    person = at_the_counter()
    person.press("1")
    person.asked("ask.card", keyed=True)
    person.press("6", "2")
    assert person.swipe() == [Answer(SWIPE)]


def test_a_digit_is_a_short_cut_in_the_idle_screen():
    person = at_the_counter()
    assert person.press("2") == [Begin("void")]


def test_a_short_cut_to_what_is_not_offered_does_nothing():
    person = at_the_counter()
    assert person.press("3") == []
    assert person.state is State.IDLE


def test_without_an_operator_any_key_logs_in():
    person = at_the_counter()
    person.stands(operator=None, role=None)
    assert person.screen.title.message == "front.log_in_first"
    assert person.press("9") == [Begin("log_in")]
    person.asked("ask.operator_number")
    assert person.press("0", "1", Key.CONFIRM) == [Answer("01")]
    person.asked("ask.operator_password", operator="01")
    person.press("0", "0", "0", "0")
    assert person.screen.entry == "****"
    assert person.press(Key.CONFIRM) == [Answer(Secret("0000"))]


@pytest.mark.parametrize(("chosen", "pressed", "begins"), [("1", "1", True), ("1", "2", False), ("any", "5", True)])
def test_signed_out_the_sign_in_key_signs_in(chosen, pressed, begins):
    person = at_the_counter(sign_in_key=chosen)
    person.stands(state="signed_out")
    assert person.screen.title.message == "front.sign_in_first"
    assert (person.press(pressed) == [Begin("sign_in")]) is begins


def test_the_hints_are_those_of_who_is_there():
    person = at_the_counter()
    assert person.screen.hints == ("front.hint_idle", "front.hint_power")
    person.stands(operator=None, role=None)
    assert person.screen.hints == ()
    person.stands(lock="person")
    assert person.screen.hints == ()


def test_the_totals_of_the_batch_are_lines():
    person = at_the_counter()
    nothing = {"debit_count": 0, "debit_amount": 0, "credit_count": 0, "credit_amount": 0}
    person.front._verb = "batch"
    codes = {**nothing, "credit_count": 1, "credit_amount": 100}
    person.ended(domestic={**nothing, "debit_count": 3, "debit_amount": 3750}, foreign=nothing, codes=codes)
    (_, cards, returned) = person.screen.lines
    assert (cards.message, cards.arguments) == ("front.totals_domestic_debit", {"count": 3, "amount": "37.50"})
    assert (returned.message, returned.arguments) == ("front.totals_codes_credit", {"count": 1, "amount": "1.00"})


def test_signed_out_confirm_still_opens_the_menu():
    person = at_the_counter(sign_in_key="any")
    person.stands(state="signed_out")
    person.press(Key.CONFIRM)
    assert person.state is State.MENU


def test_a_locked_terminal_only_unlocks():
    person = at_the_counter()
    person.stands(lock="idle", operator=None, role=None)
    assert person.screen.title.message == "front.locked"
    assert person.swipe() == []
    assert person.press("1") == [Begin("unlock_terminal")]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"battery": 19}, "front.bar_battery_low"),
        ({"battery": 20}, "front.bar_battery"),
        ({"route": None}, "front.bar_offline"),
        ({"route": "ethernet"}, "front.bar_ethernet"),
        ({"route": "dial_up"}, "front.bar_dial_up"),
        ({"reversals_owed": [{}]}, "front.bar_owed"),
        ({"unseen_slips": [{}]}, "front.bar_unseen"),
        ({"printer": "paper_out"}, "front.bar_printer_paper_out"),
        ({"printer": "silent"}, "front.bar_printer_silent"),
        ({"batch_number": "000007"}, "front.bar_batch"),
        ({"state": "signed_out"}, "screen.state_signed_out"),
    ],
)
def test_the_bar_tells_the_machines_condition(facts, message):
    person = at_the_counter()
    person.stands(**facts)
    assert message in [line.message for line in person.screen.bar]


def test_what_the_terminal_is_may_be_unknown_for_a_while():
    person = at_the_counter()
    assert person.front.stands({}, person.now) == []
    assert person.state is State.IDLE


def test_looking_does_not_keep_the_machine_awake():
    person = at_the_counter()
    person.wait(20)
    person.stands(battery=79)
    person.wait(10)
    assert person.state is State.POWER_SAVE


def test_a_question_with_choices_lists_them():
    person = at_the_counter()
    person.press("1")
    outputs = person.front.asked(Ask("ask.amount", 1, choices=("debit", "credit")), person.now)
    assert [(line.message, line.digit) for line in outputs[-1].screen.lines] == [
        ("choice.debit", "1"),
        ("choice.credit", "2"),
    ]
    assert person.front.key(Key.TWO, person.now)[0] == Answer("credit")


def test_the_guide_goes_from_step_to_step_until_it_is_left():
    person = Person()
    person.front._built |= {"initialisation"}
    person.hold_power()
    person.started()
    person.stands()
    person.ended()
    person.press(Key.CONFIRM, Key.CONFIRM, "7")
    assert person.press("8") == [Begin("initialisation")]
    steps = {"steps": [{"step": "sign_in", "done": True}, {"step": "test_sale", "done": False}], "next": "test_sale"}
    person.ended(message="screen.initialising", **steps, next_verb="sale", next_arguments={"amount": 1})
    assert person.said[1:] == ["initialise.sign_in_done", "initialise.test_sale_open"]
    assert person.wait(60) == []  # a step may take its time
    assert person.press(Key.CONFIRM) == [Begin("sale", {"amount": 1})]
    person.ended()
    assert person.press(Key.CONFIRM) == [Begin("initialisation")]
    person.ended(**steps, next_verb="sale", next_arguments={"amount": 1})
    assert person.press(Key.CANCEL) == [Look()]
    person.press("1")
    person.ended()
    assert person.press(Key.CONFIRM) == [Look()]


REQUEST = {"till_request": "018f3c5a-0000-7000-8000-000000000001", "amount": "12.50"}


def begun(person):
    """What a till begins at a person's machine; None where it is refused."""
    outputs = person.front.begin("sale", REQUEST, person.now)
    return None if outputs is None else person._told(outputs)


def left(person, **named):
    outputs = person.front.leave(named or {"till_request": REQUEST["till_request"]}, person.now)
    return None if outputs is None else person._told(outputs)


def test_a_till_begins_what_a_person_goes_on_with():
    person = at_the_counter()
    assert begun(person) == [Begin("sale", REQUEST)]
    assert person.front.state is State.WORKING
    assert begun(person) is None
    person.asked("ask.card", keyed=False)
    assert begun(person) is None
    assert left(person) == [Cancel()]
    assert left(person) is None


def test_a_till_wakes_a_machine_that_sleeps_and_does_not_wait_for_a_result_to_be_read():
    person = at_the_counter()
    person.wait(30)
    assert person.front.state is State.POWER_SAVE
    assert begun(person) == [Begin("sale", REQUEST)]
    person.ended(12, message="screen.cancelled", arguments={})
    assert person.front.state is State.RESULT
    assert begun(person) == [Begin("sale", REQUEST)]


def test_a_till_cancels_only_what_it_began():
    person = at_the_counter()
    begun(person)
    person.asked("ask.card", keyed=False)
    assert left(person, till_request="018f3c5a-0000-7000-8000-000000000002") is None
    person.press(Key.CANCEL)
    person.ended(12, message="screen.cancelled", arguments={})
    person.press(Key.CANCEL, Key.CONFIRM, "1")
    person.asked("ask.card", keyed=False)
    assert left(person) is None


def test_a_machine_that_is_off_or_about_to_be_begins_nothing():
    person = at_the_counter()
    person.hold_power()
    assert begun(person) is None
    person.press(Key.CONFIRM)
    assert person.front.state is State.OFF
    assert begun(person) is None
