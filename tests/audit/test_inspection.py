"""Each invariant, broken by one changed row, is found under its own name; sound books show nothing."""

import pytest

from countertop.words import CATALOGUE, Language
from tests.audit.days import a_day

BANKS = ("issuer-east", "issuer-west", "issuer-north")


@pytest.fixture
def day():
    return a_day()


def approved_sale(day):
    """Return the attempt key, transit key and bank of a sale that stands everywhere and was not voided."""
    voided = {row["original_key"] for row in day.rows("acquirer", "claim").values()}
    owed = day.rows("acquirer", "obligation")
    at_switch = {**day.rows("switch", "obligation")}
    for key, row in day.rows("acquirer", "attempt").items():
        decision = day.rows("acquirer", "decision")[key]
        sound = decision["outcome"] == "approved" and key not in owed and row["transit_key"] not in at_switch
        if row["kind"] == "sale" and sound and key not in voided:
            bank = next(bank for bank in BANKS if row["transit_key"] in day.rows(bank, "attempt"))
            return key, row["transit_key"], bank
    raise AssertionError("no such sale")


def terminal_of(day, key):
    """Return the terminal and the terminal's key of an attempt at the host."""
    row = day.rows("acquirer", "attempt")[key]
    return f"terminal-{row['terminal_id'][-1]}", (row["terminal_id"], row["batch_number"], row["stan"])


def test_sound_books_show_nothing(day):
    assert day.audit(chains=True) == []
    assert day.audit(at_rest=False, chains=True) == []


@pytest.mark.parametrize(
    "only", [("acquirer",), ("switch", "issuer-east"), ("terminal-1", "acquirer"), ("issuer-west",)]
)
def test_books_that_are_not_at_hand_are_not_missed(day, only):
    assert day.audit(only=only) == []


def test_a_sentence_says_what_is_wrong_in_both_languages(day):
    key, transit, bank = approved_sale(day)
    day.change(bank, "attempt", transit, approval_code="999999")
    (finding,) = day.audit()
    assert finding.what in CATALOGUE
    assert key in finding.say(Language.CHINESE)
    assert str(finding).startswith("I4 ")
    assert "999999" in str(finding)


# Agreement


def test_i1_an_attempt_that_stands_at_the_shop_only(day):
    key, _, _ = approved_sale(day)
    day.change("acquirer", "decision", key, outcome="declined")
    assert "I1" in day.invariants()
    assert "audit.not_agreed" in day.sentences()


def test_i1_an_attempt_that_stands_with_the_bank_only(day):
    key, transit, _ = approved_sale(day)
    terminal, terminal_key = terminal_of(day, key)
    day.change(terminal, "outcome", terminal_key, state="declined")
    day.change("acquirer", "decision", key, outcome="declined")
    day.change("switch", "decision", transit, outcome="declined")
    assert day.invariants() == {"I1"}
    assert day.audit(at_rest=False) == []


def test_i2_two_attempts_under_one_transit_key(day):
    keys = [key for key, row in day.rows("acquirer", "attempt").items() if row["transit_key"]]
    day.change("acquirer", "attempt", keys[1], transit_key=day.rows("acquirer", "attempt")[keys[0]]["transit_key"])
    assert "I2" in day.invariants(at_rest=False)


@pytest.mark.parametrize("column", ["approval_code", "rrn"])
def test_i4_the_shop_keeps_another_answer(day, column):
    key, _, _ = approved_sale(day)
    terminal, terminal_key = terminal_of(day, key)
    day.change(terminal, "outcome", terminal_key, **{column: "000000000000"})
    assert day.invariants(at_rest=False) == {"I4"}


def test_i5_two_parties_mean_different_amounts_by_one_key(day):
    _, transit, _ = approved_sale(day)
    day.change("switch", "attempt", transit, amount=7)
    assert day.invariants(at_rest=False) == {"I5"}


def test_what_was_declined_for_its_mac_may_say_anything(day):
    transit = day.find("switch", "decision", outcome="declined", cause="answer")
    bank = next(bank for bank in BANKS if transit in day.rows(bank, "attempt"))
    day.change(bank, "attempt", transit, amount=7, response_code="A0")
    assert day.audit() == []


# The ledger


def test_i3_a_posting_set_that_does_not_sum_to_zero(day):
    key = day.find("issuer-east", "posting", account_id="settlement")
    day.change("issuer-east", "posting", key, amount=day.rows("issuer-east", "posting")[key]["amount"] + 1)
    assert day.sentences(at_rest=False) == {"audit.unbalanced_set", "audit.ledger_not_zero"}
    assert day.invariants(at_rest=False) == {"I3"}


