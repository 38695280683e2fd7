import pytest

from tests.acquirer.neighbours import House


@pytest.fixture
def house():
    """A host that is up, its link signed on, no terminal signed in."""
    return House().open()


@pytest.fixture
def till(house):
    """A terminal that is signed in."""
    house.till.sign_in()
    return house.till


@pytest.fixture
def switch(house):
    return house.switch
