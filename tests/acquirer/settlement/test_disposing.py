"""A batch whose terminal is gone: closed by two persons, never by one; and what comes of it when it turns up again."""

import pytest

from countertop.acquirer.records import TerminalRegistered
from countertop.audit import audit
from countertop.storage import Entry
from tests.acquirer.neighbours import MERCHANT_ID, TERMINAL_ID
from tests.acquirer.settlement.till import (
    detail,
    dispositions,
    lose,
    rows,
    tell_details,
    tell_end,
    tell_totals,
    totals,
)
from tests.playbook import PowerCut

FALSIFIED = {"audit.table_differs"}
"""What the audit says of tables that a test has changed behind the records' back."""


def propose(house, by="Li Na", **more):
    asked = {"terminal_id": TERMINAL_ID, "reason": "the machine was stolen", "by": by, **more}
    return house.book.ask_desk("propose-disposition", **asked)


def approve(house, by="Wang Wu", **more):
    """Approve what is listed, unless it says what was `seen`."""
    if "seen" not in more:
        more["seen"] = seen_of_batch(house, more.get("batch_instance"))
    return house.book.ask_desk("approve-disposition", **{"terminal_id": TERMINAL_ID, "by": by, **more})


def seen_of_batch(house, instance=None):
    listed = batch(house)
    wanted = instance or listed["batch_instance"]
    return next((each["seen"] for each in listed["proposals"] if each["batch_instance"] == wanted), None)


def batch(house):
    return house.book.ask_desk("batches", terminal_id=TERMINAL_ID)[1]["batches"][0]


def findings(house):
    return {finding.what for finding in audit({"acquirer": house.book.store}, at_rest=False)}


def test_who_approves_a_batch_approves_the_sums_they_saw(till, house):
    till.buy(amount=1200)
    propose(house)
    (seen,) = [each["seen"] for each in batch(house)["proposals"]]
    till.buy(amount=300)
    for other in (seen, None, ""):
        assert approve(house, seen=other)[1]["message"] == "acquirer.disposition-changed"
    (proposal,) = batch(house)["proposals"]
    assert proposal["totals"]["domestic"]["debit_amount"] == 1500
    propose(house, reason="another")
    assert approve(house, seen=proposal["seen"])[1]["message"] == "acquirer.disposition-changed"
    assert approve(house)[1]["state"] == "closed"


def test_what_is_reversed_while_somebody_approves_is_not_closed_unseen(till, house, switch):
    request, _ = till.buy(amount=1200)
    propose(house)
    seen = seen_of_batch(house)
    house.book.hold = True
    number = approve(house, seen=seen)
    till.tell(till.reversal(request))
    house.book.let_go()
    house.book.hold = False
    assert house.book.replies[number][1]["message"] == "acquirer.disposition-changed"
    assert till.hear().response_code == "00"
    switch.acknowledge()
    till.buy(amount=300)  # the batch goes on
    assert approve(house)[1]["state"] == "closed"
    (closed,) = rows(house, "closed_batch")
    assert closed["totals"].startswith("000000000300001")
    assert findings(house) == set()


def test_two_persons_close_a_batch_with_what_the_host_has(till, house):
    till.buy(amount=1200)
    till.buy(amount=300)
    assert propose(house) == (0, {"terminal_id": TERMINAL_ID, "batch_instance": 1, "state": "proposed"})
    (proposal,) = batch(house)["proposals"]
    assert (proposal["proposed_by"], proposal["reason"]) == ("Li Na", "the machine was stolen")
    assert approve(house)[1]["state"] == "closed"
    shown = batch(house)
    assert (shown["state"], shown["batch_number"], shown["batch_instance"], shown["proposals"]) == (
        *("open", "000002", 2),
        [],
    )
    (closed,) = shown["closed"]
    assert closed["totals"]["domestic"]["debit_amount"] == 1500
    assert closed["disposed"] == {
        "reason": "the machine was stolen",
        "proposed_by": "Li Na",
        "approved_by": "Wang Wu",
    }
    (case,) = house.book.ask_desk("cases")[1]["cases"]
    assert (case["cause"], case["terminal_id"], case["host_amount"]) == ("batch_disposed", TERMINAL_ID, 1500)
    assert house.book.noted("acquirer.batch-disposed") == 1
    day = house.book.ask_desk("day-close", date="20240715")[1]["days"][0]
    assert day["debit_amount"] == 1500
    assert findings(house) == set()


@pytest.mark.parametrize("by", ["Li Na", "li na", " LiNa "])
def test_nobody_approves_what_they_proposed(till, house, by):
    till.buy()
    propose(house)
    assert approve(house, by)[1]["message"] == "acquirer.disposition-same-person"
    assert rows(house, "closed_batch") == []
    till.buy()


