"""Migrations of the party under test, frozen once a run."""

import pytest

from countertop.storage.freeze import freeze
from tests.storage.party_under_test import SCHEMA

pytest.register_assert_rewrite("tests.storage.contract")


@pytest.fixture(scope="session")
def migrations(tmp_path_factory):
    directory = tmp_path_factory.mktemp("migrations")
    freeze(SCHEMA, "Founding", directory)
    return directory