def test_i3_a_balance_that_does_not_follow(day):
    key = day.find("issuer-east", "posting", account_id="east-000001", sequence=2)
    day.change("issuer-east", "posting", key, balance_after=1_000_000_00)  # so much that nothing after it overdraws
    assert day.sentences(at_rest=False) == {"audit.balance_wrong"}


def test_i3_a_gap_in_an_account(day):
    key = day.find("issuer-east", "posting", account_id="east-000001", sequence=2)
    day.change("issuer-east", "posting", key, sequence=1000)
    assert "audit.balance_wrong" in day.sentences(at_rest=False)


def test_i3_an_account_below_its_limit(day):
    key = day.find("issuer-east", "posting", account_id="east-000001", sequence=1)
    other = (key[0], 2)
    day.change("issuer-east", "posting", key, amount=-1, balance_after=-1)
    day.change("issuer-east", "posting", other, amount=1)
    assert "audit.overdrawn" in day.sentences(at_rest=False)


def test_i3_postings_without_a_request(day):
    _, transit, bank = approved_sale(day)
    for line in (1, 2):
        row = day.rows(bank, "posting")[transit, line]
        day.drop(bank, "posting", (transit, line))
        day.add(bank, "posting", ("nobody's", line), tuple({**row, "posting_set": "nobody's"}.values()))
    assert day.sentences(at_rest=False) == {"audit.posting_without_request", "audit.moved_differs"}


def test_i8_a_sale_that_was_credited_twice(day):
    bank, key = next(
        (bank, key)
        for bank in BANKS
        for key, row in day.rows(bank, "attempt").items()
        if row["kind"] == "reversal" and row["moved"] > 0
    )
    moved = day.rows(bank, "attempt")[key]["moved"]
    day.change(bank, "attempt", key, moved=2 * moved)
    assert "I8" in day.invariants(at_rest=False)
    assert "audit.family_wrong" in day.sentences(at_rest=False)


# Undoing


def test_i6_undone_for_one_and_standing_for_the_next(day):
    discharged = day.rows("switch", "discharge")
    bank, transit = next(
        (bank, key)
        for bank in BANKS
        for key, row in day.rows(bank, "attempt").items()
        if key in discharged and row["response_code"] == "00"
    )
    reversal = day.find(bank, "attempt", kind="reversal", original_key=transit)
    day.change(bank, "attempt", reversal, response_code="12")
    assert "audit.undone_but_stands" in day.sentences(at_rest=False)
    assert "I6" in day.invariants(at_rest=False)


def test_i6_undone_and_no_trace_of_it(day):
    key = day.find("acquirer", "attempt", kind="tombstone")
    for table in ("attempt", "decision", "reversal"):
        day.drop("acquirer", table, key)
    assert day.sentences(at_rest=False) == {"audit.undone_without_trace"}
    assert day.invariants(at_rest=False) == {"I6"}


@pytest.mark.parametrize(("party", "effect"), [("acquirer", "undone"), ("switch", "reversed")])
def test_i6_a_reversal_of_another_amount(day, party, effect):
    key = day.find(party, "reversal", effect=effect)
    text = day.rows(party, "reversal")[key]["reversal_request"]
    day.change(party, "reversal", key, reversal_request=text.replace("amount=", "amount=9"))
    assert day.sentences(at_rest=False) == {"audit.reversal_mismatch"}


def test_i6_a_bank_that_undid_another_amount(day):
    bank, key = next(
        (bank, key)
        for bank in BANKS
        for key, row in day.rows(bank, "attempt").items()
        if row["kind"] == "reversal" and row["moved"] > 0
    )
    day.change(bank, "attempt", key, amount=3)
    assert day.sentences(at_rest=False) == {"audit.reversal_mismatch"}


def test_i7_an_approval_taken_for_an_acknowledgement(day):
    key = day.find("terminal-3", "discharge")
    text = day.rows("terminal-3", "discharge")[key]["acknowledgement"]
    day.change("terminal-3", "discharge", key, acknowledgement=text.replace("mti=0410", "mti=0210"))
    assert day.invariants(at_rest=False) == {"I7"}


def test_i10_an_obligation_ended_by_a_refusal(day):
    key = day.find("acquirer", "discharge")
    day.change("acquirer", "discharge", key, acknowledged_code="96")
    assert day.invariants(at_rest=False) == {"I10"}


