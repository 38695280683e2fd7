"""Sign-in and sign-out: keys, batch, clock; wrong keys explained; nothing changes when it fails."""

import pytest

from countertop.terminal.tables import LAST_STAN_OF, MACHINE_OF, WORKING_KEYS_OF
from tests.terminal.counter import TERMINAL, facing_an_old_answer, open_counter, person


def test_a_sign_in_takes_over_keys_batch_and_clock():
    counter = open_counter()
    status, body = counter.do("sign_in")
    assert (status, body["batch_number"], body["state"]) == (0, "000001", "signed_in")
    (request,) = counter.heard("0800")
    assert request.transaction_info == "00000000004"
    assert request.reserved_data == "001"
    (machine,) = counter.rows(MACHINE_OF, TERMINAL)
    assert machine["state"] == "signed_in"
    # The host's clock says 10:00:01 where ours says 10:00:00.
    assert machine["clock_offset"] == 1_000_000
    (keys,) = counter.rows(WORKING_KEYS_OF, TERMINAL)
    assert all(keys[name] for name in ("tpk", "tak", "tdk"))


def test_the_next_sign_in_names_the_batch_that_the_host_gave():
    counter = open_counter()
    counter.host.batch_number = "000042"
    counter.do("sign_in")
    counter.do("sign_in")
    assert [message.transaction_info[2:8] for message in counter.heard("0800")] == ["000000", "000042"]


@pytest.mark.parametrize(
    ("settings", "code"), [({"track_encryption": False}, "003"), ({"single_length_sign_in": True}, "001")]
)
def test_other_key_layouts_are_asked_for_and_loaded(settings, code):
    counter = open_counter(**settings)
    assert counter.do("sign_in")[0] == 0
    assert counter.heard("0800")[0].transaction_info[8:11] == code
    assert counter.do("sale")[0] == 0


def test_a_wrong_check_value_loads_no_key_and_says_which():
    counter = open_counter()
    counter.host.wrong_keys = True
    status, body = counter.do("sign_in")
    assert (status, body["message"], body["advice"]) == (12, "screen.keys_refused", "advice.compare_keys")
    assert "TDK" in body["arguments"]["reason"]
    assert counter.rows(WORKING_KEYS_OF, TERMINAL) == []
    assert counter.do("status")[1]["state"] == "signed_out"


def test_a_wrong_check_value_leaves_the_keys_in_use_as_they_are():
    counter = open_counter()
    counter.do("sign_in")
    before = counter.rows(WORKING_KEYS_OF, TERMINAL)
    held = counter.host.keys
    counter.host.wrong_keys = True
    assert counter.do("sign_in")[0] == 12
    assert counter.rows(WORKING_KEYS_OF, TERMINAL) == before
    counter.host.keys = held
    assert counter.do("sale")[0] == 0


def test_a_sealed_answer_is_taken_whole_or_not_at_all():
    counter = open_counter()
    counter.host.break_mac = True
    counter.host.batch_number = "010001"
    status, body = counter.do("sign_in")
    assert (status, body["message"]) == (12, "screen.sign_in_altered")
    assert (counter.do("status")[1]["state"], counter.machine.batch_number) == ("signed_out", "000000")
    assert counter.rows(WORKING_KEYS_OF, TERMINAL) == []
    counter.host.seals_sign_in = counter.host.break_mac = False
    assert counter.do("sign_in")[1]["message"] == "screen.sign_in_altered"  # somebody took the MAC away
    counter.host.seals_sign_in = True
    assert counter.do("sign_in")[1]["batch_number"] == "010001"
    assert counter.do("sale")[0] == 0


def test_an_old_answer_serves_no_other_sign_in():
    new = facing_an_old_answer()
    new.host.batch_number = "000003"
    status, body = new.do("sign_in")
    assert (status, body["message"]) == (12, "screen.sign_in_altered")
    assert new.rows(WORKING_KEYS_OF, TERMINAL) == []
    new.host.replayed = None
    assert new.do("sign_in")[1]["batch_number"] == "000003"


