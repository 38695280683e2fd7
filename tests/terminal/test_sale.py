"""The sale: each step in its order, each refusal with its reason, and what is durable when."""

import pytest

from countertop.card import Manner, StripeCard
from countertop.stage import Append, NobodyAnswered, PersonGone
from countertop.terminal.tables import ATTEMPTS_IN_BATCH, LAST_STAN_OF
from countertop.values import Pan, Pin
from tests.terminal.counter import CARD, CHIP_CARD, NUMBER, TERMINAL, open_counter, person


def signed_in(**settings):
    counter = open_counter(**settings)
    assert counter.do("sign_in")[0] == 0
    return counter


def test_an_approved_sale_is_stored_printed_shown_and_answered():
    counter = signed_in()
    status, body = counter.do("sale")
    assert status == 0
    assert body["outcome"] == "completed"
    assert (body["message"], body["arguments"], body["advice"]) == ("response.00", {"code": "00"}, "advice.return_card")
    told = {name: body[name] for name in ("voucher_number", "rrn", "approval_code", "amount", "card", "date", "time")}
    assert told == {
        "voucher_number": "000002",
        "rrn": "000000000001",
        "approval_code": "A00001",
        "amount": 1250,
        "card": "622500******0014",
        "date": "2024-07-15",
        "time": "100102",
    }
    assert counter.states() == {"000002": "completed"}
    assert [paper.copy for paper in counter.papers] == ["merchant", "cardholder"]
    assert body["slips"]["merchant"].text() == counter.papers[0].document.text()


def test_the_request_carries_what_the_reader_and_the_pin_pad_gave():
    counter = signed_in()
    counter.do("sale")
    (request,) = counter.heard("0200")
    assert (request.amount, request.entry_mode, request.stan) == ("000000001250", "021", "000002")
    assert request.track2.reveal() != CARD.track2.reveal()
    assert request.track2.reveal()[:16] == NUMBER
    assert request.pin_block is not None
    assert request.terminal_information == "OP00201"


def test_confirm_alone_is_no_pin():
    counter = signed_in()
    counter.say["ask.pin"] = None
    assert counter.do("sale")[0] == 0
    (request,) = counter.heard("0200")
    assert (request.entry_mode, request.pin_block, request.pin_length) == ("022", None, None)


def test_without_track_encryption_the_track_is_plain_and_field_53_says_so():
    counter = signed_in(track_encryption=False)
    assert counter.do("sale")[0] == 0
    (request,) = counter.heard("0200")
    assert request.track2.reveal() == CARD.track2.reveal()
    assert request.security_control == "2600000000000000"


def test_a_card_with_a_third_track_sends_it_encrypted_too():
    counter = signed_in()
    card = StripeCard(Pan(NUMBER), "3012", "120", has_track3=True)
    counter.say["ask.card"] = card.swipe()
    assert counter.do("sale")[0] == 0
    (request,) = counter.heard("0200")
    assert request.track3.reveal() != card.track3.reveal()
    assert len(request.track3.reveal()) == len(card.track3.reveal())


def asked(counter):
    """The questions and screens of a sale in their order."""
    order = []
    answer_one = counter._answer_one

    def noting():
        order.append(counter.questions[0][0].question)
        answer_one()

    counter._answer_one = noting
    return order


@pytest.mark.parametrize(
    ("settings", "arguments", "questions"),
    [
        ({}, {}, ["ask.card", "ask.confirm_card", "ask.amount", "ask.pin", "ask.print_next"]),
        ({"card_first": False}, {}, ["ask.amount", "ask.card", "ask.confirm_card", "ask.pin", "ask.print_next"]),
        ({}, {"amount": 100}, ["ask.card", "ask.confirm_card", "ask.pin", "ask.print_next"]),
    ],
)
def test_card_first_or_amount_first_is_a_setting(settings, arguments, questions):
    counter = signed_in(**settings)
    order = asked(counter)
    assert counter.do("sale", **arguments)[0] == 0
    assert order == questions


def test_the_full_number_is_on_the_confirm_screen_and_nowhere_else():
    counter = signed_in()
    counter.do("sale")
    (screen,) = [screen for screen in counter.screens if screen.message == "screen.card_number"]
    assert screen.sensitive
    assert screen.arguments["card_number"].reveal() == NUMBER
    assert not any(NUMBER in f"{other.arguments}" for other in counter.screens if other is not screen)