@pytest.mark.parametrize("party", ["acquirer", "switch"])
def test_i10_not_knowing_and_not_owing(day, party):
    key = day.find(party, "decision", outcome="unknown")
    for table in ("obligation", "discharge"):
        day.drop(party, table, key)
    assert "audit.unknown_without_obligation" in day.sentences(at_rest=False)


# Order


def test_i9_the_host_knows_what_the_terminal_never_wrote_down(day):
    key, _, _ = approved_sale(day)
    terminal, terminal_key = terminal_of(day, key)
    for table in ("attempt", "outcome"):
        day.drop(terminal, table, terminal_key)
    assert day.invariants(at_rest=False) == {"I9"}
    assert day.sentences(at_rest=False) == {"audit.asked_without_record"}


def test_i9_the_bank_knows_what_the_switch_never_wrote_down(day):
    _, transit, _ = approved_sale(day)
    for table in ("attempt", "decision"):
        day.drop("switch", table, transit)
    assert day.sentences(at_rest=False) == {"audit.asked_without_record", "audit.answered_without_record"}


def test_i9_the_terminal_took_an_approval_that_the_host_never_gave(day):
    key, _, _ = approved_sale(day)
    day.drop("acquirer", "decision", key)
    assert "audit.answered_without_record" in day.sentences(at_rest=False)


def test_i9_the_switch_took_an_approval_that_the_bank_never_gave(day):
    _, transit, bank = approved_sale(day)
    day.change(bank, "attempt", transit, response_code="51", moved=0)
    for line in (1, 2):
        day.drop(bank, "posting", (transit, line))
    assert "audit.answered_without_record" in day.sentences(at_rest=False)


# The chain


def test_i15_a_changed_record(day):
    _, image = day.images["acquirer"]
    place = next(place for place, line in enumerate(image.lines) if line[1] == "acquirer.attempt_received")
    line = image.lines[place]
    store = day.stores()["acquirer"]
    list(store.records())
    image.hashed = store.durable_image().hashed
    image.lines[place] = (*line[:4], line[4].replace('"amount":', '"amount":9'))
    assert "I15" in day.invariants(at_rest=False, chains=True)
    assert "audit.chain_broken" in day.sentences(at_rest=False, chains=True)


def test_i15_a_row_that_no_record_made(day):
    key, _, _ = approved_sale(day)
    day.change("acquirer", "attempt", key, operator="77")
    assert day.audit(at_rest=False, chains=False) == []
    assert day.sentences(at_rest=False, chains=True) == {"audit.table_differs"}


# Liveness


@pytest.mark.parametrize(("party", "what"), [("acquirer", "outcome"), ("terminal-3", "state")])
def test_i16_what_is_still_pending(day, party, what):
    table = "decision" if party == "acquirer" else "outcome"
    day.drop(party, table, day.find(party, table, **{what: "declined"}))
    assert day.sentences() == {"audit.still_pending"}
    assert day.audit(at_rest=False) == []


@pytest.mark.parametrize("party", ["acquirer", "switch", "terminal-3"])
def test_i16_what_is_still_owed(day, party):
    day.drop(party, "discharge", day.find(party, "discharge"))
    assert day.sentences() == {"audit.still_owed"}
    assert day.invariants() == {"I16"}
    assert day.audit(at_rest=False) == []


def test_i16_zone_keys_that_are_offered_and_not_confirmed(day):
    exchange_keys(day)
    assert day.audit() == []
    (key,) = day.rows("switch", "zone_keys")
    day.drop("switch", "zone_keys", key)
    assert day.sentences() == {"audit.keys_still_offered"}
    assert day.audit(at_rest=False) == []


def test_i16_zone_keys_of_two_exchanges(day):
    exchange_keys(day)
    (key,) = day.rows("issuer-east", "zone_keys_taken")
    day.change("issuer-east", "zone_keys_taken", key, exchange="0310100000000002")
    assert day.sentences() == {"audit.keys_differ"}
    assert day.audit(only=("switch",)) == []


def exchange_keys(day):
    """Put the rows of one exchange into the books of the switch and of a bank."""
    bank, pair, former = "99010001", ("zpk", "zak"), ("old zpk", "old zak")
    day.add("switch", "zone_offer", (bank,), (bank, 1, *pair, "NK", "0310100000", "000001", "Li", 1))
    day.add("switch", "zone_keys", (bank,), (bank, 1, *pair, *former, 1, 2))
    day.add("issuer-east", "zone_keys_taken", (bank,), (bank, "0310100000000001", *pair, *former, 1))