def test_nothing_is_approved_that_nobody_proposed(till, house):
    till.buy()
    assert approve(house)[1]["message"] == "acquirer.disposition-not-proposed"
    propose(house)
    assert approve(house, batch_instance=2)[1]["message"] == "acquirer.batch-not-open"
    assert approve(house)[0] == 0
    assert approve(house, batch_instance=1)[1]["message"] == "acquirer.batch-not-open"
    assert propose(house, batch_instance=1)[1]["message"] == "acquirer.batch-not-open"
    assert approve(house)[1]["message"] == "acquirer.disposition-not-proposed"  # of the next batch


@pytest.mark.parametrize(
    "asked", [{"reason": ""}, {"by": ""}, {"by": None}, {"terminal_id": "00000000"}, {"batch_instance": "1"}]
)
def test_a_question_that_says_too_little_is_refused(till, house, asked):
    assert propose(house, **{"by": "Li Na", **asked})[0] == 2
    assert rows(house, "batch_proposal") == []


def test_while_something_is_on_its_way_it_is_too_early(till, house, switch):
    till.tell(till.sale(amount=900))
    propose(house)
    status, body = approve(house)
    assert (status, body["message"]) == (12, "acquirer.disposition-too-early")
    switch.approve()
    assert till.hear().response_code == "00"  # the batch goes on
    till.buy(amount=100)
    assert approve(house)[0] == 0
    assert findings(house) == set()


def test_what_the_machine_is_just_closing_is_not_closed_by_people(till, house, switch):
    till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    propose(house)
    seen = seen_of_batch(house)
    house.book.hold = True
    number = approve(house, seen=seen)
    house.book.let_go(1)
    till.tell(till.manage("0320", "207", private_data="0000"))
    house.book.let_go(2)
    till.batch = till.hear().transaction_info[2:8]
    till.tell(till.sale())
    house.book.let_go()
    house.book.hold = False
    assert house.book.replies[number][1]["message"] == "acquirer.batch-not-open"
    switch.approve()
    assert till.hear().response_code == "00"
    till.buy()  # the next batch is not held back


def test_a_batch_frozen_in_the_middle_of_its_upload_is_closed_too(till, house):
    sales = [till.buy(amount=100), till.buy(amount=200)]
    tell_totals(till, totals(400, 2))
    tell_details(till, detail(*sales[0]))
    propose(house)
    house.reopen()
    assert approve(house)[0] == 0
    (closed,) = rows(house, "closed_batch")
    assert (closed["records"], closed["claimed"][:15]) == (1, "000000000400002")
    assert findings(house) == set()
    till.sign_in()
    assert till.batch == "000002"
    till.buy(amount=500)


def test_another_machine_under_the_same_number_begins_in_a_batch_instance_of_its_own(till, house):
    till.buy(amount=1200)
    propose(house)
    approve(house)
    till.tell(till.sale(amount=100))  # the keys of the machine that is gone are worth nothing any more
    assert till.hear_all(whole=False)[0].response_code == "77"
    till.stan = 0  # a new machine counts from the beginning
    till.sign_in()
    assert till.batch == "000002"
    till.buy(amount=700)
    assert [row["batch_instance"] for row in rows(house, "attempt")] == [1, 2]
    tell_totals(till, totals(700, 1))
    assert tell_end(till, code="207").response_code == "00"
    assert findings(house) == set()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2])
def test_a_cut_at_any_write_leaves_it_closed_once_or_not_at_all(till, house, write, after):
    till.buy(amount=1200)
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, write, after
    for step in (propose, approve):
        try:
            step(house)
        except PowerCut:
            house.reopen()
            step(house)
    assert [row["batch_instance"] for row in rows(house, "closed_batch")] == [1]
    assert house.memory.registry.terminals[TERMINAL_ID].session is None
    assert batch(house)["batch_instance"] == 2
    assert findings(house) == set()


def test_a_machine_that_turns_up_again_ends_its_settlement_and_what_it_alone_knew_is_a_case(till, house):
    lost, kept, other = till.buy(amount=1200), till.buy(amount=300), till.buy(amount=50)
    lose(house, lost[0].stan)
    propose(house)
    approve(house)
    till.sign_in()
    till.batch = "000001"  # it had frozen its batch before it was lost
    answer = tell_totals(till, totals(1560, 3))
    assert answer.private_data[30] == answer.private_data[61] == "2"
    for _ in range(2):
        told = [detail(*lost), detail(*kept), detail(*other, amount=60)]
        assert tell_details(till, *told).response_code == "00"
    end = tell_end(till, 3)
    assert (end.response_code, end.transaction_info) == ("00", "00000002202")
    assert dispositions(house) == {lost[0].stan: "too_late", kept[0].stan: "matched", other[0].stan: "amount_differs"}
    causes = sorted(row["cause"] for row in rows(house, "case_file"))
    assert causes == ["amount_differs", "batch_disposed", "too_late"]
    assert house.book.noted("acquirer.batch-too-late") == 1
    assert len(rows(house, "attempt")) == 2
    assert findings(house) == FALSIFIED


