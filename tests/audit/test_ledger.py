"""What may take an account below its limit, and what may not."""

import pytest

from countertop.audit import audit
from countertop.issuer.tables import SCHEMA
from countertop.storage import MemoryStore
from tests.issuer.branch import BALANCE, Branch


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
