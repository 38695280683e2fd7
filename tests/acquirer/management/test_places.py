"""Location binding: which machine, where, by the terminal's own account under the MAC; moved only by approval."""

import pytest

from countertop.acquirer import AcquirerSettings
from countertop.acquirer.management.bindings import Binding, Standing
from countertop.acquirer.records import TerminalRegistered
from countertop.audit import audit
from countertop.iso8583.private.extended import TerminalIdentity
from countertop.iso8583.private.whereabouts import Whereabouts
from countertop.values.positions import Position
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_TERMINAL_ID, TERMINAL_ID, House
from tests.acquirer.settlement.till import tell_end, tell_totals, totals
from tests.acquirer.test_void import refused

SERIAL = "00000101"
SHOP = Position(31_230_416, 121_473_701)
CORNER = Position(31_234_100, 121_473_701)  # 410 m
ACROSS = Position(31_197_300, 121_437_600)  # 5 km


def bind(house, **changes):
    asked = {
        "terminal_id": TERMINAL_ID,
        "serial_number": SERIAL,
        "credit_code": "91310000DEMO0000XX",
        "settlement_account": "9999000000000001",
        "address": "样例路 1 号",
        "position": SHOP.text(),
        "warn_metres": 200,
        "refuse_metres": 1000,
        "unlocated": "warn",
        "by": "Li Na",
    }
    return house.book.ask_desk("bind", **{**asked, **changes})


def relocate(house, position=ACROSS, **changes):
    asked = {"terminal_id": TERMINAL_ID, "address": "样例路 9 号", "reason": "店铺搬迁", "by": "Wang Fang"}
    return house.book.ask_desk("relocate", position=position.text(), **{**asked, **changes})


def at(position, serial=SERIAL):
    return Whereabouts(serial, position).text()


def identity(serial=SERIAL):
    return TerminalIdentity("3060", serial).data()


def sign_in(till, position=SHOP, serial=SERIAL, **changes):
    return till.sign_in(qr_data=at(position, serial), extended_data=identity(serial), **changes).response_code


def first_sign_in(till):
    """Build a sign-in of the machine that is bound, in its place."""
    place = {"qr_data": at(SHOP), "extended_data": identity(), "reserved_data": "01 "}
    return till.message("0800", stan=till.next_stan(), transaction_info="00000000004", **place)


def sign_out(till):
    till.tell(till.manage("0820", "002"))
    assert till.hear().response_code == "00"


def settle_nothing(till):
    """Settle a batch in which nothing counts."""
    tell_totals(till, totals())
    till.batch = tell_end(till, code="207").transaction_info[2:8]


@pytest.fixture
def bound():
    """A house whose terminal is bound to the shop and signed in there."""
    house = House().open()
    assert bind(house)[0] == 0
    assert sign_in(house.till) == "00"
    return house


@pytest.fixture
def machine(bound):
    return bound.till


def sightings(house, standing):
    return sum(
        each.arguments["standing"] == standing for each in house.book.notes if each.message == "acquirer.sighted"
    )


def place(house):
    return house.book.ask_desk("place", terminal_id=TERMINAL_ID)[1]


def test_in_the_shop_it_sells_and_nobody_writes_down_where(bound, machine):
    written = len(bound.book.appended)
    machine.buy(qr_data=at(SHOP))
    assert place(bound)["standing"] == "inside"
    assert len(bound.book.appended) == written + 2


def test_up_the_street_it_sells_and_the_host_warns_once(bound, machine):
    machine.buy(qr_data=at(CORNER))
    machine.buy(qr_data=at(CORNER))
    assert sightings(bound, "near") == 1
    told = place(bound)
    assert (told["standing"], told["sighting"]["sighted_metres"]) == ("near", 410)
    machine.buy(qr_data=at(SHOP))
    assert sightings(bound, "inside") == 1


