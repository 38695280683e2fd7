"""Power cuts: after every effect of every flow, the next life owes exactly what nobody can know, and settles it."""

from itertools import product

import pytest

from countertop.storage import Entry
from countertop.terminal import SCHEMA, MasterKeyLoaded, NotInstalled
from countertop.terminal.records import AttemptDecided
from countertop.terminal.tables import MACHINE_OF, OWED
from tests.playbook import PowerCut
from tests.terminal.counter import TERMINAL, open_counter, person
from tests.terminal.test_sale import open_sale, signed_in


class Ledger:
    """The host's own books: what it approved, and what was reversed. A reversal may come before its original."""

    def __init__(self, host):
        self.host = host
        self.approved = {}
        self.reversed = set()
        self.financial = host.financial
        host.financial = self.take

    def take(self, request):
        key = request.stan
        if request.mti == "0400":
            self.reversed.add(key)
        elif key not in self.reversed:
            assert key not in self.approved, "one attempt came twice"
            self.approved[key] = int(request.amount) * (-1 if request.processing_code == "200000" else 1)
        return self.financial(request)

    def net(self):
        return {key: amount for key, amount in self.approved.items() if key not in self.reversed}


def cut_at(counter, count, *, before):
    """Let the power fail at the `count`-th effect from now on, before or after it is performed."""
    done = 0

    def cutting(perform):
        def performed(effect, play, now):
            nonlocal done
            done += 1
            if done == count and before:
                raise PowerCut
            reply = perform(effect, play, now)
            if done == count and not before:
                raise PowerCut
            return reply

        return performed

    counter.stage._perform = {kind: cutting(perform) for kind, perform in counter.stage._perform.items()}


def lives_on(counter):
    """Start again after a cut, with everybody answering, until nothing is open; return the new life."""
    again = counter.crashed()
    again.start()
    again.say = person()
    again.host.silent = False
    again.wait(120)
    return again


def agree(counter, ledger):
    """Terminal and host say the same about every attempt, and nothing is left open."""
    assert counter.machine.obligations == []
    states = counter.states()
    assert "prepared" not in states.values()
    assert None not in states.values()
    completed = {voucher for voucher, state in states.items() if state == "completed"}
    assert set(ledger.net()) == completed


def sale(counter):
    counter.do("sale")


def void(counter):
    counter.do("void", voucher_number="2")


def silent_sale(counter):
    counter.host.silent = True
    counter.do("sale")
    counter.wait(61)
    counter.host.silent = False
    counter.wait(70)


def declined_sale(counter):
    counter.host.codes["0200"] = "51"
    counter.do("sale")
    counter.host.codes.clear()


FLOWS = {"sale": sale, "void": void, "silent sale": silent_sale}


def play(flow, count, *, before):
    """Run one flow and cut it; return the counter, the host's books, and whether the cut came."""
    counter = signed_in()
    ledger = Ledger(counter.host)
    counter.do("sale")
    cut_at(counter, count, before=before)
    try:
        FLOWS[flow](counter)
    except PowerCut:
        return counter, ledger, True
    return counter, ledger, False


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("flow", FLOWS)
def test_a_cut_at_every_effect_leaves_the_right_obligation(flow, before):
    count, came = 0, True
    while came:
        count += 1
        counter, ledger, came = play(flow, count, before=before)
        owes = {row["stan"] for row in counter.rows(OWED, TERMINAL, "reversal_owed")}
        open_vouchers = {voucher for voucher, state in counter.states().items() if state is None} | owes
        again = lives_on(counter)
        agree(again, ledger)
        assert open_vouchers <= ledger.reversed, f"cut {count}"
        assert again.do("sale")[0] == 0
        agree(again, ledger)
    assert count > 15


def test_a_second_cut_while_the_terminal_recovers_changes_nothing():
    writes = 0
    for first, second in product(range(1, 7), range(1, 7)):
        counter = signed_in()
        ledger = Ledger(counter.host)
        counter.cut_at = counter.writes + first
        with_cut(silent_sale, counter)
        again = counter.crashed()
        again.cut_at = second
        with_cut(lambda life: (life.start(), life.wait(120)), again)
        writes += again.writes
        agree(lives_on(again), ledger)
    assert writes > 36


def with_cut(flow, counter):
    try:
        flow(counter)
    except PowerCut:
        return


def test_prepared_without_an_outcome_is_a_reversal_owed_and_written_down_before_it_is_sent():
    counter = signed_in()
    open_sale(counter)
    again = counter.crashed()
    again.hold = True
    again.start()
    while not any(getattr(effect, "records", ()) for effect in again.held):
        again.let_go(1)
    (record,) = next(effect for effect in again.held if getattr(effect, "records", ())).records
    assert isinstance(record, AttemptDecided)
    assert (record.state, record.reason) == ("reversal_owed", "98")
    assert again.timers == {}
    again.hold = False
    again.let_go()
    again.wait(1)
    assert again.states() == {"000002": "reversed"}


def test_a_reversal_owed_goes_on_after_a_power_cut_with_its_reason_and_its_count():
    counter = signed_in()
    counter.host.break_mac = True
    open_sale(counter)
    (payload,) = counter.said(counter.line)
    counter.tell(counter.line, counter.host.answer(payload))
    counter.said(counter.line)
    again = counter.crashed()
    again.start()
    again.host.break_mac = False
    (owed,) = again.ask_desk("status")[1]["reversals_owed"]
    assert (owed["reason"], owed["tries"]) == ("A0", 1)
    again.pump()
    assert again.heard("0400")[-1].response_code == "A0"
    assert again.states() == {"000002": "reversed"}


def test_nobody_is_logged_in_after_a_power_cut():
    counter = signed_in()
    again = counter.crashed()
    again.start()
    assert again.do("status")[1]["operator"] is None


def test_a_store_without_this_terminal_says_what_to_do():
    with pytest.raises(NotInstalled, match="founding records"):
        open_counter(founded=False)


def test_another_master_key_signs_the_terminal_out():
    counter = signed_in()
    counter.store.commit([Entry("founding", (MasterKeyLoaded(TERMINAL, counter.machine.tmk),), 0)])
    assert counter.rows(MACHINE_OF, TERMINAL)[0]["state"] == "signed_in"
    again = counter.crashed()
    again.start()
    assert again.do("status")[1]["state"] == "signed_out"
    again.say = person()
    assert again.do("sale")[0] == 0


def test_a_start_asks_for_open_work_only():
    counter = signed_in()
    for _ in range(3):
        counter.do("sale")
    again = counter.crashed()
    read = []
    perform = again._perform

    def noting(effect):
        read.append(effect)
        return perform(effect)

    again._perform = noting
    again.start()
    assert sum(len(again.rows(effect.query, *effect.values)) for effect in read) < 12
    assert SCHEMA.party == "terminal"