def test_what_a_machine_that_goes_on_still_owes_ends_unless_the_host_has_settled_it(till, house, switch):
    bought, _ = till.buy(amount=1200)
    till.tell(till.sale(amount=300))
    switch.decline()
    till.hear()
    undone, _ = till.buy(amount=100)
    till.tell(till.reversal(undone))
    till.hear()
    switch.acknowledge()
    never_came = till.sale(amount=500)
    declined = till.sale(amount=300, stan="000003")
    propose(house)
    approve(house)
    till.sign_in()
    codes = []
    for original in (never_came, undone, declined, bought):
        till.tell(till.reversal(original))
        codes.append(till.hear().response_code)
    assert codes == ["25", "25", "25", "77"]
    assert house.book.noted("acquirer.reversal-too-late") == 1
    switch.nothing_heard()
    till.tell(till.reversal(never_came), b"\0" * 8)
    assert till.hear().response_code == "A0"
    assert findings(house) == set()


def test_what_a_machine_that_goes_on_still_repeats_ends_and_is_a_case_where_it_had_happened(till, house, switch):
    _, answer = till.buy(amount=1200)
    told, post = till.post(700), till.post(800)
    other = till.post(701, stan=told.stan)
    till.ask(told)
    refunds = [till.refund(answer, amount) for amount in (200, 300)]
    till.ask(refunds[0])
    propose(house)
    approve(house)
    till.sign_in()
    codes = []
    for message in (told, post, post, *refunds, other):
        till.tell(message)
        codes.append(till.hear().response_code)
    assert codes == ["00", "12", "12", "00", "12", "94"]
    switch.nothing_heard()
    assert dispositions(house) == {post.stan: "too_late"}
    (case,) = (each for each in house.book.ask_desk("cases")[1]["cases"] if each["cause"] == "too_late")
    assert (case["stan"], case["terminal_amount"], case["host_amount"]) == (post.stan, 800, None)
    till.tell(post, b"\0" * 8)
    assert till.hear().response_code == "A0"
    assert findings(house) == set()


def test_what_is_repeated_of_a_batch_that_its_terminal_closed_is_refused_as_ever(till, house, switch):
    post = till.post()
    tell_totals(till, totals())
    tell_end(till, code="207")
    till.tell(post)
    assert till.hear().response_code == "77"
    switch.nothing_heard()


def test_a_reversal_of_a_batch_that_its_terminal_closed_is_refused_as_ever(till, house):
    bought, _ = till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    tell_end(till, code="207")
    till.tell(till.reversal(bought))
    assert till.hear().response_code == "77"


def test_a_batch_that_was_left_behind_is_shown_and_closed(till, house):
    till.buy(amount=1200)
    tmk = house.memory.registry.terminals[TERMINAL_ID].tmk
    new = TerminalRegistered(TERMINAL_ID, MERCHANT_ID, "00000909", tmk, batch_instance=2, batch_number="000005")
    house.book.store.commit([Entry(TERMINAL_ID, (new,), house.book.utc)])
    house.reopen()
    assert batch(house)["left_open"] == [{"batch_instance": 1, "batch_number": "000001"}]
    propose(house, batch_instance=1)
    assert approve(house, batch_instance=1)[0] == 0
    shown = batch(house)
    assert (shown["batch_number"], shown["batch_instance"], shown["left_open"]) == ("000005", 2, [])
    assert rows(house, "closed_batch")[0]["totals"][:15] == "000000001200001"
    house.reopen()
    assert batch(house)["batch_number"] == "000005"
    assert findings(house) == set()


def test_the_audit_finds_a_batch_that_one_person_closed(till, house):
    till.buy(amount=1200)
    propose(house)
    approve(house)
    tables = house.book.store._tables
    proposals = tables["batch_proposal"]
    proposals.remove(next(iter(proposals.rows)))
    assert findings(house) == {"audit.disposed_alone"} | FALSIFIED
    dispositions_kept = tables["batch_disposition"]
    dispositions_kept.remove(next(iter(dispositions_kept.rows)))
    assert findings(house) == {"audit.closed_by_nobody", "audit.not_disposed"} | FALSIFIED
