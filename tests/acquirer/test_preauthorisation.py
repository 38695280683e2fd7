"""Pre-authorisation, its void, its completion by request and by advice, and the void of a completion."""

import pytest

from countertop.acquirer.tables import OPEN_OBLIGATIONS
from countertop.values import SECOND, Pan
from tests.acquirer.neighbours import ACQUIRER_ID, OTHER_PAN, PAN, House
from tests.acquirer.test_void import refused

# 10:00 in Shanghai on the last day of a leap year's January, of a year, and of a February that has 29 days.
NEW_YEARS_EVE = 1_735_610_400_000_000
LEAP_DAY = 1_709_172_000_000_000


@pytest.fixture
def held(till):
    """The answer to an approved pre-authorisation of 100.00."""
    return till.ask(till.preauthorise())


def test_a_preauthorisation_is_an_0100(till, switch):
    till.tell(till.preauthorise())
    forwarded = switch.approve(approval_code="AB1234")
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0100", "030000", "06")
    assert forwarded.pin_block is not None
    answer = till.hear()
    assert (answer.mti, answer.response_code, answer.approval_code) == ("0110", "00", "AB1234")


@pytest.mark.parametrize("verb", ["complete", "advise_completion", "release"])
def test_what_follows_names_the_original_to_the_switch(till, switch, verb):
    till.tell(till.preauthorise())
    first = switch.approve(approval_code="AB1234")
    till.tell(getattr(till, verb)(till.hear()))
    forwarded = switch.hear()
    assert forwarded.original == f"0100{first.stan}{first.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    assert (forwarded.approval_code, forwarded.pan) == ("AB1234", Pan(PAN))
    expected = {
        "complete": ("0200", "000000", "06"),
        "advise_completion": ("0220", "000000", "06"),
        "release": ("0100", "200000", "06"),
    }
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == expected[verb]
    switch.tell(switch.approval(forwarded))
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("verb", ["complete", "advise_completion"])
@pytest.mark.parametrize(("amount", "code"), [(1, "00"), (11_500, "00"), (11_501, "64")])
def test_a_completion_takes_at_most_115_percent(till, held, verb, amount, code):
    message = getattr(till, verb)(held, amount)
    if code == "00":
        till.ask(message)
    else:
        refused(till, till.house.switch, code, message)


def test_115_percent_are_rounded_down_to_the_fen(till, switch):
    held = till.ask(till.preauthorise(1_234_57))
    refused(till, switch, "64", till.complete(held, 1_419_76))
    till.ask(till.complete(held, 1_419_75))


@pytest.mark.parametrize("at", [NEW_YEARS_EVE, LEAP_DAY])
@pytest.mark.parametrize("verb", ["complete", "advise_completion"])
def test_day_30_passes_and_day_31_does_not(at, verb):
    house = House(at=at).open()
    house.till.sign_in()
    one, other = (house.till.ask(house.till.preauthorise()) for _ in range(2))
    house.sleep(days=29)
    house.till.ask(getattr(house.till, verb)(one))
    house.sleep(days=1)
    refused(house.till, house.switch, "22", getattr(house.till, verb)(other))


@pytest.mark.parametrize("at", [NEW_YEARS_EVE, LEAP_DAY])
def test_a_hold_is_released_on_any_day_unless_the_settings_bound_it(at):
    for days, code in ((0, "00"), (31, "00"), (30, "22")):
        house = House(at=at, preauthorisation_void_days=days).open()
        house.till.sign_in()
        held = house.till.ask(house.till.preauthorise())
        house.sleep(days=30)
        if code == "00":
            house.till.ask(house.till.release(held))
        else:
            refused(house.till, house.switch, code, house.till.release(held))


def test_a_day_is_one_of_the_calendar():
    """Late on the first day and early on the thirtieth and thirty-first."""
    house = House(at=NEW_YEARS_EVE + 13 * 3600 * SECOND).open()
    house.till.sign_in()
    held = house.till.ask(house.till.preauthorise())
    house.book.utc += 2 * 3600 * SECOND
    house.sleep(days=29)
    refused(house.till, house.switch, "22", house.till.complete(held))


def test_the_youngest_of_one_date_is_meant():
    """Dates have no year: the same code on the same day a year ago is another pre-authorisation."""
    house = House(at=LEAP_DAY + 86_400 * SECOND).open()
    till = house.till
    till.sign_in()
    till.ask(till.preauthorise(500), approval_code="SAME01")
    house.sleep(days=365)
    held = till.ask(till.preauthorise(), approval_code="SAME01")
    till.ask(till.complete(held))


def test_a_preauthorisation_is_completed_once(house, till, switch, held):
    till.ask(till.complete(held, 4_000))
    refused(till, switch, "12", till.complete(held, 4_000))
    refused(till, switch, "12", till.advise_completion(held, 4_000))
    refused(till, switch, "12", till.release(held))
    house.reopen()
    refused(till, switch, "12", till.complete(held, 4_000))


def test_a_released_preauthorisation_is_not_completed(till, switch, held):
    till.ask(till.release(held))
    refused(till, switch, "12", till.complete(held))
    refused(till, switch, "12", till.release(held))


def test_a_voided_completion_gives_the_preauthorisation_back(till, switch, held):
    completion = till.complete(held)
    answer = till.ask(completion)
    void = till.void_completion(completion, answer)
    till.ask(void)
    refused(till, switch, "12", till.void_completion(completion, answer))
    till.ask(till.complete(held))
    refused(till, switch, "12", till.complete(held))
    refused(till, switch, "12", till.release(held))


