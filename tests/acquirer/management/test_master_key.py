"""A master key changed from the host: fetched under the old one, and that one kept until the terminal has proved itself."""

import pytest

from countertop.hsm import ImportMasterKey
from countertop.iso8583.private.whereabouts import Whereabouts
from tests.acquirer.management.test_instructions import command, manage, requirement
from tests.acquirer.neighbours import TERMINAL_ID, House
from tests.playbook import PowerCut


def fetch(till):
    """Fetch the next key and load it; return it beside the answer."""
    answer = manage(till, "0800", "420")
    (key,) = till.hsm.perform([ImportMasterKey(till.tmk, answer.extended_data)])
    assert key, key
    return key, answer


def sign_in(till, key):
    """Sign in naming a key, and load the working keys that come under it."""
    old, till.tmk = till.tmk, key.tmk
    try:
        return till.sign_in(qr_data=Whereabouts(key_check=key.kcv).text())
    finally:
        till.tmk = old


def outcomes(house):
    return [each["outcome"] for each in house.book.ask_desk("commands", terminal_id=TERMINAL_ID)[1]["commands"]]


def test_the_key_is_changed_when_the_terminal_has_worked_under_it(house, till):
    assert command(house, "master-key")[0] == 0
    assert requirement(manage(till, "0820", "301")) == "8"
    key, answer = fetch(till)
    assert requirement(answer) == "3"
    assert sign_in(till, key).response_code == "00"
    assert outcomes(house) == ["done"]
    till.buy()
    assert house.book.noted("acquirer.master-key-changed") == 1
    till.tmk = key.tmk
    assert till.sign_in().response_code == "00"
    till.buy()
    house.reopen()
    assert till.sign_in().response_code == "00"


def test_until_then_the_old_key_is_good(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    assert till.sign_in().response_code == "00"  # it names no key, so it gets working keys under the old one
    till.buy()
    assert sign_in(till, key).response_code == "00"
    assert till.sign_in().response_code == "00"  # it lost the answer, and the key with it
    till.buy()
    assert house.book.noted("acquirer.master-key-changed") == 0


def test_a_key_is_the_same_however_often_it_is_asked_for(house, till):
    command(house, "master-key")
    first, _ = fetch(till)
    command(house, "master-key")
    house.reopen()
    assert fetch(till)[0].kcv == first.kcv
    assert sign_in(till, first).response_code == "00"
    assert outcomes(house) == ["done", "done"]


def test_a_key_that_is_ordered_while_the_one_before_is_being_proved_is_drawn_anew(house, till, switch):
    command(house, "master-key")
    first, _ = fetch(till)
    sign_in(till, first)
    house.book.hold = True
    till.tell(till.sale())
    ordered = command(house, "master-key")
    house.book.let_go()
    house.book.hold = False
    assert house.book.replies[ordered][0] == 0
    switch.approve()
    assert till.hear().response_code == "00"
    till.tmk = first.tmk
    second, _ = fetch(till)
    assert second.kcv != first.kcv
    sign_in(till, second)
    till.buy()
    assert outcomes(house) == ["done", "done"]
    till.tmk = second.tmk
    house.reopen()
    till.sign_in()
    till.buy()


def test_without_an_instruction_there_is_no_key(house, till):
    assert manage(till, "0800", "420").extended_data is None
    command(house, "master-key")
    key, _ = fetch(till)
    sign_in(till, key)
    till.buy()
    assert manage(till, "0800", "420").extended_data is None


def test_who_names_a_key_proves_nothing_by_it(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    keys = till.keys
    assert sign_in(till, key).response_code == "00"
    till.keys = keys  # it was somebody else who signed in, and cannot open what came
    till.tell(till.sale())
    house.book.said(till.line)
    assert house.book.noted("acquirer.wrong-mac") == 1
    assert house.book.noted("acquirer.master-key-changed") == 0
    assert till.sign_in().response_code == "00"
    till.buy()


def test_a_host_that_was_cut_off_before_the_proof_still_takes_it(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    sign_in(till, key)
    house.reopen()
    till.buy()
    assert house.book.noted("acquirer.master-key-changed") == 1
    assert house.memory.management.next_keys == {}


def test_the_proof_of_one_key_is_none_of_the_next(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    sign_in(till, key)
    till.buy()
    command(house, "master-key")
    house.reopen()
    till.buy()
    assert house.memory.management.next_keys.keys() == {TERMINAL_ID}, "the second key was not even fetched"


def test_a_new_machine_that_counts_from_one_again_proves_nothing_for_the_one_before(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    till.stan = 0
    sign_in(till, key)
    till.stan = 0  # another machine, which knows the first key alone
    assert till.sign_in().response_code == "00"
    house.reopen()
    till.buy()
    assert house.book.noted("acquirer.master-key-changed") == 0
    assert till.sign_in().response_code == "00"


def test_the_proof_may_be_a_reversal(house, till):
    request, _ = till.buy()
    command(house, "master-key")
    key, _ = fetch(till)
    sign_in(till, key)
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    assert house.book.noted("acquirer.master-key-changed") == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut", range(1, 9))
def test_the_power_may_fail_at_every_write(cut, after):
    house = House().open()
    house.till.sign_in()
    till, book = house.till, house.book
    held = []
    book.writes, book.cut_at, book.cut_after = 0, cut, after

    def go():
        if not house.memory.management.next_keys and not held:
            command(house, "master-key")
        held or held.append(fetch(till)[0])
        assert sign_in(till, held[0]).response_code == "00"
        till.buy()

    try:
        go()
    except PowerCut:
        house.reopen()
    else:
        return  # it has fewer writes
    if house.memory.management.next_keys or not held:
        go()
    till.tmk = held[0].tmk
    assert till.sign_in().response_code == "00"
    till.buy()


def test_a_key_that_cannot_carry_another_is_left_alone():
    house = House(tmk_size=8, single_length_sign_in=True).open()
    status, body = command(house, "master-key")
    assert (status, body["message"]) == (12, "acquirer.master-key-unfit")
    assert requirement(house.till.sign_in("001")) == "0"


def test_the_proof_may_be_a_settlement(house, till):
    command(house, "master-key")
    key, _ = fetch(till)
    sign_in(till, key)
    totals = till.manage(
        "0500", "201", private_data="0" * 62, currency="156", reserved_data="01 ", transaction_info=f"00{till.batch}201"
    )
    house.book.tell(till.line, till.seal(totals))
    assert till.hear().response_code == "00"
    assert house.book.noted("acquirer.master-key-changed") == 1