def test_a_declined_sign_in_says_what_the_host_says():
    counter = open_counter()
    counter.host.codes["0800"] = "97"
    status, body = counter.do("sign_in")
    assert (status, body["message"], body["advice"]) == (10, "response.97", "action.call_acquirer")
    assert counter.do("status")[1]["state"] == "signed_out"


def test_a_host_that_cannot_be_reached_is_told_from_one_that_does_not_answer():
    counter = open_counter(routes=())
    status, body = counter.do("sign_in")
    assert (status, body["message"]) == (13, "screen.unreachable")
    counter.routes.add("acquirer")
    counter.host.silent = True
    counter.do("sign_in")
    counter.wait(61)
    assert counter.replies[counter._requests][1]["message"] == "screen.no_answer"
    counter.host.silent = False
    assert counter.do("sign_in")[0] == 0


def test_a_line_that_drops_ends_the_sign_in():
    counter = open_counter()
    counter.host.silent = True
    counter.do("sign_in")
    counter.close(counter.line)
    counter.pump()
    status, body = counter.replies[counter._requests]
    assert (status, body["message"]) == (13, "screen.no_answer")
    assert counter.machine.exchange is None


def test_a_host_clock_that_is_none_leaves_ours():
    counter = open_counter()
    counter.host.spoil = lambda answer: setattr(answer, "local_time", "999999")
    assert counter.do("sign_in")[0] == 0
    assert counter.rows(MACHINE_OF, TERMINAL)[0]["clock_offset"] == 0


def test_a_terminal_without_master_key_sends_nothing():
    counter = open_counter(keyed=False)
    for verb in ("sign_in", "sale", "void", "sign_out"):
        status, body = counter.do(verb)
        assert (status, body["message"]) == (12, "screen.out_of_key")
    assert counter.host.heard == []


def test_sign_out_forgets_the_keys():
    counter = open_counter()
    counter.do("sign_in")
    status, body = counter.do("sign_out")
    assert (status, body["state"]) == (0, "signed_out")
    assert counter.rows(WORKING_KEYS_OF, TERMINAL)[0]["tak"] == ""
    assert counter.do("sign_out")[1]["message"] == "screen.signed_out"


def test_signed_out_stays_so_through_a_power_cut_and_signed_in_too():
    counter = open_counter()
    counter.do("sign_in")
    again = counter.crashed()
    again.start()
    assert again.do("status")[1]["state"] == "signed_in"
    again.say = person()
    assert again.do("sign_out")[0] == 0
    third = again.crashed()
    third.start()
    assert third.do("status")[1]["state"] == "signed_out"


@pytest.mark.parametrize(("code", "status", "state"), [("77", 0, "signed_out"), ("96", 10, "signed_in")])
def test_a_host_that_knows_of_no_sign_in_has_signed_us_out(code, status, state):
    counter = open_counter()
    counter.do("sign_in")
    counter.host.codes["0820"] = code
    assert counter.do("sign_out")[0] == status
    assert counter.do("status")[1]["state"] == state


def test_a_sign_out_without_answer_changes_nothing():
    counter = open_counter()
    counter.do("sign_in")
    counter.host.silent = True
    counter.do("sign_out")
    counter.wait(61)
    assert counter.replies[counter._requests][0] == 13
    assert counter.do("status")[1]["state"] == "signed_in"


def test_an_echo_needs_nobody_and_no_keys():
    counter = open_counter(keyed=False)
    counter.say = {}
    status, body = counter.do("echo")
    assert (status, body["milliseconds"]) == (0, 0)


def test_an_echo_that_fails_says_how():
    counter = open_counter(routes=())
    assert counter.do("echo")[1]["message"] == "screen.unreachable"
    counter.routes.add("acquirer")
    counter.host.codes["0820"] = "96"
    assert counter.do("echo")[0] == 10


def test_every_message_takes_the_next_stan_and_none_is_used_again_after_a_power_cut():
    counter = open_counter()
    counter.do("sign_in")
    counter.do("echo")
    counter.do("sign_out")
    again = counter.crashed()
    again.start()
    again.say = person()
    again.do("sign_in")
    assert [message.stan for message in counter.host.heard] == ["000001", "000002", "000003", "000004"]
    assert counter.rows(LAST_STAN_OF, TERMINAL)[0]["stan"] == "000003"
