"""Run the naive host.

python -m benchmarks.naive_host RIG JOURNAL SWITCH_PORT

It prints its port, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys
import warnings
from pathlib import Path

from benchmarks.naive_host.host import NaiveHost
from benchmarks.rig import Rig


async def run(keys: Rig, journal: Path, switch_port: int) -> None:
    host = NaiveHost(keys, journal)
    await host.connect(switch_port)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    # psec warns of single-length keys at every block; silent, it is twice as fast, which is the fairer peer.
    warnings.simplefilter("ignore")
    rig, journal, switch_port = sys.argv[1:]
    asyncio.run(run(Rig.load(Path(rig)), Path(journal), int(switch_port)))


if __name__ == "__main__":
    main()
