"""The business of a day: every kind that a swarm switches on is played, and what goes with it happens."""

from functools import partial

import pytest

from countertop.audit.books import Books
from countertop.simulation.days import ListedDay
from countertop.simulation.faults import Faults
from countertop.simulation.founding import TERMINALS
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import BUSINESS, Swarm
from countertop.values import SECOND

PLAYED = {
    "refund": {"refund"},
    "balance": {"balance"},
    "preauthorisation": {"preauthorisation", "preauthorisation_void", "completion", "completion_void"},
    "advice": {"preauthorisation", "completion_advice"},
    "voice": {"offline_post", "tip_adjustment", "adjustment"},
    "transfer": {"transfer"},
    "code": {"qr_sale", "qr_void", "qr_refund"},
}


def day(swarm, seed=1, goal=20):
    scene = Scene(seed, Faults(seed, Swarm(swarm)), goal)
    assert play(scene) == []
    return scene


def told(scene):
    return [each for cashier in scene.cashiers.values() for each in cashier.memory.told]


def notes(scene, note):
    return sum(node.notes[note] for node in scene.world.nodes.values())


@pytest.mark.parametrize("kind", PLAYED)
def test_a_kind_of_business_is_played_and_comes_to_its_end(kind):
    scene = day({kind: 200})
    assert {each.verb for each in told(scene) if not each.status} >= PLAYED[kind]


def test_batches_are_settled_in_mid_day_and_at_closing_time_and_cleared():
    scene = day({"settlement": 20, "clearing": 6})
    host = Books("acquirer", scene.world.nodes["acquirer"].store())
    closed = host.by_key("closed_batch")
    assert len(closed) > len(scene.cashiers)
    assert set(closed) == set(host.by_key("cleared_batch"))
    for name in scene.cashiers:
        (machine,) = Books(name, scene.world.nodes[name].store()).rows("machine")
        assert (machine["terminal_id"], machine["batch_number"]) not in {
            (row["terminal_id"], row["batch_number"]) for row in closed.values()
        }


def test_the_shop_s_people_refund_at_its_console_and_each_request_is_one_refund():
    scene = day({"desk_refund": 200, "settlement": 10, "clearing": 20, "code": 100, "crash": 0.02, "loss": 0.05})
    host = Books("acquirer", scene.world.nodes["acquirer"].store())
    (console,) = host.by_key("console")
    decisions = host.by_key("decision")
    there = {key: row["kind"] for key, row in host.by_key("attempt").items() if row["terminal_id"] == console}
    assert {each["attempt_key"] for each in host.rows("refund_request")} == set(there)
    assert {there[key] for key in there if decisions[key]["outcome"] == "approved"} == {"refund", "qr_refund"}
    cleared = {row["attempt_key"] for row in host.rows("clearing")}
    assert cleared & set(there)


def test_a_record_that_the_host_has_lost_comes_back_with_the_upload():
    scene = day({"lost_record": 60})
    lost = scene.world.faults.counts["record lost"]
    assert 0 < lost == notes(scene, "acquirer.batch-restored")


def test_payments_by_code_that_the_host_has_lost_come_back_with_the_upload():
    for seed in range(8):
        host = Books("acquirer", day({"lost_record": 120, "code": 400}, seed).world.nodes["acquirer"].store())
        restored = [key for key, row in host.by_key("disposition").items() if row["disposition"] == "restored"]
        if any(host.by_key("attempt")[key]["kind"] in PLAYED["code"] for key in restored):
            return
    pytest.fail("none was lost")


def test_a_shop_shows_codes_and_customers_scan_them():
    scene = day({"code": 400})
    paid = [each for each in told(scene) if each.verb == "qr_show" and not each.status]
    assert paid
    assert {each.facts["message"] for each in told(scene) if each.verb == "qr_show"} - {"response.00"}


def test_a_month_goes_by():
    scene = day({"weeks": 1, "preauthorisation": 80}, goal=40)
    assert all(abs(node.clock.offset) > 26 * 86_400_000_000 for node in scene.world.nodes.values())
    assert notes(scene, "issuer.hold_expired") or any(each.facts.get("response_code") == "22" for each in told(scene))


def test_a_host_instructs_its_terminals():
    scene = day({"instructions": 120}, goal=25)
    verbs = Books("acquirer", scene.world.nodes["acquirer"].store()).rows("instruction")
    assert {row["instructed_verb"] for row in verbs} >= {"unlock", "message", "master-key"}


def test_a_host_that_was_down_is_asked_in_the_order_of_asking():
    scene = Scene(1, Faults(1, Swarm({"settlement": 1})), days={"terminal-1": ListedDay([])})
    world, terminal_id = scene.world, TERMINALS["terminal-1"]
    lock = partial(scene.happenings._ask, "command", terminal_id=terminal_id, command="lock", by="duty")
    world.agenda.at(SECOND, world.nodes["acquirer"].crash, "is away", 86 * SECOND)
    world.agenda.at(4 * SECOND, lock)
    assert play(scene) == []
    instructions = Books("acquirer", world.nodes["acquirer"].store()).rows("instruction")
    assert [row["instructed_verb"] for row in instructions] == ["lock", "unlock"]


def test_zone_keys_are_changed_over_the_line():
    scene = day({"zone_key_change": 40})
    assert notes(scene, "switch.zone_keys_changed") == notes(scene, "switch.zone_keys_offered") > 0
    assert notes(scene, "switch.wrong_mac") == 0


def test_the_centre_stands_in_for_banks_that_are_away():
    scene = day({"stand_in": 6, "bank_away": 20, "issuer_silent": 0.5}, goal=30)
    assert notes(scene, "switch.stood_in")


def test_people_make_mistakes():
    said = {each.facts["message"] for each in told(day({"mistakes": 200}))}
    assert {"screen.terminal_locked", "screen.amount_form", "screen.password_wrong"} & said


def test_every_kind_is_tested_here():
    others = {
        "settlement",
        "clearing",
        "weeks",
        "instructions",
        "mistakes",
        "stand_in",
        "zone_key_change",
        "desk_refund",
    }
    assert set(BUSINESS) == {*PLAYED, *others}
