import pytest

from tests.acquirer.wallet.provider import QrHouse


@pytest.fixture
def house():
    """A host that is up and knows a wallet."""
    return QrHouse().open()


@pytest.fixture
def till(house):
    return house.till


@pytest.fixture
def wallet(house):
    return house.wallet
