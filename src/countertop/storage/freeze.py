"""Freeze a party's declared tables as its next migration and `newest.sql`, or tell how the two differ.

    python -m countertop.storage.freeze countertop.issuer:SCHEMA "Holds on accounts"

writes the next version: what changed since the last one. With `--again` the last version is written anew, which is
only right while no store of it is out in the world.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, event

from countertop.journal import Schema
from countertop.storage.declaration import verify_schema
from countertop.storage.founding import migrate
from countertop.storage.schema import metadata_of
from countertop.storage.versions import Versions

__all__ = ["differences", "freeze", "main", "newest_sql"]

_MIGRATION = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}


def upgrade() -> None:
{body}
'''


def freeze(schema: Schema, title: str, directory: Path | None = None, *, again: bool = False) -> Path | None:
    """Write the migration from the last version to the declared tables; None when there is nothing to change."""
    verify_schema(schema)
    versions = Versions(schema.party, directory)
    versions.directory.mkdir(parents=True, exist_ok=True)
    if again and versions.all:
        last = versions.all.pop()
        for file in versions.directory.glob(f"{last[-4:]}_*.py"):
            file.unlink()
    with _migrated(versions) as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": True})
        change = produce_migrations(found, metadata_of(schema)).upgrade_ops
    assert change is not None
    if change.is_empty():
        return None
    number = f"{len(versions.all) + 1:04}"
    code = "\n".join(line.split("  # ")[0] for line in render_python_code(change).splitlines() if "###" not in line)
    file = versions.directory / f"{number}_{re.sub('[^a-z0-9]+', '_', title.lower())}.py"
    before = f'"{versions.newest}"' if versions.all else "None"
    text = _MIGRATION.format(
        title=title, revision=f"{schema.party}_{number}", before=before, body=f"    {code.strip()}"
    )
    file.write_text(text, encoding="utf-8")
    (versions.directory / "newest.sql").write_text(newest_sql(schema.party, directory), encoding="utf-8")
    return file


def newest_sql(party: str, directory: Path | None = None) -> str:
    """Return the statements that build what the migrations lead to, the version included."""
    versions = Versions(party, directory)
    with _migrated(versions) as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).scalars()
        statements = [re.sub(r"\s+", " ", statement).strip() for statement in made]
    statements.append(f"INSERT INTO alembic_version (version_num) VALUES ('{versions.newest}')")  # noqa: S608 - our own name
    return "".join(f"{statement};\n" for statement in statements)


def differences(schema: Schema, directory: Path | None = None) -> list[Any]:
    """Return how the migrated tables differ from the declared ones; each item names the change that is missing."""
    with _migrated(Versions(schema.party, directory)) as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(found, metadata_of(schema)))


def _migrated(versions: Versions) -> Connection:
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda driver, _: setattr(driver, "isolation_level", None))
    connection = engine.connect()
    if versions.all:
        migrate(connection, versions)
    return connection


def main(arguments: list[str]) -> int:
    """Freeze the tables of one party."""
    parser = argparse.ArgumentParser(prog="python -m countertop.storage.freeze", description=main.__doc__)
    parser.add_argument("schema", help="where it is declared: package.module:NAME")
    parser.add_argument("title", help="what the new version is for")
    parser.add_argument("--again", action="store_true", help="write the last version anew instead of the next one")
    chosen = parser.parse_args(arguments)
    module, _, name = chosen.schema.partition(":")
    written = freeze(getattr(import_module(module), name), chosen.title, again=chosen.again)
    sys.stdout.write(f"{written or 'nothing has changed'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
