"""Every stop of every flow, and every pair of stops: python -m tests.crash.exhaustive [--singles] [words of a flow's name]

An hour's work or so for all cores; `make test` plays the flows of every day and a sample of the pairs.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.crash.counter import run
from tests.crash.flows import FLOWS, undisturbed
from tests.crash.pairs import second_stops


def played(name, *, pairs):
    """Return how many cases a flow has, and what was found: the stops and the sentences."""
    flow, found, cases = FLOWS[name], [], 0
    for first in undisturbed(name).stops():
        plans = [(first,), *((first, second) for second in (second_stops(flow, first) if pairs else ()))]
        for stops in plans:
            cases += 1
            found += [(stops, finding) for finding in run(flow, *stops).findings]
    return cases, found


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments):
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--singles", action="store_true", help="one stop at a time")
    asked = parser.parse_args(arguments)
    names = [name for name in FLOWS if all(word in name for word in asked.words)]
    total, bad = 0, 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        playing = {pool.submit(played, name, pairs=not asked.singles): name for name in names}
        for done in as_completed(playing):
            cases, found = done.result()
            total, bad = total + cases, bad + len(found)
            say(f"{playing[done]}: {cases} cases, {len(found)} findings")
            for stops, finding in found:
                say(f"  {finding}\n  at {', '.join(map(str, stops))}")
    say(f"{total} cases, {bad} findings")
    return 1 if bad or not total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
