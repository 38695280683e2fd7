"""A day's books to audit, made by the real parties; and how to falsify them."""

from functools import lru_cache

from countertop.audit import audit
from countertop.simulation.faults import Faults
from countertop.simulation.run import play
from countertop.simulation.scene import Scene
from countertop.simulation.swarm import Swarm
from countertop.storage import Image, MemoryStore

__all__ = ["Books", "a_day"]

# Enough goes wrong that every kind of row is there: voids, reversals, tombstones, late answers.
RATES = {"loss": 0.03, "delay": 0.05, "issuer_silent": 0.15, "issuer_late": 0.15, "reset": 0.01}


@lru_cache(maxsize=1)
def _images():
    scene = Scene(4, Faults(4, Swarm(RATES)), 30)
    assert play(scene) == []
    return {name: (node.schema, node.store().durable_image()) for name, node in scene.world.nodes.items()}


class Books:
    """A copy of the day's stores. Tables are changed behind the records' back, as a bug or a forger would."""

    def __init__(self) -> None:
        self.images = {
            name: (schema, Image({table: dict(rows) for table, rows in image.tables.items()}, list(image.lines), []))
            for name, (schema, image) in _images().items()
        }

    def stores(self):
        return {name: MemoryStore.from_image(schema, image) for name, (schema, image) in self.images.items()}

    def rows(self, party, table):
        schema, image = self.images[party]
        names = [column.name for column in schema.table(table).columns]
        return {key: dict(zip(names, row, strict=True)) for key, row in image.tables[table].items()}

    def find(self, party, table, **wanted):
        """Return the key of the first row that has these values; a callable judges."""
        for key, row in self.rows(party, table).items():
            if all(value(row[name]) if callable(value) else row[name] == value for name, value in wanted.items()):
                return key
        raise AssertionError(f"no such row of {table} at {party}")

    def change(self, party, table, key, **values):
        row = self.rows(party, table)[key]
        assert all(row[name] != value for name, value in values.items()), "nothing would change"
        self.images[party][1].tables[table][key] = tuple({**row, **values}.values())

    def drop(self, party, table, key):
        del self.images[party][1].tables[table][key]

    def add(self, party, table, key, row):
        self.images[party][1].tables[table][key] = row

    def audit(self, *, at_rest=True, chains=False, only=None):
        stores = self.stores()
        chosen = stores if only is None else {name: stores[name] for name in only}
        return audit(chosen, at_rest=at_rest, chains=chains)

    def invariants(self, **options):
        return {finding.invariant for finding in self.audit(**options)}

    def sentences(self, **options):
        return {finding.what for finding in self.audit(**options)}


def a_day():
    return Books()