def test_a_number_that_is_not_confirmed_sends_nothing():
    counter = signed_in()
    counter.say["ask.confirm_card"] = False
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.card_not_confirmed")
    assert counter.heard("0200") == []


def test_an_unreadable_stripe_and_a_turned_card_are_told_apart_and_tried_again():
    counter = signed_in()
    counter.say["ask.card"] = [CARD.swipe(Manner.UNEVENLY), CARD.swipe(Manner.TURNED), CARD.swipe()]
    assert counter.do("sale")[0] == 0
    shown = [message for message in counter.shown() if message in ("screen.card_unreadable", "screen.card_turned")]
    assert shown == ["screen.card_unreadable", "screen.card_turned"]


def test_three_failed_swipes_end_the_sale():
    counter = signed_in()
    counter.say["ask.card"] = CARD.swipe(Manner.UNEVENLY)
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.card_not_read")
    assert counter.shown().count("screen.card_unreadable") == 3


def test_a_chip_card_by_its_stripe_is_noted_and_tells_the_host():
    counter = signed_in()
    counter.say["ask.card"] = CHIP_CARD.swipe()
    assert counter.do("sale")[0] == 0
    assert counter.heard("0200")[0].transaction_info == "2200000100022"
    assert counter.noted("terminal.fallback") == 1


def test_a_chip_card_by_its_stripe_needs_the_pin():
    counter = signed_in()
    counter.say |= {"ask.card": CHIP_CARD.swipe(), "ask.pin": None}
    assert counter.do("sale")[1]["message"] == "screen.fallback_needs_pin"
    assert counter.heard("0200") == []


def test_a_shop_may_refuse_chip_cards_by_their_stripe():
    counter = signed_in(fallback_allowed=False)
    counter.say["ask.card"] = [CHIP_CARD.swipe(), CARD.swipe()]
    assert counter.do("sale")[0] == 0
    assert "screen.use_chip" in counter.shown()


@pytest.mark.parametrize("amount", [0, -1, 10**12, True, 12.5, "abc", "1.234", "-3", None])
def test_an_amount_that_is_none_is_asked_again_three_times(amount):
    counter = signed_in()
    counter.say["ask.amount"] = [amount, amount, amount]
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.no_amount")
    counter.say["ask.amount"] = [amount, "12.50"]
    assert counter.do("sale")[1]["amount"] == 1250


@pytest.mark.parametrize("amount", [0, -1, "1.234", 10**12, True])
def test_an_amount_given_wrongly_is_wrong_usage(amount):
    counter = signed_in()
    status, body = counter.do("sale", amount=amount)
    assert (status, body["message"]) == (2, "screen.amount_form")


def test_a_decline_says_what_the_host_says_and_what_to_do():
    counter = signed_in()
    counter.host.codes["0200"] = "51"
    status, body = counter.do("sale")
    assert (status, body["outcome"], body["message"], body["advice"]) == (10, "declined", "response.51", "action.C")
    assert body["response_code"] == "51"
    assert counter.states() == {"000002": "declined"}
    assert counter.papers == []
    assert "slips" not in body


def test_a_code_that_nobody_knows_is_a_decline_that_names_it():
    counter = signed_in()
    counter.host.codes["0200"] = "Z9"
    status, body = counter.do("sale")
    assert (status, body["message"], body["arguments"]) == (10, "response.unknown", {"code": "Z9"})


@pytest.mark.parametrize("code", ["11", "A2"])
def test_a_defective_success_is_a_success_with_its_remark(code):
    counter = signed_in()
    counter.host.codes["0200"] = code
    status, body = counter.do("sale")
    assert (status, body["message"]) == (0, f"response.{code}")
    assert counter.states() == {"000002": "completed"}


@pytest.mark.parametrize("code", ["77", "A0", "99", "97"])
def test_a_decline_about_keys_or_batch_signs_the_terminal_out_durably(code):
    counter = signed_in()
    counter.host.codes["0200"] = code
    assert counter.do("sale")[0] == 10
    status = counter.do("status")[1]
    assert (status["state"], status["cause"]) == ("signed_out", code)
    again = counter.crashed()
    again.start()
    again.say = person()
    assert again.do("status")[1]["state"] == "signed_out"
    again.host.codes = {}
    assert again.do("sale")[0] == 0
    assert len(again.heard("0800")) == 2


