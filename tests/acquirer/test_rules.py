"""What people decide at the desk: permissions, the blacklist, and limits of an amount and of a day."""

from types import SimpleNamespace

import pytest

from countertop.acquirer.velocity import Velocity
from countertop.hsm import ProtectPan
from countertop.iso8583.interbank_answers import answer_to
from countertop.values import SECOND, Pan
from tests.acquirer.neighbours import BANK_ID, MERCHANT_ID, OTHER_PAN, PAN, TERMINAL_ID, House
from tests.acquirer.test_inquiry import BALANCE
from tests.acquirer.test_void import refused


def decide(house, verb, **arguments):
    status, body = house.book.ask_desk(verb, **arguments, by="Li Na")
    assert status == 0, body
    return body


@pytest.mark.parametrize("holder", [TERMINAL_ID, MERCHANT_ID])
def test_a_permission_is_given_and_taken_back(house, till, switch, holder):
    refused(till, switch, "58", till.transfer(OTHER_PAN))
    decide(house, "permit", holder=holder, kind="transfer", given=True)
    till.ask(till.transfer(OTHER_PAN))
    house.reopen()
    till.ask(till.transfer(OTHER_PAN))
    decide(house, "permit", holder=holder, kind="transfer", given=False)
    refused(till, switch, "58", till.transfer(OTHER_PAN))
    house.reopen()
    refused(till, switch, "58", till.transfer(OTHER_PAN))


@pytest.mark.parametrize("holder", [TERMINAL_ID, MERCHANT_ID])
def test_a_type_of_transaction_is_forbidden_and_permitted_again(house, till, switch, holder):
    request, answer = till.buy()
    decide(house, "permit", holder=holder, kind="void", given=False)
    house.reopen()
    refused(till, switch, "58", till.void(request, answer))
    till.buy()
    decide(house, "permit", holder=holder, kind="void", given=True)
    till.ask(till.void(request, answer))


def test_what_is_asked_for_while_a_first_limit_is_set_counts_once_and_no_more_when_declined(house, till, switch):
    house.book.hold = True
    house.book.ask_desk("limit-merchant", merchant_id=MERCHANT_ID, largest=0, day=1000, by="Li Na")
    house.book.let_go(1)
    till.tell(till.sale(amount=600))
    house.book.let_go()
    house.book.hold = False
    waiting = switch.hear()
    refused(till, switch, "61", till.sale(amount=600))
    switch.tell(answer_to(waiting, "51", settlement_date="0715", receiving_id=BANK_ID))
    assert till.hear().response_code == "51"
    till.buy(amount=600)
    refused(till, switch, "61", till.sale(amount=600))
    till.buy(amount=400)


def test_what_has_happened_is_told_whatever_is_forbidden(house):
    status, body = house.book.ask_desk("permit", holder=TERMINAL_ID, kind="offline_post", given=False, by="Li Na")
    assert (status, body["message"]) == (2, "acquirer.permit-needs")


def test_every_decision_is_signed(house, till):
    decide(house, "permit", holder=TERMINAL_ID, kind="void", given=False)
    decide(house, "list-card", card=PAN)
    decide(house, "list-prefix", prefix="6225", listed=False)
    decide(house, "limit-merchant", merchant_id=MERCHANT_ID, largest=10, day=20)
    house.reopen()
    decide(house, "permit", holder=TERMINAL_ID, kind="void", given=True)
    told = house.book.ask_desk("rulings")[1]["rulings"]
    assert [(each["number"], each["by"], each["verb"], each["about"]) for each in told] == [
        (5, "Li Na", "permit", f"{TERMINAL_ID} void on"),
        (4, "Li Na", "limit-merchant", f"{MERCHANT_ID} 10 20"),
        (3, "Li Na", "list-prefix", "6225 04 off"),
        (2, "Li Na", "list-card", "622500******0014 04 on"),
        (1, "Li Na", "permit", f"{TERMINAL_ID} void off"),
    ]


def test_nobody_decides_without_a_name(house):
    written = len(house.book.appended)
    for verb, arguments in (
        ("permit", {"holder": TERMINAL_ID, "kind": "void", "given": False}),
        ("list-card", {"card": PAN}),
        ("list-prefix", {"prefix": "6225"}),
        ("limit-merchant", {"merchant_id": MERCHANT_ID, "largest": 10, "day": 20}),
    ):
        assert house.book.ask_desk(verb, **arguments)[1]["message"] == "acquirer.who-asks"
    assert len(house.book.appended) == written


