"""What a person would look at when a party does not run: one finding a line, each with its cure."""

from __future__ import annotations

import resource
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from countertop.runtime.configuration import Configuration
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskFault, RuntimeFault
from countertop.runtime.parties import read_lmk, read_party
from countertop.runtime.ports import PORT_BASE, PORT_PLACES, is_free
from countertop.runtime.premises import is_empty, keys_directory, parties_in, verify_writable

__all__ = ["Finding", "Health", "examine"]

OLDEST_PYTHON = (3, 11)
LEAST_SPACE = 256 << 20
# The program is younger than this; an earlier clock is wrong.
EARLIEST_YEAR = 2025
LATEST_YEAR = 2100
FEWEST_FILES = 1024


class Health(Enum):
    """How bad it is; the value is what a program reads."""

    GOOD = "good"
    ODD = "odd"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """A message of the catalogue: what was looked at, and, unless it is good, what to do."""

    health: Health
    message: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def examine(house: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the machine, the house and its parties, most basic things first."""
    for look in (_python, _clock, _files):
        yield look()
    yield from _directory(house)
    if is_empty(house):
        yield from _default_ports()
        return
    try:
        directories = parties_in(house)
    except RuntimeFault as fault:
        yield _of(fault)
        return
    yield _keys(house)
    for directory in directories:
        yield from _party(directory, environment)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(Health.BAD, "doctor.old-python", {"version": version})
    return Finding(Health.GOOD, "doctor.python", {"version": version})


def _clock() -> Finding:
    now = datetime.now(UTC)
    try:
        local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    except KeyError:
        return Finding(Health.BAD, "doctor.no-zones")
    told = {"time": f"{local:%Y-%m-%d %H:%M:%S}"}
    if not EARLIEST_YEAR <= now.year < LATEST_YEAR:
        return Finding(Health.BAD, "doctor.wrong-clock", told)
    return Finding(Health.GOOD, "doctor.clock", told)


def _files() -> Finding:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    told = {"most": most if most != resource.RLIM_INFINITY else 1 << 20}
    if told["most"] < FEWEST_FILES:
        return Finding(Health.ODD, "doctor.few-files", told)
    return Finding(Health.GOOD, "doctor.files", told)


def _directory(house: Path) -> Iterator[Finding]:
    place = house.resolve()
    while not place.exists():
        place = place.parent
    told = {"path": str(house)}
    try:
        verify_writable(place)
    except RuntimeFault as fault:
        yield _of(fault)
        return
    yield Finding(Health.GOOD, "doctor.new-directory" if is_empty(house) else "doctor.directory", told)
    free = shutil.disk_usage(place).free
    space = {"free": free >> 20, "least": LEAST_SPACE >> 20, "path": str(place)}
    enough = free >= LEAST_SPACE
    yield Finding(Health.GOOD if enough else Health.BAD, "doctor.space" if enough else "doctor.no-space", space)


def _default_ports() -> Iterator[Finding]:
    for name, place in PORT_PLACES.items():
        yield _port(name, "127.0.0.1", PORT_BASE + place)


def _port(name: str, host: str, port: int) -> Finding:
    if is_free(host, port):
        return Finding(Health.GOOD, "doctor.port", {"role": name, "host": host, "port": port})
    return Finding(Health.BAD, "run.address-taken", {"role": name, "host": host, "port": port})


def _keys(house: Path) -> Finding:
    keys = keys_directory(house)
    told = {"path": str(keys)}
    if not keys.is_dir():
        return Finding(Health.ODD, "doctor.no-keys", told)
    if keys.stat().st_mode & 0o077:
        return Finding(Health.BAD, "doctor.open-keys", told)
    return Finding(Health.GOOD, "doctor.keys", told)


def _party(directory: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    try:
        configuration = read_party(directory, environment, {})
        read_lmk(configuration)
    except RuntimeFault as fault:
        yield _of(fault)
        return
    running = _running(configuration)
    yield running
    if running.health is not Health.GOOD:
        for listener in configuration.listeners:
            yield _port(listener.role, *listener.address)


def _running(configuration: Configuration) -> Finding:
    told = {"party": configuration.name}
    try:
        with DeskClient(configuration.directory, patience=3) as desk:
            _, health = desk.request("health")
    except DeskFault:
        return Finding(Health.ODD, "doctor.not-running", told)
    if health["switched_off"]:
        return Finding(Health.ODD, "doctor.switched-off", told)
    if not health["ready"]:
        return Finding(Health.BAD, "doctor.not-ready", told)
    return Finding(Health.GOOD, "doctor.running", {**told, "process": health["process"], "lines": health["lines"]})


def _of(fault: RuntimeFault) -> Finding:
    return Finding(Health.BAD, fault.message, fault.arguments)