@pytest.mark.parametrize(
    ("answer", "copies"),
    [
        (True, ["merchant", "cardholder"]),
        (False, ["merchant"]),
        (NobodyAnswered(), ["merchant", "cardholder"]),
        (PersonGone(), ["merchant"]),
    ],
)
def test_the_second_copy_prints_when_it_is_wanted(answer, copies):
    counter = signed_in()
    counter.say["ask.print_next"] = answer
    status, body = counter.do("sale")
    assert status == 0
    assert [paper.copy for paper in counter.papers] == copies
    assert set(body["slips"]) == {"merchant", "cardholder"}


def test_the_cardholders_copy_may_come_first():
    counter = signed_in(cardholder_copy_first=True)
    counter.do("sale")
    assert [paper.copy for paper in counter.papers] == ["cardholder", "merchant"]


def test_the_intent_is_durable_before_a_byte_leaves():
    counter = signed_in()
    hold_at_the_intent(counter)
    assert [_prepares(effect) for effect in counter.held] == [True]
    assert counter.said(counter.line) == []
    counter.let_go(1)
    assert len(counter.said(counter.line)) == 1


def hold_at_the_intent(counter):
    """Bring a sale to the point where its intent is about to be written."""
    counter.hold = True
    counter.ask_desk("sale")
    while counter.questions or any(not _prepares(effect) for effect in counter.held):
        if counter.questions:
            counter._answer_one()
        else:
            counter.let_go(1)


def _prepares(effect):
    return isinstance(effect, Append) and effect.records[0].KIND == "terminal.attempt_prepared"


def test_the_outcome_is_durable_before_anything_is_printed_or_shown():
    counter = signed_in()
    number = open_sale(counter)
    (payload,) = counter.said(counter.line)
    counter.hold = True
    counter.tell(counter.line, counter.host.answer(payload))
    assert counter.papers == []
    assert "screen.approved" not in counter.shown()
    counter.let_go()
    assert "screen.approved" in counter.shown()
    counter.hold = False
    counter.pump()
    assert counter.replies[number][0] == 0


def open_sale(counter, **arguments):
    """Bring a sale to the point where it has left and no answer came; return its request's number."""
    number = counter.ask_desk("sale", **arguments)
    while counter.questions:
        counter._answer_one()
    return number


def test_the_desk_request_stays_open_until_the_outcome():
    counter = signed_in()
    number = open_sale(counter)
    assert number not in counter.replies
    counter.advance(59_000_000)
    assert number not in counter.replies
    counter.pump()
    assert counter.replies[number][0] == 0


def test_an_answer_is_taken_once_whatever_else_happens_while_it_is_written_down():
    counter = signed_in()
    number = open_sale(counter)
    (payload,) = counter.said(counter.line)
    answer = counter.host.answer(payload)
    counter.hold = True
    counter.tell(counter.line, answer)
    counter.tell(counter.line, answer)
    counter.advance(61_000_000)
    counter.close(counter.line)
    assert [entry.KIND for effect in counter.held if isinstance(effect, Append) for entry in effect.records] == [
        "terminal.attempt_decided"
    ]
    counter.hold = False
    counter.let_go()
    counter.pump()
    assert counter.replies[number][0] == 0
    assert counter.states() == {"000002": "completed"}
    assert counter.machine.obligations == []
    assert counter.do("status")[1]["counters"]["late_answers"] == 1


def test_a_sale_takes_two_appends_two_new_rows_and_three_asks_of_the_hsm():
    counter = signed_in()
    counter.do("log_in")
    before = len(counter.appended)
    asks = []
    perform = counter.hsm.perform
    counter.hsm = type("Counting", (), {"perform": lambda _, batch: asks.append(batch) or perform(batch)})()
    rows = sum(len(table.rows) for table in counter.store._tables.values())
    counter.do("sale")
    assert sum(len(table.rows) for table in counter.store._tables.values()) - rows == 2
    assert len(asks) == 3
    written = counter.appended[before:]
    assert [[entry.KIND for entry in effect.records] for effect in written] == [
        ["terminal.attempt_prepared"],
        ["terminal.attempt_decided"],
    ]


