"""For all tests: the programs that they start are compiled once, and the tests of a file run in one worker.

Where Python is told to keep nothing that it compiled (PYTHONDONTWRITEBYTECODE), a hundred programs would each be compiled
anew. Then it is kept for the time of the tests, in a place of their own; workers inherit both.

The tests of a file share its house, its browser or its books; divided among workers, each would found them again
(`--dist loadgroup`). Those of SHARE_NOTHING are long and single, and fill the end of the run.
"""

import atexit
import os
import shutil
import tempfile

import pytest

SHARE_NOTHING = ("simulation", "crash")

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="countertop-compiled-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    here = config.rootpath / "tests"
    for item in items:
        place = item.path.relative_to(here)
        if place.parts[0] not in SHARE_NOTHING:
            item.add_marker(pytest.mark.xdist_group(str(place)))
