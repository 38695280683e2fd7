"""Sign-in, sign-out and echo: the session and the keys a terminal works with."""

import pytest

from countertop.acquirer.ceremony import TERMINAL_OF, master_key_loaded
from countertop.acquirer.records import TerminalRegistered, TerminalSignedIn
from countertop.hsm import VerifyMac
from countertop.iso8583.private.whereabouts import Whereabouts, read_whereabouts
from countertop.storage import Entry
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_MERCHANT_ID, TERMINAL_ID, House


def test_keys_are_durable_before_they_leave(house):
    house.book.hold = True
    house.till.call()
    house.till.tell(house.till.message("0800", stan="000001", transaction_info="00000000004", reserved_data="01 "))
    house.till.nothing_heard()
    (append,) = house.book.held
    assert type(append.records[0]) is TerminalSignedIn
    house.book.let_go()
    answer = house.till.hear()
    assert answer.response_code == "00"
    assert len(answer.extended_data) == 60


def test_the_answer_sets_clock_batch_and_reference(house):
    answer = house.till.sign_in()
    assert answer.mti == "0810"
    assert (answer.local_date, answer.local_time) == ("0715", "100000")
    assert answer.transaction_info == "00000001004"
    assert answer.acquirer_id == "99992900"
    assert len(answer.rrn) == 12
    assert answer.rrn.startswith("4197")  # 15 July 2024 is day 197
    assert answer.tpdu == bytes.fromhex("6000000003")


def test_double_length_keys_without_a_track_key(house):
    answer = house.till.sign_in("003")
    assert len(answer.extended_data) == 40
    house.till.buy()


def test_single_length_keys_are_a_setting(house):
    assert house.till.sign_in("001").response_code == "40"
    old = House(tmk_size=8, single_length_sign_in=True).open()
    assert old.till.sign_in("001").response_code == "00"
    old.till.buy()


def test_the_same_request_again_gets_the_same_keys(house):
    request = house.till.message("0800", stan="000009", transaction_info="00000000004", reserved_data="01 ")
    house.till.call().tell(request)
    first = house.till.hear()
    house.till.load(first)
    house.till.tell(request)
    second = house.till.hear()
    assert (first.extended_data, first.rrn) == (second.extended_data, second.rrn)
    house.till.buy()


def registered(terminal, at):
    """Another machine under the same number and master key."""
    return TerminalRegistered(TERMINAL_ID, MERCHANT_ID, "00000777", terminal["tmk"])


def loaded(terminal, at):
    return master_key_loaded(terminal, terminal["tmk"], at)


@pytest.mark.parametrize("entered", [registered, loaded])
def test_no_session_outlives_its_machine_or_its_master_key(house, entered):
    """A new machine counts STANs from one again: its sign-in may look like the last one of the machine before."""
    request = house.till.message("0800", stan="000009", transaction_info="00000000004", reserved_data="01 ")
    house.till.call().tell(request)
    former = house.till.hear()
    house.till.load(former)
    (terminal,) = house.book.rows(TERMINAL_OF, TERMINAL_ID)
    house.book.store.perform([Entry(TERMINAL_ID, (entered(terminal, house.book.utc),), house.book.utc)])
    house.reopen()
    house.till.tell(house.till.sale())
    assert house.till.hear().response_code == "77"
    house.till.tell(request)
    answer = house.till.hear()
    assert (answer.response_code, answer.extended_data == former.extended_data) == ("00", False)
    house.till.load(answer)
    house.till.buy()


def test_a_copy_while_the_keys_are_written_down_takes_them_from_nobody(house):
    till = house.till.call()
    request = till.message("0800", stan=till.next_stan(), transaction_info="00000000004", reserved_data="01 ")
    house.book.hold = True
    till.tell(request)
    till.tell(request)
    house.book.let_go()
    house.book.hold = False
    till.load(till.hear())
    till.buy()


def test_a_new_request_gets_new_keys(house):
    assert house.till.sign_in().extended_data != house.till.sign_in().extended_data
    house.till.buy()


def test_the_session_survives_a_power_cut(house):
    house.till.sign_in()
    house.reopen()
    house.till.buy()


def test_signed_out_sells_nothing(house):
    till = house.till
    till.sign_in()
    till.tell(till.manage("0820", "002"))
    answer = till.hear()
    assert (answer.mti, answer.response_code) == ("0830", "00")
    till.tell(till.sale())
    assert till.hear().response_code == "77"
    house.reopen()
    till.tell(till.sale())
    assert till.hear().response_code == "77"
    till.sign_in()
    till.buy()


def test_signing_out_twice_is_signing_out(house):
    till = house.till
    till.sign_in()
    for _ in range(2):
        till.tell(till.manage("0820", "002"))
        assert till.hear().response_code == "00"
    assert house.book.noted("acquirer.signed-out") == 1


def test_echo(house):
    till = house.till.call()
    till.tell(till.manage("0820", "301", stan=None))
    answer = till.hear()
    assert (answer.mti, answer.response_code, answer.stan) == ("0830", "00", None)


def test_a_foreign_merchant_is_refused_keys(house):
    assert house.till.sign_in(merchant_id=OTHER_MERCHANT_ID).response_code == "03"
    assert house.till.keys is None


def test_a_master_key_that_is_none_is_an_alarm(house):
    house.memory.registry.terminals[house.till.terminal_id].tmk = "B0096K0TB00E0000"
    assert house.till.sign_in().response_code == "A7"
    assert house.book.noted("acquirer.keys-refused") == 1


def test_reference_numbers_go_on_after_a_power_cut(house):
    till = house.till
    seen = [till.sign_in().rrn, till.buy()[1].rrn, till.sign_in().rrn]
    till.tell(till.manage("0820", "002"))
    seen.append(till.hear().rrn)
    house.reopen()
    seen += [till.sign_in().rrn, till.buy()[1].rrn]
    assert len(set(seen)) == len(seen)
    assert seen == sorted(seen)


def test_a_terminal_that_tells_where_it_stands_gets_its_batch_number_sealed_with_the_new_key(house):
    till = house.till
    answer = till.sign_in(qr_data=Whereabouts("CT7K000001").text())
    (right,) = till.hsm.perform([VerifyMac(till.keys.tak, answer.mac_input, answer.mac)])
    assert right is True
    assert till.sign_in().mac is None  # the classic dialect has none there


def test_the_answer_to_a_sign_in_bears_the_random_number_of_its_request(house):
    till = house.till
    asked = Whereabouts("CT7K000001", random_number="0123456789ABCDEF").text()
    answer = till.sign_in(qr_data=asked)
    assert read_whereabouts(answer.qr_data).random_number == "0123456789ABCDEF"
    (right,) = till.hsm.perform([VerifyMac(till.keys.tak, answer.mac_input, answer.mac)])
    assert right is True
    assert till.sign_in(qr_data=Whereabouts("CT7K000001").text()).qr_data is None