@pytest.mark.parametrize("code", ["04", "41"])
@pytest.mark.parametrize("entry", [{"prefix": "622500"}, {"prefix": "62"}, {"card": PAN}])
def test_a_listed_card_is_refused(house, till, switch, entry, code):
    verb = f"list-{next(iter(entry))}"
    decide(house, verb, **entry, code=code)
    for message in (till.sale(), till.preauthorise(), till.balance()):
        refused(till, switch, code, message)
    house.reopen()
    refused(till, switch, code, till.sale())
    decide(house, verb, **entry, listed=False)
    till.buy()
    house.reopen()
    till.buy()
    assert house.book.ask_desk("blacklist")[1] == {"blacklist": [], "more": False}


def test_only_the_listed_card_is_refused(house, till, switch):
    decide(house, "list-card", card=OTHER_PAN)
    decide(house, "list-prefix", prefix="62250001")
    till.buy()
    refused(till, switch, "04", till.sale(pan=OTHER_PAN))


def test_the_usual_code_is_a_setting():
    house = House(blacklist_code="41").open()
    house.till.sign_in()
    decide(house, "list-card", card=PAN)
    refused(house.till, house.switch, "41", house.till.sale())


def test_a_listed_card_may_still_be_given_back(house, till):
    _, answer = till.buy()
    sale, other = till.buy()
    held = till.ask(till.preauthorise())
    decide(house, "list-card", card=PAN)
    till.ask(till.refund(answer))
    till.ask(till.void(sale, other))
    till.ask(till.complete(held))


def test_what_has_happened_is_not_refused_for_a_list(house, till):
    decide(house, "list-card", card=PAN)
    decide(house, "list-prefix", prefix="622500")
    till.ask(till.post())


def test_a_listed_card_rests_as_its_token(house):
    decide(house, "list-card", card=PAN)
    (token,) = house.memory.blacklist.cards
    assert token == house.hsm.perform([ProtectPan(Pan(PAN), "blacklist")])[0].token
    assert not any(PAN in str(line) for line in house.book.store.durable_image().lines)
    shown = house.book.ask_desk("blacklist")[1]
    (entry,) = shown["blacklist"]
    assert token not in entry.pop("place")
    assert (entry, shown["more"]) == ({"kind": "card", "entry": "622500******0014", "code": "04"}, False)


def test_a_long_list_comes_in_pages_that_leave_nothing_out(house):
    for number in range(120):
        decide(house, "list-prefix", prefix=f"{622000 + number}")
    seen, after, more = [], None, True
    while more:
        page = house.book.ask_desk("blacklist", after=after)[1]
        seen += [each["entry"] for each in page["blacklist"]]
        after, more = page["blacklist"][-1]["place"], page["more"]
        assert len(page["blacklist"]) <= 50
    assert seen == [f"{622000 + number}" for number in range(120)]


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("permit", {}),
        ("permit", {"holder": "80000199", "kind": "transfer", "given": True}),
        ("permit", {"holder": TERMINAL_ID, "kind": "adjustment", "given": False}),
        ("permit", {"holder": TERMINAL_ID, "kind": "transfer", "given": "yes"}),
        ("list-prefix", {"prefix": "6"}),
        ("list-prefix", {"prefix": "６２２５"}),
        ("list-prefix", {"prefix": 622500}),
        ("list-prefix", {"prefix": "622500", "code": "00"}),
        ("list-prefix", {"prefix": "622500", "code": "ZZ"}),
        ("list-card", {"card": "6225000000000015"}),
        ("list-card", {"card": PAN, "listed": 1}),
        ("limit-merchant", {"merchant_id": MERCHANT_ID}),
        ("limit-merchant", {"merchant_id": "999290054119999", "largest": 0, "day": 0}),
        ("limit-merchant", {"merchant_id": MERCHANT_ID, "largest": -1, "day": 0}),
        ("limit-merchant", {"merchant_id": MERCHANT_ID, "largest": True, "day": 0}),
        ("limit-merchant", {"merchant_id": MERCHANT_ID, "largest": 0, "day": 10**12}),
    ],
)
def test_what_cannot_be_meant_is_refused(house, verb, arguments):
    written = len(house.book.appended)
    status, body = house.book.ask_desk(verb, **arguments, by="Li Na")
    assert status == 2
    assert body["message"].startswith("acquirer.")
    assert len(house.book.appended) == written


def test_a_merchant_has_a_largest_amount(house, till, switch):
    decide(house, "limit-merchant", merchant_id=MERCHANT_ID, largest=9_999, day=0)
    refused(till, switch, "61", till.sale(amount=10_000))
    till.buy(amount=9_999)
    house.reopen()
    refused(till, switch, "61", till.preauthorise(10_000))


