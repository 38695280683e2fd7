"""In a process of its own: the collector is the whole process's."""

import subprocess
import sys

SCENE = """
import gc
from countertop.runtime.collector import keep_what_is_loaded

class Loop:
    def __init__(self):
        self.me = self

gone = []
kept = Loop()
import weakref
weakref.finalize(kept, gone.append, "kept")
keep_what_is_loaded()
assert gc.get_freeze_count() > 1000, "what is loaded is not looked at again"
assert gc.get_threshold()[0] > 700
del kept
for _ in range(30_000):
    made = Loop()
weakref.finalize(made, gone.append, "made")
del made
gc.collect()
assert gone == ["made"], gone
"""


def test_what_is_loaded_is_kept_and_new_cycles_are_still_collected():
    subprocess.run([sys.executable, "-c", SCENE], check=True, timeout=60)
