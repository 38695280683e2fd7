"""What a host let pass is held to its original, and stored transactions to their order: each falsehood is found."""

from functools import lru_cache

import pytest

from countertop.audit.books import Books
from countertop.audit.budgets import check_budgets
from countertop.audit.queue import check_queue
from countertop.simulation.faults import Faults
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm
from countertop.storage import Image, MemoryStore
from countertop.values import MINUTE

DAY = 24 * 60 * MINUTE


@lru_cache(maxsize=1)
def stores():
    scene = Scene(2, Faults(2, Swarm({"refund": 80, "preauthorisation": 80, "voice": 80})), 25)
    assert play(scene) == []
    return {name: node.store() for name, node in scene.world.nodes.items()}


def books(party, **changed):
    """Return a party's books, rows of some tables changed: a function from a row as a mapping to its new values."""
    store = stores()[party]
    image = store.durable_image()
    for table, change in changed.items():
        names = [column.name for column in store.schema.table(table).columns]
        rows = image.tables[table]
        for key, row in rows.items():
            rows[key] = tuple({**(fields := dict(zip(names, row, strict=True))), **change(fields)}.values())
    return Books(party, MemoryStore.from_image(store.schema, Image(image.tables, image.lines, [])))


def said(findings):
    return {finding.what for finding in findings}


def test_a_day_within_its_budgets_says_nothing():
    assert list(check_budgets(books("acquirer"))) == []
    assert any(row["claim_kind"] == "refund" for row in books("acquirer").rows("claim"))
    assert any(row["claim_kind"] == "completion" for row in books("acquirer").rows("claim"))


@pytest.mark.parametrize("kind", ["refund", "completion"])
def test_more_than_the_original_allows_is_found(kind):
    changed = books("acquirer", claim=lambda row: {"claim_amount": 10**9} if row["claim_kind"] == kind else {})
    assert "audit.let_pass_too_much" in said(check_budgets(changed))


def test_a_completion_after_its_thirty_days_is_found():
    for days, found in ((29, set()), (30, {"audit.let_pass_too_late"})):
        late = days * DAY
        changed = books(
            "acquirer",
            attempt=lambda row, late=late: (
                {"received_at": row["received_at"] + late} if row["kind"] == "completion" else {}
            ),
        )
        assert said(check_budgets(changed)) == found


def test_stored_transactions_out_of_order_are_found():
    terminals = [books(f"terminal-{number}") for number in (1, 2, 3)]
    assert list(check_queue(terminals, [books("acquirer")])) == []
    backwards = books("acquirer", attempt=lambda row: {"serial": 10**6 - row["serial"]})
    assert said(check_queue(terminals, [backwards])) == {"audit.stored_out_of_order"}


def test_two_completions_of_one_hold():
    about = {"completion": "a hold", "completion_advice": "a hold", "completion_void": "another day"}

    def of_one(claim):
        return {"original_key": about.get(claim["claim_kind"], claim["original_key"])}

    assert "audit.completed_twice" in said(check_budgets(books("acquirer", claim=of_one)))
    assert "audit.completed_twice" not in said(check_budgets(books("acquirer")))
