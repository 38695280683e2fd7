"""The power fails at every durable write of every kind: nothing is forgotten, nothing happens twice under another STAN."""

import pytest

from countertop.terminal.kinds import KINDS
from countertop.values import Pan
from tests.playbook import PowerCut
from tests.terminal.counter import person, with_settings
from tests.terminal.test_sale import signed_in

SETTLED = {"completed", "declined", "reversed", "unanswered", "not_sent", "voided"}
REQUESTS = {
    "sale": {"amount": 1250},
    "void": {"voucher_number": "2"},
    "refund": {"amount": 500, "rrn": "000000000001", "date": "0715"},
    "preauthorisation": {"amount": 1250},
    "preauthorisation_void": {"amount": 1250, "approval_code": "A00001", "date": "0715"},
    "completion": {"amount": 1250, "approval_code": "A00001", "date": "0715"},
    "completion_advice": {"amount": 1250, "approval_code": "A00001", "date": "0715"},
    "completion_void": {"voucher_number": "2"},
    "balance": {},
    "transfer": {"amount": 100, "target_pan": Pan("6224240000000009")},
    "offline_post": {"amount": 1250, "approval_code": "V00001"},
    "adjustment": {"voucher_number": "2", "amount": 900},
    "tip_adjustment": {"voucher_number": "2", "amount": 100},
    "qr_sale": {"amount": 1250},
    "qr_void": {"voucher_number": "2"},
    "qr_refund": {"amount": 500, "rrn": "000000000001", "date": "0715"},
}
BEFORE = {
    "void": "sale",
    "completion_void": "completion",
    "adjustment": "offline_post",
    "tip_adjustment": "offline_post",
    "qr_void": "qr_sale",
}
MOST_WRITES = 12
SETTINGS = {"transfers": True}


def ready(kind):
    """A counter at which the kind can be done."""
    counter = signed_in(**SETTINGS)
    if kind in BEFORE:
        assert counter.do(BEFORE[kind], **REQUESTS[BEFORE[kind]])[0] == 0
    counter.writes, counter.host.heard[:] = 0, []
    return counter


def done(counter, kind):
    counter.do(kind, **REQUESTS[kind])
    counter.do("send_stored")


def lives_through(counter, kind):
    """Do the kind with the power failing where it was told to; return the next life, which has come to rest."""
    try:
        done(counter, kind)
    except PowerCut:
        pass
    else:
        return None
    again = counter.crashed(build=with_settings(**SETTINGS))
    again.start()
    again.say = person()
    again.pump()
    again.wait(60)
    again.do("send_stored")
    return again


def test_every_kind_is_cut():
    assert set(REQUESTS) == set(KINDS)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_a_cut_at_any_write_is_made_good(kind, after):
    cuts = 0
    for cut_at in range(1, MOST_WRITES + 1):
        counter = ready(kind)
        counter.cut_at, counter.cut_after = cut_at, after
        again = lives_through(counter, kind)
        if again is None:
            break
        cuts += 1
        status = again.do("status")[1]
        assert (status["reversals_owed"], status["repeats_owed"], status["stored"]) == ([], [], [])
        listed = again.do("transactions")[1]["transactions"]
        assert {row["state"] for row in listed} <= SETTLED
        assert_one_stan_each(again, kind)
    assert 0 < cuts < MOST_WRITES


def assert_one_stan_each(counter, kind):
    """The host heard this kind under one STAN, or not at all; an approval that the terminal lost was reversed."""
    row = KINDS[kind].row
    heard = [message for message in counter.host.heard if message.mti in row.mtis and message.mti != "0400"]
    of_kind = {message.stan for message in heard if message.transaction_info[:2] in row.message_types}
    assert len(of_kind) <= 1
    states = {listed["voucher_number"]: listed["state"] for listed in counter.do("transactions")[1]["transactions"]}
    reversed_stans = {message.stan for message in counter.heard("0400")}
    for stan in of_kind:
        assert (states[stan] == "reversed") is (stan in reversed_stans)
        assert stan not in reversed_stans or KINDS[kind].row.reversible