def test_across_the_town_it_sells_nothing(bound, machine):
    request, answer = machine.buy(qr_data=at(SHOP))
    refused(machine, bound.switch, "L1", machine.sale(qr_data=at(ACROSS)))
    refused(machine, bound.switch, "L1", machine.preauthorise(qr_data=at(ACROSS)))
    refused(machine, bound.switch, "L1", machine.void(request, answer, qr_data=at(ACROSS)))
    refused(machine, bound.switch, "L1", machine.refund(answer, qr_data=at(ACROSS)))
    assert sightings(bound, "outside") == 1
    bound.reopen()
    assert place(bound)["standing"] == "outside"
    machine.ask(machine.void(request, answer, qr_data=at(SHOP)))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (at(SHOP), "00"),
        (at(CORNER), "00"),
        (at(ACROSS), "L1"),
        (at(SHOP, "00000999"), "L3"),
        ("A2999", "30"),
        (None, "00"),  # it does not ask
    ],
)
def test_a_machine_may_ask_whether_it_may_work_where_it_is(bound, machine, told, code):
    machine.tell(machine.manage("0820", "301", qr_data=told))
    assert machine.hear().response_code == code
    assert place(bound)["sighting"] is None  # who says so without a MAC is answered, not believed


def test_a_binding_may_want_a_position_of_who_asks(bound, machine):
    assert bind(bound, unlocated="refuse")[0] == 0
    machine.tell(machine.manage("0820", "301", qr_data=at(None)))
    assert machine.hear().response_code == "L2"


def test_what_has_happened_is_told_from_anywhere(bound, machine):
    request, _ = machine.buy(qr_data=at(SHOP))
    machine.ask(machine.post(qr_data=at(ACROSS)))
    machine.tell(machine.reversal(request))
    assert machine.hear().response_code == "00"
    bound.switch.acknowledge()


@pytest.mark.parametrize("field_59", [None, "", at(SHOP, "00000999"), at(None, "")])
def test_another_machine_or_a_silent_one_is_refused(bound, machine, field_59):
    refused(machine, bound.switch, "L3", machine.sale(qr_data=field_59))
    assert sightings(bound, "other") == 1


def test_what_cannot_be_read_is_refused(bound, machine):
    refused(machine, bound.switch, "30", machine.sale(qr_data="A2008PO003abc"))
    assert place(bound)["standing"] == "inside"


@pytest.mark.parametrize(("unlocated", "code"), [("accept", ""), ("warn", ""), ("refuse", "L2")])
def test_a_machine_without_a_position_is_as_its_binding_says(unlocated, code):
    house = House().open()
    bind(house, unlocated=unlocated)
    assert sign_in(house.till) == "00"
    if code:
        refused(house.till, house.switch, code, house.till.sale(qr_data=at(None)))
    else:
        house.till.buy(qr_data=at(None))
    assert place(house)["standing"] == "unlocated"
    assert sightings(house, "unlocated") == (unlocated != "accept")


def test_a_wrong_mac_says_nothing_about_where_a_machine_is(bound, machine):
    machine.tell(machine.sale(qr_data=at(ACROSS)), mac=b"00000000")
    assert machine.hear().response_code == "A0"
    assert place(bound)["standing"] == "inside"


@pytest.mark.parametrize(
    ("position", "serial", "code"),
    [
        (SHOP, SERIAL, "00"),
        (CORNER, SERIAL, "00"),
        (ACROSS, SERIAL, "L1"),
        (SHOP, "00000999", "L3"),
        (None, SERIAL, "00"),
    ],
)
def test_a_sign_in_is_held_to_the_binding_too(position, serial, code):
    house = House().open()
    bind(house)
    assert sign_in(house.till, position, serial) == code
    assert house.book.noted("acquirer.misplaced-sign-in") == (code != "00")


def test_a_bound_terminal_names_its_machine_when_it_signs_in(bound, machine):
    assert machine.sign_in(qr_data=at(SHOP)).response_code == "L3"
    assert machine.sign_in(qr_data="A2", extended_data=identity()).response_code == "30"


def test_an_unbound_terminal_may_be_silent_but_not_another_machine(house):
    assert house.till.sign_in().response_code == "00"
    assert house.till.sign_in(extended_data=identity("00000999")).response_code == "L3"
    house.till.buy()


