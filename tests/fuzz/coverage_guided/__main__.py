"""All hunts, one after the other: `python -m tests.fuzz.coverage_guided [--seconds 60] [TARGET ...]`.

Prints a line for each: how many inputs were tried, how many paths are known; status 1 when anything was found.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
APART = {"__main__", "hunt", "seeds", "dialect_rules"}
TARGETS = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in APART)
TRIED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
PATHS = re.compile(r"cov: (\d+)")
FINDING = re.compile(r"Test unit written to (\S+)")


def hunt(name, seconds):
    """Return the hunt's output and whether it came to its end without a finding."""
    command = (sys.executable, "-m", "tests.fuzz.coverage_guided.hunt", name, str(seconds))
    done = subprocess.run(
        command, cwd=HERE.parents[2], capture_output=True, check=False, preexec_fn=lambda: os.nice(10)
    )  # fmt: skip
    return done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace"), done.returncode == 0


def said(name, output, *, is_clean):
    tried, paths = TRIED.findall(output), PATHS.findall(output)
    line = f"{name:20} {tried[-1] if tried else '?':>10} inputs  {paths[-1] if paths else '?':>6} paths"
    return line if is_clean else f"{line}  FOUND {', '.join(FINDING.findall(output)) or 'a fault of the hunt itself'}"


def tell(*lines):
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main():
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--seconds", type=int, default=60, help="for each target")
    words.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; without any, all")
    asked = words.parse_args()
    if strangers := {*asked.targets} - {*TARGETS}:
        words.error(f"no such target: {', '.join(strangers)}")
    all_clean = True
    for name in asked.targets or TARGETS:
        output, is_clean = hunt(name, asked.seconds)
        tell(said(name, output, is_clean=is_clean))
        if not is_clean:
            all_clean = False
            tell(*output.splitlines()[-40:])
    return 0 if all_clean else 1


if __name__ == "__main__":
    sys.exit(main())
