"""One house for all tests of a module that share one."""

import pytest

from tests.end_to_end.processes import up


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("house") / "data"
    with up(data) as serving:
        yield data
    assert serving.process.returncode == 0, serving.text