def test_a_move_takes_sign_out_a_settled_batch_and_somebodys_approval(bound, machine):
    request, _ = machine.buy(qr_data=at(SHOP))
    assert relocate(bound)[1]["message"] == "acquirer.sign-out-first"
    sign_out(machine)
    assert relocate(bound)[1]["message"] == "acquirer.settle-first"
    assert sign_in(machine) == "00"
    machine.tell(machine.reversal(request))  # as good as settled: nothing counts any more
    bound.switch.acknowledge()
    machine.hear()
    sign_out(machine)
    assert sign_in(machine, ACROSS) == "L1"
    status, body = relocate(bound)
    assert (status, body["number"]) == (0, 1)
    bound.reopen()
    assert sign_in(machine, SHOP) == "L1"
    assert sign_in(machine, ACROSS) == "00"
    machine.buy(qr_data=at(ACROSS))
    (move,) = place(bound)["relocations"]
    assert (move["relocated_by"], move["left_address"], move["new_address"]) == (
        "Wang Fang",
        "样例路 1 号",
        "样例路 9 号",
    )
    assert place(bound)["binding"]["position"] == ACROSS.text()


def test_a_move_that_is_owed_a_reversal_waits(bound, machine):
    machine.tell(machine.sale(qr_data=at(SHOP)))
    bound.book.advance(26_000_000)
    bound.switch.hear_all()
    machine.hear()
    sign_out(machine)
    assert relocate(bound)[1]["message"] == "acquirer.settle-first"


@pytest.mark.parametrize("changes", [{"address": ""}, {"reason": None}, {"by": ""}])
def test_a_move_says_where_why_and_by_whom(bound, machine, changes):
    sign_out(machine)
    assert relocate(bound, **changes)[1]["message"] == "acquirer.relocation-needs"


@pytest.fixture
def strict():
    """A house where a move takes two persons, its bound terminal at rest."""
    house = House(relocation_persons="two").open()
    assert bind(house)[0] == 0
    return house


def approve(house, by="Li Na", **more):
    """Approve what `place` tells, unless it says which number was seen."""
    number = (place(house)["proposal"] or {}).get("relocation_number")
    asked = {"terminal_id": TERMINAL_ID, "number": number, "by": by, **more}
    return house.book.ask_desk("approve-relocation", **asked)


def test_where_a_move_takes_two_persons_one_proposes_and_another_approves(strict):
    status, body = relocate(strict)
    assert (status, body["state"]) == (0, "proposed")
    assert sign_in(strict.till, ACROSS) == "L1"
    assert approve(strict, "wang fang")[1]["message"] == "acquirer.relocation-same-person"
    assert approve(strict, "")[0] == 2
    strict.reopen()
    assert approve(strict)[1] == {"number": 1, "terminal_id": TERMINAL_ID, "address": "样例路 9 号", "state": "moved"}
    assert sign_in(strict.till, ACROSS) == "00"
    (move,) = place(strict)["relocations"]
    assert (move["asked_by"], move["relocated_by"]) == ("Wang Fang", "Li Na")
    sign_out(strict.till)
    assert approve(strict)[1]["message"] == "acquirer.relocation-not-proposed"
    relocate(strict, SHOP)
    strict.reopen()
    assert approve(strict)[1]["number"] == 2
    assert {finding.what for finding in audit({"acquirer": strict.book.store}, at_rest=False)} == set()


def test_who_approves_a_move_approves_the_one_they_saw(strict):
    relocate(strict, CORNER)
    proposal = place(strict)["proposal"]
    assert (proposal["proposed_position"], proposal["proposed_by"]) == (CORNER.text(), "Wang Fang")
    relocate(strict, ACROSS)
    for other in (proposal["relocation_number"], None, ""):
        assert approve(strict, number=other)[1]["message"] == "acquirer.relocation-changed"
    assert place(strict)["relocations"] == []
    assert approve(strict)[1]["state"] == "moved"
    assert place(strict)["binding"]["position"] == ACROSS.text()
    assert place(strict)["proposal"] is None


