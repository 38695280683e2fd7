"""The cycle collector, set for programs that serve for months.

What was loaded to serve stays, so the collector need not walk through it again and again; and a sale leaves hundreds
of objects but no cycles, so it may look more seldom. Worth a twentieth of a host's time, and its longest pauses.
"""

from __future__ import annotations

import gc

__all__ = ["keep_what_is_loaded"]

_THRESHOLDS = (20_000, 20, 50)
"""Objects gained before the youngest are looked at, and looks before the next generation's; Python has 700, 10, 10."""


def keep_what_is_loaded() -> None:
    """Count all that exists now as permanent; call it once, when a process is ready to serve."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
