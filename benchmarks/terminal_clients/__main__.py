"""Run terminals against a host and print what they saw as JSON.

python -m benchmarks.terminal_clients RIG PORT TERMINALS FIRST_STAN SECONDS [RATE]

Without a rate they saturate it. STANs below `FIRST_STAN` have been used: the host refuses them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from time import process_time

from benchmarks.rig import Rig
from benchmarks.terminal_clients.crowd import Crowd

WARM_UP = 0.5


async def run(
    rig: Rig, port: int, terminals: int, first_stan: int, seconds: float, rate: float | None
) -> dict[str, object]:
    crowd = Crowd(rig, terminals, first_stan)
    await crowd.sign_in("127.0.0.1", port)
    await (crowd.saturate(WARM_UP) if rate is None else crowd.pace(rate, WARM_UP))
    crowd.forget()
    begun = process_time()
    took = await (crowd.saturate(seconds) if rate is None else crowd.pace(rate, seconds))
    spent = process_time() - begun
    crowd.close()
    told = crowd.latencies
    return {
        "sent": crowd.sent,
        "answered": told.recorded,
        "seconds": took,
        "percentiles": {str(percent): told.percentile(percent) for percent in (50, 95, 99, 99.9)},
        "largest": told.largest,
        "codes": crowd.verdicts.codes,
        "wrong": crowd.verdicts.wrong,
        "macs_verified": crowd.verdicts.macs_verified,
        "client_cpu": spent,
    }


def main() -> None:
    rig, port, terminals, first_stan, seconds, *rate = sys.argv[1:]
    asked = float(rate[0]) if rate else None
    seen = run(Rig.load(Path(rig)), int(port), int(terminals), int(first_stan), float(seconds), asked)
    print(json.dumps(asyncio.run(seen)))


if __name__ == "__main__":
    main()
