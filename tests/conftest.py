"""For all tests: the programs that they start, and what runs beside them, are compiled once.

Where Python is told to keep nothing that it compiled (PYTHONDONTWRITEBYTECODE), a hundred programs would each be compiled
anew. Then it is kept for the time of the tests, in a place of their own; workers inherit both.
"""

import atexit
import os
import shutil
import tempfile

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="countertop-compiled-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)