def test_a_merchant_has_an_amount_a_day(house, till, switch):
    till.buy(amount=6_000)
    decide(house, "limit-merchant", merchant_id=MERCHANT_ID, largest=0, day=10_000)
    refused(till, switch, "61", till.sale(amount=4_001, pan=OTHER_PAN))
    till.buy(amount=4_000, pan=OTHER_PAN)
    refused(till, switch, "61", till.sale(amount=1))
    house.other_till.sign_in()
    house.other_till.buy()
    house.sleep(days=1)
    till.buy(amount=10_000)


@pytest.fixture
def watched():
    """A host that lets a card spend twice a day, and 100.00."""
    house = House(card_day_count=2, card_day_amount=10_000).open()
    house.till.sign_in()
    return house


def test_a_card_spends_so_often_a_day(watched):
    till, switch = watched.till, watched.switch
    till.buy(amount=1)
    till.ask(till.preauthorise(1))
    refused(till, switch, "65", till.sale(amount=1))
    till.buy(amount=1, pan=OTHER_PAN)
    watched.reopen()
    refused(till, switch, "65", till.sale(amount=1))
    watched.sleep(days=1)
    till.buy(amount=1)


def test_a_card_spends_so_much_a_day(watched):
    till, switch = watched.till, watched.switch
    till.buy(amount=6_000)
    refused(till, switch, "61", till.sale(amount=4_001))
    watched.reopen()
    refused(till, switch, "61", till.sale(amount=4_001))
    till.buy(amount=4_000)


def test_what_is_in_flight_counts_and_what_is_declined_does_not(watched):
    till, switch = watched.till, watched.switch
    till.tell(till.sale(amount=6_000))
    waiting = switch.hear()
    refused(till, switch, "61", till.sale(amount=6_000))
    switch.tell(switch.approval(waiting, response_code="51", approval_code=None))
    till.hear()
    till.buy(amount=6_000)
    watched.reopen()
    till.buy(amount=4_000)


def test_a_copy_counts_once(watched):
    till, switch = watched.till, watched.switch
    sale, _ = till.buy(amount=1)
    till.tell(sale)
    assert till.hear().response_code == "00"
    till.buy(amount=1)
    till.tell(sale)
    assert till.hear().response_code == "00"
    switch.nothing_heard()


def test_looking_and_giving_back_do_not_count(watched):
    till = watched.till
    _, answer = till.buy(amount=10_000)
    till.ask(till.balance(), balance=BALANCE)
    till.ask(till.refund(answer, 5_000))
    till.ask(till.refund(answer, 5_000))
    till.ask(till.post(5_000))


def test_nothing_is_counted_without_a_limit(house, till):
    till.buy()
    assert house.memory.velocity is None
    decide(house, "limit-merchant", merchant_id=MERCHANT_ID, largest=5_000, day=0)
    assert house.memory.velocity is None
    decide(house, "limit-merchant", merchant_id=MERCHANT_ID, largest=5_000, day=5_000)
    assert isinstance(house.memory.velocity, Velocity)


def test_midnight_in_between(watched):
    """A request of yesterday that is declined today gives nothing back today."""
    till, switch = watched.till, watched.switch
    watched.book.advance(0)
    watched.book.utc += 14 * 3600 * SECOND - 10 * SECOND
    till.tell(till.sale(amount=6_000))
    waiting = switch.hear()
    watched.book.advance(15 * SECOND)
    till.buy(amount=6_000)
    switch.tell(switch.approval(waiting, response_code="51", approval_code=None))
    till.hear()
    refused(till, switch, "61", till.sale(amount=6_000))


def test_a_clock_set_over_midnight_and_back_forgets_nothing(watched):
    till, switch, midnight = watched.till, watched.switch, 20 * SECOND
    watched.book.utc += 14 * 3600 * SECOND - midnight // 2
    till.buy(amount=6_000)
    watched.book.utc += midnight
    till.buy(amount=6_000)
    for step in (-midnight, midnight):
        watched.book.utc += step
        refused(till, switch, "61", till.sale(amount=4_001))


def test_what_came_too_late_for_its_batch_counts_nothing(watched, monkeypatch):
    terminal, hsm = watched.memory.registry.terminals[TERMINAL_ID], watched.book.hsm

    def perform(commands):
        terminal.is_frozen = True  # its batch is being settled meanwhile
        return hsm.perform(commands)

    with monkeypatch.context() as patch:
        patch.setattr(watched.book, "hsm", SimpleNamespace(perform=perform))
        refused(watched.till, watched.switch, "77", watched.till.sale(amount=6_000))
    terminal.is_frozen = False
    watched.till.buy(amount=10_000)
