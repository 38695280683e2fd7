"""Houses that are served with their pages."""

from tests.end_to_end.processes import HouseWithPages

__all__ = ["served"]


def served(tmp_path_factory, *more):
    """Serve a new house for as long as a fixture lasts; `data` is where it is."""
    data = tmp_path_factory.mktemp("house") / "data"
    with HouseWithPages(data, *more) as serving:
        yield serving
    assert serving.process.returncode == 0, serving.text
