"""A key ceremony with real programs: custodians at a keyboard, both sides off, and a terminal that works afterwards."""

import os
import pty
import re
import subprocess
from contextlib import suppress
from select import select
from time import monotonic

from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.runtime.founding import found_house
from countertop.runtime.held_keys import held_keys
from countertop.runtime.premises import keys_directory
from tests.end_to_end.ports import port_base
from tests.end_to_end.processes import PATIENCE, PROGRAM, environment, run, sale, up
from tests.security.searching import Needles, files_under

TERMINAL = "80000101"
SHEET = re.compile(r"((?:[0-9A-F]{4} ){7}[0-9A-F]{4})\s+check value ([0-9A-F]{8})")


def typed(*command, data, answers):
    """Run a command at a keyboard; `answers` are typed as their prompts appear. Return status and what was to see."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *command, "--data", str(data), "--language", "en"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
    )
    os.close(theirs)
    waiting, seen, began = list(answers), "", monotonic()
    try:
        while True:
            assert monotonic() - began < PATIENCE, seen
            if select([ours], [], [], 0.1)[0]:
                piece = b""
                with suppress(OSError):  # how Linux tells the end
                    piece = os.read(ours, 4096)
                if not piece:
                    break
                seen += piece.decode()
            if waiting and waiting[0][0] in seen:
                os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
        assert not waiting, seen
        return process.wait(PATIENCE), seen
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def enter(data, side, components):
    """Let the custodians enter their components at one side."""
    answers = []
    for number, (digits, kcv) in enumerate(components, 1):
        answers += [(f"Custodian {number} of 2", digits), (f"check value of component {number}", kcv)]
    return typed("keys", "load", TERMINAL, "--party", side, data=data, answers=answers)


def keys_of(data, party):
    """Return the check values of a party's keys by holder and name."""
    return {(key.holder, key.name): key.description.kcv for key in held_keys(data / party)}


def found_in(data, needles):
    """Return the names of the secrets that are in some bytes, written in groups as on a sheet or in one piece."""
    return {*needles.named(data), *needles.named(data.replace(b" ", b""))}


def test_custodians_load_a_master_key_on_both_sides_and_the_terminal_works_under_it(tmp_path):
    house = tmp_path / "data"
    found_house(house, int(port_base()), password_cost=CHEAPEST_PASSWORDS)
    before = keys_of(house, "terminal")[TERMINAL, "tmk"]
    sheets = []
    for _ in range(2):
        status, seen = typed("keys", "component", data=house, answers=[("Press Enter", "")])
        assert (status, seen.rstrip()[-11:]) == (0, "\x1b[2J\x1b[3J\x1b[H"), seen
        sheets.append(seen)
    components = [SHEET.search(sheet).groups() for sheet in sheets]
    said = []

    mistyped = [components[0], (components[1][0][:-2] + "01", components[1][1])]
    status, seen = enter(house, "terminal", mistyped)
    assert (status, "component 2" in seen) == (1, True), seen
    assert keys_of(house, "terminal")[TERMINAL, "tmk"] == before
    said.append(seen)

    for side in ("terminal", "acquirer"):
        status, seen = enter(house, side, components)
        assert status == 0, seen
        said.append(seen)
    kcv = keys_of(house, "terminal")[TERMINAL, "tmk"]
    assert kcv != before
    assert keys_of(house, "acquirer")[TERMINAL, "tmk"] == kcv
    assert all(kcv in seen for seen in said[1:])
    with up(house) as serving:
        sold = sale(house)
        assert sold.status == 0, sold
        busy = run("keys", "load", TERMINAL, "--demo", "--language", "en", data=house)
        assert (busy.status, "stop it first" in busy.err) == (14, True), busy
        working = keys_of(house, "terminal")
        assert working.keys() >= {(TERMINAL, name) for name in ("tmk", "tpk", "tak", "tdk")}
        theirs = keys_of(house, "acquirer")
        assert {key: theirs[key] for key in working} == working
    audited = run("audit", data=house)
    assert audited.status == 0, audited

    components = [(digits.replace(" ", ""), kcv) for digits, kcv in components]
    key = "".join(f"{a ^ b:02X}" for a, b in zip(*(bytes.fromhex(digits) for digits, _ in components), strict=True))
    secrets = {"component 1": components[0][0], "component 2": components[1][0], "the key": key}
    needles = Needles({}, {name: bytes.fromhex(digits) for name, digits in secrets.items()})
    heard = "\n".join([*said, serving.text, sold.out, sold.err, busy.err])
    assert found_in(heard.encode(), needles) == set()
    for path in files_under(house, keys_directory(house)):
        if path.suffix != ".reserve":  # space put by, of which nothing is ever written
            assert found_in(path.read_bytes(), needles) == set(), path
    # A sheet shows the component of its custodian alone; the search finds what is there.
    assert [found_in(sheet.encode(), needles) for sheet in sheets] == [{"component 1"}, {"component 2"}]
