"""All benchmarks, one after the other, briefly; each row beside its peer or its bound.

    python -m benchmarks

Each is a process of its own, so that none leaves the next a warm or a cluttered one, and each ends by itself. Run one
alone, and for longer, by its name: `python -m benchmarks.host 10`.
"""

from __future__ import annotations

import subprocess
import sys
import time

BRIEFLY: dict[str, tuple[str, ...]] = {
    "codec": ("9",),
    "security": (),
    "journal": (),
    "host_actor": ("3000",),
    "terminal_actor": ("3000",),
    "switch_actor": ("3000",),
    "issuer_actor": ("3000",),
    "settlement": ("100",),
    "day_close": ("20000",),
    "slip_search": ("100000",),
    "host": ("3",),
    "connections": ("5000", "3"),
    "chain": ("250", "500", "1000", "1500"),
}
"""Module -> its arguments here."""

PATIENCE = 240.0


def main() -> int:
    failed = []
    for name, arguments in BRIEFLY.items():
        begun = time.monotonic()
        print(f"== {name}", flush=True)
        # psec warns at every block of the keys this trade has.
        command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}", *arguments]
        try:
            subprocess.run(command, timeout=PATIENCE, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as fault:
            print(f"{name} failed: {fault}")
            failed.append(name)
        print(f"-- {time.monotonic() - begun:.0f} s\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