def test_a_move_that_was_proposed_waits_until_the_terminal_is_at_rest(strict):
    assert sign_in(strict.till) == "00"
    assert relocate(strict)[1]["message"] == "acquirer.sign-out-first"
    sign_out(strict.till)
    assert relocate(strict)[1]["state"] == "proposed"
    assert sign_in(strict.till) == "00"
    assert approve(strict)[1]["message"] == "acquirer.sign-out-first"


def test_where_a_move_takes_two_persons_no_binding_puts_it_elsewhere(strict):
    assert bind(strict, position=ACROSS.text())[1]["message"] == "acquirer.relocate-instead"
    assert bind(strict, warn_metres=100)[0] == 0


def test_two_persons_are_the_rule_outside_a_demonstration():
    takes_two = [AcquirerSettings(demo=demo).relocation_takes_two for demo in (True, False)]
    assert takes_two == [False, True]
    assert AcquirerSettings(demo=False, relocation_persons="one").relocation_takes_two is False
    with pytest.raises(AssertionError):
        AcquirerSettings(relocation_persons="three")


def test_the_audit_finds_a_move_that_one_person_approved(strict):
    relocate(strict)
    approve(strict)
    moves = strict.book.store._tables["relocation"]
    (key,) = moves.rows
    moves.rows[key] = tuple("Wang Fang" if value == "Li Na" else value for value in moves.rows[key])
    assert "audit.moved_alone" in {finding.what for finding in audit({"acquirer": strict.book.store}, at_rest=False)}


def test_an_unbound_terminal_has_no_place_to_leave(house):
    assert relocate(house)[1]["message"] == "acquirer.not-bound"
    assert place(house)["message"] == "acquirer.not-bound"


def test_a_machine_of_another_merchant_is_refused(house):
    assert bind(house, serial_number="00000102")[1]["message"] == "acquirer.serial-of-another"


def test_a_machine_once_bound_is_never_another_merchants(bound, machine):
    sign_out(machine)
    assert bind(bound, serial_number="00000777")[0] == 0  # the shop got a new machine
    assert (
        bind(bound, terminal_id=OTHER_TERMINAL_ID, serial_number=SERIAL)[1]["message"] == "acquirer.serial-of-another"
    )
    assert bind(bound)[0] == 0  # and its own old one back


def test_no_machine_takes_anothers_place_in_silence(bound, machine):
    assert bind(bound, serial_number="00000777")[1]["message"] == "acquirer.sign-out-first"
    refused(machine, bound.switch, "L3", machine.sale(qr_data=at(SHOP, "00000777")))
    settle_nothing(machine)
    sign_out(machine)
    assert sign_in(machine, serial="00000777") == "L3"
    assert bind(bound, serial_number="00000777")[0] == 0
    bound.reopen()
    assert sign_in(machine, serial="00000777") == "00"
    machine.buy(qr_data=at(SHOP, "00000777"))


def test_what_is_tolerated_may_change_at_any_time(bound, machine):
    assert bind(bound, warn_metres=500)[0] == 0
    machine.buy(qr_data=at(CORNER))
    assert place(bound)["standing"] == "inside"
    assert bind(bound, position=CORNER.text())[1]["message"] == "acquirer.sign-out-first"


@pytest.mark.parametrize(
    "changes",
    [
        {"terminal_id": "99999999"},
        {"serial_number": ""},
        {"serial_number": "００１"},
        {"credit_code": None},
        {"position": "31.23,121.47"},
        {"warn_metres": 2000},
        {"warn_metres": "200"},
        {"refuse_metres": 1_000_000},
        {"unlocated": "maybe"},
        {"by": ""},
    ],
)
def test_a_binding_that_cannot_be(house, changes):
    status, body = bind(house, **changes)
    assert (status, body["message"]) == (2, "acquirer.bind-needs")


def test_a_payment_code_beside_it_is_not_kept(bound, machine):
    machine.buy(qr_data=f"A3018130000000000000001{at(CORNER)}")
    assert place(bound)["standing"] == "near"
    assert "130000000000000001" not in str(bound.memory.management.bindings[TERMINAL_ID]._text)


