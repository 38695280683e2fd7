"""The chain behind a fleet: acquirer, switch and banks of a house, each in a process of its own.

They are started as anybody would start them, by the command, and stopped by SIGTERM. Their output is kept for the case
that one of them does not come up.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskFault
from countertop.runtime.parties import read_party
from countertop.runtime.premises import parties_in

__all__ = ["ChainFault", "behind_the_counter", "linked", "running"]

READY_PATIENCE = 30.0
LINK_PATIENCE = 30.0
STOP_PATIENCE = 20.0
_LOOK_EVERY = 0.05
_ELSEWHERE = frozenset({"terminal", "wallet"})


class ChainFault(Exception):  # noqa: N818 - whose fault it is, its text says
    """A party did not start, did not stop, or the members of the switch did not sign on; the text says which."""


def behind_the_counter(house: Path) -> list[Path]:
    """Return the directories of the parties behind the terminal that a card payment passes, as they are started."""
    return [directory for directory in parties_in(house) if _kind(directory) not in _ELSEWHERE]


@contextmanager
def running(directories: Sequence[Path], flags: Sequence[str] = ()) -> Iterator[dict[str, int]]:
    """Run parties, each in its process, while the block lasts; yields their process ids by name. Raises ChainFault."""
    processes: dict[Path, subprocess.Popen[bytes]] = {}
    try:
        for directory in directories:
            processes[directory] = _started(directory, flags)
        for directory, process in processes.items():
            _wait_ready(directory, process)
        yield {directory.name: process.pid for directory, process in processes.items()}
    finally:
        _stop(processes)


def linked(house: Path, patience: float = LINK_PATIENCE) -> None:
    """Wait until every member of the house's switch has signed on; raises ChainFault."""
    (switch,) = [directory for directory in parties_in(house) if _kind(directory) == "switch"]
    deadline = time.monotonic() + patience
    missing = ["everybody"]
    while missing and time.monotonic() < deadline:
        try:
            with DeskClient(switch) as desk:
                _, body = desk.request("status")
            missing = [member["english_name"] for member in body["members"] if not member["signed_on"]]
        except DeskFault:
            missing = ["the switch itself"]
        if missing:
            time.sleep(_LOOK_EVERY)
    if missing:
        raise ChainFault(f"not signed on with the switch after {patience:.0f} s: {', '.join(missing)}")


def _kind(directory: Path) -> str:
    return read_party(directory, {}, {}).kind.name


def _started(directory: Path, flags: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "countertop.cli.main", _kind(directory), "--data", str(directory), *flags]
    with _output(directory).open("wb") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603 - ours


def _output(directory: Path) -> Path:
    return directory / "output.txt"


def _wait_ready(directory: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if b"ready " in _output(directory).read_bytes():
            return
        time.sleep(_LOOK_EVERY)
    said = _output(directory).read_text("utf-8", "replace")
    raise ChainFault(f"{directory.name} did not start:\n{said}")


def _stop(processes: dict[Path, subprocess.Popen[bytes]]) -> None:
    for process in reversed(processes.values()):
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
    stuck = []
    for directory, process in processes.items():
        try:
            process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            stuck.append(directory.name)
    if stuck:
        raise ChainFault(f"killed because SIGTERM did not end it: {', '.join(stuck)}")