def test_a_line_that_goes_before_a_byte_was_sent_owes_nothing():
    counter = signed_in()
    hold_at_the_intent(counter)
    counter.routes.clear()
    counter.close(counter.line)
    counter.hold = False
    counter.let_go()
    counter.pump()
    status, body = counter.replies[counter._requests]
    assert (status, body["message"]) == (13, "screen.unreachable")
    assert counter.states() == {"000002": "not_sent"}
    assert counter.machine.obligations == []


def test_a_line_that_goes_before_a_byte_was_sent_is_dialled_once_more():
    counter = signed_in()
    hold_at_the_intent(counter)
    counter.close(counter.line)
    counter.hold = False
    counter.let_go()
    counter.pump()
    assert counter.replies[counter._requests][0] == 0
    assert counter.states() == {"000002": "completed"}


def test_the_stan_goes_round_and_skips_the_vouchers_of_the_open_batch():
    counter = signed_in()
    counter.do("sale")
    counter.machine.last_stan = 999_998
    assert counter.do("sale")[1]["voucher_number"] == "999999"
    assert counter.do("sale")[1]["voucher_number"] == "000001"
    assert counter.do("sale")[1]["voucher_number"] == "000003"
    assert counter.rows(LAST_STAN_OF, TERMINAL)[0]["stan"] == "000003"
    assert counter.noted("terminal.stan_skipped") == 1


def test_a_frame_of_another_stan_is_counted_and_the_answer_still_awaited():
    counter = signed_in()
    number = open_sale(counter)
    (payload,) = counter.said(counter.line)
    answer = counter.host.answer(payload)
    request = counter.heard("0200")[0]
    wrong = counter.host.reply_to(request)
    wrong.amount = "000000009999"
    counter.tell(counter.line, counter.host.seal(wrong))
    counter.tell(counter.line, b"\x00\x01")
    assert number not in counter.replies
    assert counter.do("status")[1]["counters"]["strange_frames"] == 2
    counter.tell(counter.line, answer)
    counter.pump()
    assert counter.replies[number][0] == 0


def test_the_host_may_ask_for_a_sign_in_and_gets_it_after_the_transaction():
    counter = signed_in()
    counter.host.requirement = "3"
    assert counter.do("sale")[0] == 0
    assert [message.mti for message in counter.host.heard] == ["0800", "0200", "0800"]
    assert counter.do("status")[1]["requirement"] == "0"


def test_a_requirement_survives_a_power_cut():
    counter = signed_in()
    counter.host.requirement = "3"
    number = open_sale(counter)
    (payload,) = counter.said(counter.line)
    counter.routes.clear()
    counter.say["ask.print_next"] = False
    counter.tell(counter.line, counter.host.answer(payload))
    counter._answer_one()
    assert counter.replies[number][0] == 0
    again = counter.crashed(routes={"acquirer"})
    again.start()
    again.say = person()
    again.wait(1)
    assert len(again.heard("0800")) == 2
    assert again.do("status")[1]["requirement"] == "0"


def test_a_requirement_that_the_terminal_cannot_meet_is_remembered_and_shown():
    counter = signed_in()
    counter.host.requirement = "4"
    assert counter.do("sale")[0] == 0
    assert counter.do("status")[1]["requirement"] == "4"
    assert len(counter.heard("0800")) == 1


def test_no_secret_rests_in_the_store_the_log_or_a_reply():
    counter = signed_in()
    pin = Pin("739251")
    counter.say["ask.pin"] = pin
    counter.do("sale")
    counter.do("void", voucher_number="2")
    block = counter.heard("0200")[0].pin_block.reveal().hex()
    resting = "\n".join(record.body for record in counter.store.records())
    told = f"{counter.replies} {[note.arguments for note in counter.notes]}"
    for secret in (NUMBER, pin.reveal(), CARD.track2.reveal(), block, block.upper()):
        assert secret not in resting
        assert secret not in told
    rows = counter.rows(ATTEMPTS_IN_BATCH, TERMINAL, "000001")
    assert all(NUMBER not in f"{row}" for row in rows)


def test_the_pin_pads_refusal_ends_the_sale():
    counter = signed_in()
    counter.machine.keys.tpk = counter.machine.keys.tak
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.hsm_refused")
    assert counter.heard("0200") == []
    assert counter.machine.exchange is None


def test_a_mac_key_that_is_damaged_ends_the_sale_before_anything_is_kept():
    counter = signed_in()
    counter.machine.keys.tak = counter.machine.keys.tpk
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.hsm_refused")
    assert counter.states() == {}
