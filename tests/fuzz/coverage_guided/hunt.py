"""One hunt: `python -m tests.fuzz.coverage_guided.hunt TARGET SECONDS`; libFuzzer prints, status 77 when it found something.

What it learns stays in `.fuzzing/`, what it finds goes to `tests/corpus/found/TARGET/`, where the ordinary tests read it
for ever.
"""

import resource
import sys
from hashlib import sha1
from importlib import import_module
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[3]
LONGEST = 4096
MOST_MEMORY = 1024 << 20


def main(name, seconds):
    with atheris.instrument_imports(include=["countertop"]):
        target = import_module(f"tests.fuzz.coverage_guided.{name}")
    learnt, seeds, found = (
        ROOT / ".fuzzing" / name,
        ROOT / ".fuzzing" / f"{name}-seeds",
        ROOT / "tests/corpus/found" / name,
    )
    for directory in (learnt, seeds, found):
        directory.mkdir(parents=True, exist_ok=True)
    for seed in target.SEEDS:
        (seeds / sha1(seed).hexdigest()).write_bytes(seed)
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST,
        "timeout": 5,
        "rss_limit_mb": MOST_MEMORY >> 20,
        "artifact_prefix": f"{found}/",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    arguments = [
        sys.argv[0],
        *(f"-{key}={value}" for key, value in options.items()),
        str(learnt),
        str(seeds),
        str(found),
    ]
    atheris.Setup(arguments, target.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
