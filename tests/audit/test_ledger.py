"""What may take an account below its limit, and what may not."""

import pytest

from countertop.audit import audit
from countertop.issuer import IssuerSettings
from countertop.issuer.tables import SCHEMA
from countertop.storage import MemoryStore
from countertop.values import Pan
from tests.interbank import PAN
from tests.issuer.branch import BALANCE, CREDIT_PAN, Branch


@pytest.fixture
def branch():
    """A bank whose customer had spent what a void gave back before the void was reversed, and then voids 1.00 more."""
    branch = Branch().open()
    switch = branch.switch
    sale, next_sale = (switch.with_pin(switch.sale(amount)) for amount in (BALANCE, BALANCE - 1_00))
    void, last_sale = switch.void(sale), switch.sale(1_00)
    for message in (sale, void, next_sale, last_sale, switch.reversal(void), switch.void(last_sale)):
        assert switch.ask(message).response_code == "00"
    assert branch.balance() == -BALANCE + 1_00
    return branch


def test_a_reversed_void_may_and_what_comes_back_afterwards_is_welcome(branch):
    assert audit({"bank": branch.book.store}, at_rest=False) == []


@pytest.mark.parametrize("kind", ["sale", "reversal"])
def test_a_reversal_of_anything_else_may_not(branch, kind):
    image = branch.book.store.durable_image()
    attempts = image.tables["attempt"]
    names = [column.name for column in SCHEMA.table("attempt").columns]
    for key, values in attempts.items():
        row = dict(zip(names, values, strict=True))
        if row["kind"] == "void":
            attempts[key] = tuple({**row, "kind": kind}.values())
    found = audit({"bank": MemoryStore.from_image(SCHEMA, image)}, at_rest=False, chains=False)
    assert [finding.invariant for finding in found if finding.what == "audit.overdrawn"] == ["I3"]


# Holds, completions, voice approvals


def planted(bug):
    return Branch(IssuerSettings(planted=frozenset({f"issuer.{bug}"}))).open()


def held(branch, amount=100_00):
    hold = branch.switch.preauthorisation(amount)
    hold.approval_code = branch.switch.ask(hold).approval_code
    return hold


def found(branch):
    return {finding.what for finding in audit({"bank": branch.book.store}, at_rest=False)}


def test_a_whole_family_is_right_at_every_step():
    branch = Branch().open()
    switch = branch.switch
    hold = held(branch)
    completion = switch.completion(hold, 110_00)
    void = switch.completion_void(completion)
    second = switch.completion_advice(hold, 90_00)
    steps = (completion, void, switch.reversal(completion), second, switch.refund(second, 40_00))
    for message in (*steps, switch.reversal(void), switch.reversal(hold, approval_code=None)):
        assert switch.ask(message).response_code == "00"
        assert found(branch) == set()


def test_a_hold_that_is_never_released_is_found():
    branch = planted("hold-never-released")
    branch.switch.ask(branch.switch.preauthorisation_void(held(branch)))
    assert found(branch) == {"audit.hold_wrong"}


def test_a_completion_that_is_taken_twice_is_found():
    branch = planted("completion-debits-twice")
    advice = branch.switch.completion_advice(held(branch), 100_00)
    branch.switch.ask(advice)
    branch.switch.ask(advice)
    assert found(branch) == {"audit.completed_twice", "audit.family_wrong"}


def test_a_completion_of_an_expired_hold_is_found():
    branch = planted("expired-hold-completes")
    hold = held(branch)
    branch.book.utc += 31 * 24 * 3600 * 1_000_000
    branch.restart().open()
    assert found(branch) == set()
    branch.switch.ask(branch.switch.completion(hold, 100_00))
    assert found(branch) == {"audit.completed_too_late"}


def test_a_voice_code_that_is_used_twice_is_found():
    branch = planted("voice-code-usable-twice")
    _, body = branch.book.ask_desk("voice_approve", pan=Pan(PAN), amount="10.00")
    branch.switch.ask(branch.switch.offline_post(10_00, body["approval_code"]))
    assert "audit.posted_without_approval" in found(branch)


def falsified(branch, table, **changes):
    image = branch.book.store.durable_image()
    names = [column.name for column in SCHEMA.table(table).columns]
    for key, values in image.tables[table].items():
        image.tables[table][key] = tuple({**dict(zip(names, values, strict=True)), **changes}.values())
    store = MemoryStore.from_image(SCHEMA, image)
    return {finding.what for finding in audit({"bank": store}, at_rest=False, chains=False)}


def test_a_hold_of_another_amount_is_found():
    branch = Branch().open()
    held(branch)
    assert falsified(branch, "hold", amount=99_99) == {"audit.hold_wrong"}
    assert falsified(branch, "hold", amount=0, state="released") == {"audit.hold_wrong"}


def test_a_refund_of_more_than_was_paid_is_found():
    branch = Branch().open()
    sale = branch.switch.sale(10_00)
    branch.switch.ask(sale)
    branch.switch.ask(branch.switch.refund(sale, 10_00))
    assert "audit.refunded_too_much" not in falsified(branch, "posting")
    image = branch.book.store.durable_image()
    names = [column.name for column in SCHEMA.table("attempt").columns]
    for key, values in image.tables["attempt"].items():
        row = dict(zip(names, values, strict=True))
        if row["kind"] == "refund":
            image.tables["attempt"][key] = tuple({**row, "amount": 10_01}.values())
    store = MemoryStore.from_image(SCHEMA, image)
    findings = {finding.what for finding in audit({"bank": store}, at_rest=False, chains=False)}
    assert {"audit.family_wrong", "audit.refunded_too_much"} <= findings


def test_a_transfer_is_right_in_both_accounts():
    branch = Branch().open()
    branch.switch.ask(branch.switch.with_pin(branch.switch.transfer(10_00, CREDIT_PAN)))
    assert branch.balance() == BALANCE - 10_00
    assert found(branch) == set()