def test_a_completion_void_reversed_restores_the_completion(till, switch, held):
    completion = till.complete(held)
    void = till.void_completion(completion, till.ask(completion))
    till.ask(void)
    till.tell(till.reversal(void))
    switch.acknowledge()
    assert till.hear().response_code == "00"
    refused(till, switch, "12", till.complete(held))


def test_a_completion_is_refunded_but_not_when_voided(till, switch, held):
    completion = till.complete(held)
    answer = till.ask(completion)
    till.ask(till.refund(answer, 4_000))
    refused(till, switch, "12", till.void_completion(completion, answer))
    refused(till, switch, "61", till.refund(answer, 6_001))


def test_a_preauthorisation_is_neither_refunded_nor_voided_as_a_sale(till, switch):
    request = till.preauthorise()
    held = till.ask(request)
    refused(till, switch, "12", till.refund(held))
    refused(till, switch, "12", till.void(request, held))


@pytest.mark.parametrize("verb", ["complete", "advise_completion", "release"])
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("25", {"approval_code": "ZZZZZZ"}),
        ("25", {"original_info": "0000000000000714"}),
        ("25", {"pan": Pan(OTHER_PAN)}),
        ("30", {"original_info": "000000000000"}),
        ("30", {"approval_code": None}),
        ("30", {"pan": None}),
        ("13", {"amount": 0}),
        ("58", {"people": "OP00277"}),
        ("64", {"amount": 20_000}),
    ],
)
def test_illegal_followers_are_declined_for_good(till, switch, held, verb, code, changes):
    message = getattr(till, verb)(held, **changes)
    first = refused(till, switch, code, message)
    assert refused(till, switch, code, message).rrn == first.rrn
    till.ask(getattr(till, verb)(held))


@pytest.mark.parametrize("amount", [9_999, 10_001])
def test_a_release_is_of_the_whole(till, switch, held, amount):
    refused(till, switch, "64", till.release(held, amount))


@pytest.mark.parametrize("people", ["OP00201", "OP00201SV00201"])
def test_releases_and_voids_need_a_supervisor(till, switch, held, people):
    refused(till, switch, "58", till.release(held, people=people))
    completion = till.complete(held, people="OP00201")
    answer = till.ask(completion)
    refused(till, switch, "58", till.void_completion(completion, answer, people=people))


def test_another_merchant_cannot_complete(house, held, switch):
    house.other_till.sign_in()
    refused(house.other_till, switch, "25", house.other_till.complete(held))


def requests(till):
    """One approved request of each reversible kind of the family, with its answer."""
    held = till.preauthorise()
    answer = till.ask(held)
    yield held, answer
    completion = till.complete(answer)
    completed = till.ask(completion)
    yield completion, completed
    void = till.void_completion(completion, completed)
    yield void, till.ask(void)
    release = till.release(answer)
    yield release, till.ask(release)


@pytest.mark.parametrize("place", range(4))
def test_an_approved_one_is_reversed(house, till, switch, place):
    request, _ = list(requests(till))[place]
    till.tell(till.reversal(request))
    undone = switch.acknowledge()
    assert undone.original[:4] == request.mti
    assert (undone.processing_code, undone.condition_code) == (request.processing_code, "06")
    assert till.hear().response_code == "00"
    assert house.book.rows(OPEN_OBLIGATIONS) == []


@pytest.mark.parametrize("place", range(4))
def test_one_in_flight_is_reversed(till, switch, place):
    request = list(requests(till))[place][0].copy(stan=till.next_stan())
    if place:
        held = till.ask(till.preauthorise())
        completion = till.complete(held)
        request = {1: lambda: completion, 3: lambda: till.release(held)}.get(
            place, lambda: till.void_completion(completion, till.ask(completion))
        )()
    till.tell(request)
    first = switch.hear()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    assert switch.acknowledge().original[4:10] == first.stan
    till.tell(request)
    assert till.hear().response_code == "98"


@pytest.mark.parametrize("place", range(4))
def test_one_that_never_came_leaves_a_tombstone(till, switch, place):
    request = list(requests(till))[place][0].copy(stan=till.next_stan())
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    till.tell(request)
    assert till.hear().response_code == "12"
    switch.nothing_heard()


@pytest.mark.parametrize("place", range(4))
def test_silence_is_ended_by_a_reversal(house, till, switch, place):
    held = till.ask(till.preauthorise())
    completion = till.complete(held)
    message = (
        till.preauthorise()
        if place == 0
        else completion
        if place == 1
        else till.release(held)
        if place == 3
        else till.void_completion(completion, till.ask(completion))
    )
    till.tell(message)
    first = switch.hear()
    house.book.advance(25 * SECOND)
    assert till.hear().response_code == "98"
    assert switch.acknowledge().original[:10] == f"{first.mti}{first.stan}"


def test_a_reversal_of_another_kind_is_refused(till, switch):
    """The codes of a sale and of a completion differ in their condition alone."""
    sale, _ = till.buy()
    codes = {"condition_code": "06", "transaction_info": f"20{till.batch}00020", "original_info": "0" * 12 + "0715"}
    till.tell(till.reversal(sale, **codes, approval_code="A00001"))
    assert till.hear().response_code == "12"
    switch.nothing_heard()


def test_a_completion_advice_is_repeated(house, till, switch, held):
    advice = till.advise_completion(held)
    till.tell(advice)
    first = switch.hear()
    house.book.advance(25 * SECOND)
    assert switch.approve().stan == first.stan
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("code", ["68", "91", "92", "96", "98"])
def test_an_advice_is_not_declined_by_a_bank_that_cannot_be_reached(house, till, switch, held, code):
    till.tell(till.advise_completion(held))
    switch.decline(code)
    till.nothing_heard()
    house.book.advance(25 * SECOND)
    switch.approve()
    assert till.hear().response_code == "00"
