"""People: a busy day has everything that happens at a counter, a listed one what the list says."""

from collections import Counter

import pytest

from countertop.simulation.days import ListedDay
from countertop.simulation.faults import Faults
from countertop.simulation.founding import founding
from countertop.simulation.people import Act
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm

DAYS = 4
EVERYTHING = {
    ("sale", 0, "response.00"),
    ("sale", 10, "response.55"),
    ("sale", 10, "response.51"),
    ("sale", 12, "screen.cancelled"),
    ("sale", 12, "screen.nobody_answered"),
    ("sale", 12, "screen.card_not_read"),
    ("void", 0, "response.00"),
    ("void", 12, "screen.voided_before"),
    ("void", 12, "screen.no_such_voucher"),
    ("void", 12, "screen.password_wrong"),
}


def listed(*acts):
    scene = Scene(1, Faults(1, Swarm({})), days={"terminal-1": ListedDay(acts)})
    assert play(scene) == []
    return scene.cashiers["terminal-1"]


def test_busy_days_have_everything():
    seen, begun = Counter(), 0
    for seed in range(DAYS):
        scene = Scene(seed, Faults(seed, Swarm({"key_change": 0.1})), 37)
        assert play(scene) == []
        for cashier in scene.cashiers.values():
            seen.update((told.verb, told.status, told.facts["message"]) for told in cashier.memory.told)
            begun += cashier.begun
        assert scene.world.nodes["acquirer"].notes["acquirer.signed-in"] > 5
    assert set(seen) >= EVERYTHING
    assert begun == DAYS * 3 * 37
    assert seen["sale", 0, "response.00"] > begun / 3


def test_a_listed_day_does_what_the_list_says_and_remembers_it():
    card = founding().wallet["debit-west"]

    def sale(_):
        return Act("sale", {"amount": 250}, card, pin=card.pin)

    def void(memory):
        return Act("void", {"voucher_number": memory.vouchers[0]})

    cashier = listed(lambda _: None, sale, void, void)
    assert [(told.verb, told.status) for told in cashier.memory.told] == [("sale", 0), ("void", 0), ("void", 12)]
    assert cashier.memory.voided == cashier.memory.vouchers
    assert cashier.memory.refused_for == "screen.voided_before"
    assert cashier.is_done


@pytest.mark.parametrize(("walks_away", "message"), [(True, "screen.nobody_answered"), (False, "screen.cancelled")])
def test_a_customer_may_give_up(walks_away, message):
    card = founding().wallet["debit-west"]
    act = Act("sale", {"amount": 250}, card, pin=card.pin, gives_up_at=4, walks_away=walks_away)
    assert listed(lambda _: act).memory.told[0].facts["message"] == message


def test_a_supervisor_who_keys_wrongly_too_often_is_locked_and_unlocked():
    card = founding().wallet["debit-west"]

    def wrong(memory):
        return Act("void", {"voucher_number": memory.vouchers[0]}, slip_of_the_hand=True)

    cashier = listed(
        lambda _: Act("sale", {"amount": 250}, card, pin=card.pin),
        *(wrong,) * 5,
        lambda memory: Act("unlock", {"operator_number": "00"}) if "locked" in memory.refused_for else None,
        lambda memory: Act("void", {"voucher_number": memory.vouchers[0]}),
    )
    assert [told.status for told in cashier.memory.told] == [0, 12, 12, 12, 12, 12, 0]