def test_what_is_told_again_is_not_judged_again(bound):
    row = bound.memory.management.bindings[TERMINAL_ID].row
    binding = Binding(row)
    assert binding.judge(at(CORNER)).standing is Standing.NEAR
    assert binding.judge(at(CORNER)) is binding.judge(at(CORNER))


def test_another_machine_is_not_told_what_came_of_the_payments_of_the_one_before(bound, machine):
    request, answer = machine.buy(qr_data=at(SHOP))
    machine.tell(machine.reversal(request))
    assert machine.hear().response_code == "00"
    bound.switch.acknowledge()
    sign_out(machine)
    assert bind(bound, serial_number="00000777")[1]["message"] == "acquirer.settle-first"
    assert sign_in(machine) == "00"
    settle_nothing(machine)
    sign_out(machine)
    assert bind(bound, serial_number="00000777")[0] == 0
    assert sign_in(machine, serial="00000777") == "00"
    machine.tell(machine.sale(stan=request.stan, qr_data=at(SHOP, "00000777")))
    bound.switch.approve()
    assert machine.hear().rrn != answer.rrn


def test_what_another_machine_tells_is_not_taken_for_what_the_one_before_was_declined(bound, machine):
    machine.tell(machine.sale(qr_data=at(SHOP)))
    stan = f"{machine.stan:06d}"
    bound.switch.decline()
    machine.hear()
    sign_out(machine)
    assert bind(bound, serial_number="00000777")[1]["message"] == "acquirer.settle-first"
    assert sign_in(machine) == "00"
    settle_nothing(machine)
    sign_out(machine)
    assert bind(bound, serial_number="00000777")[0] == 0
    assert sign_in(machine, serial="00000777") == "00"
    machine.ask(machine.post(stan=stan, qr_data=at(SHOP, "00000777")))


def test_no_machine_signs_in_while_another_is_put_in_its_place(bound, machine):
    sign_out(machine)
    signing_in = first_sign_in(machine)
    for reads in (0, 3):  # while its batch is looked at, and while the binding is written
        bound.book.hold = True
        number = bind(bound, serial_number="00000777")
        bound.book.let_go(reads)
        machine.tell(signing_in)
        bound.book.let_go()
        bound.book.hold = False
        assert bound.book.replies[number][0] == 0
        assert machine.hear().response_code == "96"
        machine.tell(signing_in)
        assert machine.hear().response_code == "L3"
        assert bind(bound)[0] == 0


def test_a_machine_that_is_signing_in_is_not_replaced(bound, machine):
    sign_out(machine)
    bound.book.hold = True
    machine.tell(first_sign_in(machine))
    assert bind(bound, serial_number="00000777")[1]["message"] == "acquirer.sign-out-first"
    bound.book.let_go()
    bound.book.hold = False
    assert machine.hear().response_code == "00"


def test_two_persons_at_once_neither_undo_each_other_nor_bind_a_machine_twice(bound, machine):
    sign_out(machine)
    bound.book.hold = True
    first = relocate(bound)
    assert bind(bound, serial_number="00000777")[1]["message"] == "acquirer.move-just-now"
    bound.book.let_go()
    bound.book.hold = False
    assert bound.book.replies[first][1]["state"] == "moved"
    assert place(bound)["binding"]["position"] == ACROSS.text()
    assert bind(bound, serial_number="00000777")[0] == 0


def test_one_machine_is_not_bound_to_two_terminals_at_once():
    house = House(extra=(TerminalRegistered("80000103", MERCHANT_ID, "00000103", ""),)).open()
    house.book.hold = True
    bind(house, serial_number="00000777")
    other = bind(house, serial_number="00000777", terminal_id="80000103")
    assert other[1]["message"] == "acquirer.move-just-now"
    house.book.let_go()
    house.book.hold = False
    other = bind(house, serial_number="00000777", terminal_id="80000103")
    assert other[1]["message"] == "acquirer.serial-in-use"
