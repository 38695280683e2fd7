"""For all tests: the programs that they start are compiled once, and the tests of a file run in one worker.

Where Python is told to keep nothing that it compiled (PYTHONDONTWRITEBYTECODE), a hundred programs would each be compiled
anew. Then it is kept for the time of the tests, in a place of their own; workers inherit both.

The tests of a file share its house, its browser or its books; divided among workers, each would found them again.
So do those of a folder of the pages, one file after the other.
Those of the simulator share nothing: they are long and single, and fill the end of the run, as do the stopped stories,
of which those of one flow share how it goes when nobody stops.

Houses and stores of tests are kept in memory where there is room for them: they wait for the disk at every write, and
longer than for anything else. What a disk loses is asked of one that is watched (tests/storage/watched_disk.py).

Whatever stands when all tests are collected (code, mostly) stays to the end, so the collector of garbage looks past it.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="countertop-compiled-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)

MEMORY, ROOM = Path("/dev/shm"), 6 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


class ByFile(LoadScopeScheduling):
    """Gives a worker the tests of a file or of a site's folder, those of a stopped story, or one that shares nothing."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        match file.split("/")[1]:
            case "simulation":
                return nodeid
            case "web" if file.count("/") > 2:
                return file.rpartition("/")[0]
            case "crash":
                return f"crash[{test.partition('[')[2] or test}"
            case _:
                return file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than there are processors: half of the tests wait for browsers and programs most of their time."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


def pytest_collection_finish():
    gc.freeze()
