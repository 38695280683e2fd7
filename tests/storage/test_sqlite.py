"""SQLite keeps the contract."""

import pytest

from countertop.storage.sqlite import SqliteStore
from tests.storage.contract import StoreContract
from tests.storage.party_under_test import SCHEMA


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def opened(self, tmp_path, migrations):
        return lambda: SqliteStore(tmp_path / "store.db", SCHEMA, migrations)
