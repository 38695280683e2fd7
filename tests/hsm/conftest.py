import pytest

from tests.hsm.two_hsms import TwoHsms


@pytest.fixture(scope="session")
def two():
    """HSMs keep nothing but their master key, so one pair serves every test."""
    return TwoHsms()
