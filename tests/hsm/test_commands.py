import inspect

import pytest

from countertop.hsm import commands, signing_commands
from countertop.hsm.components import component_of
from countertop.hsm.software import _COMMANDS
from countertop.values import Pan, Pin, PinBlock, Secret, Track2

PIN, PAN, TRACK = "739164", "6225000000000014", "6225000000000014D15112010000000000000"
CLEAR = bytes(range(200, 216))
SECRETS = {
    "pin": Pin(PIN),
    "pan": Pan(PAN),
    "track": Track2(TRACK),
    "pin_block": PinBlock(CLEAR),
    "password": Secret("correct horse"),
    "components": (component_of(CLEAR), component_of(CLEAR[::-1])),
    "size": 16,
    "sm4": False,
    "usage": "TMK",
    "kind": "003",
    "algorithm": None,
    "domain": "merchant 7",
    "data": CLEAR * 4,
    "mac": CLEAR[:8],
    "signature": CLEAR * 2,
    "text": Secret("correct horse"),
    "field_62": CLEAR * 2,
    "exchange": CLEAR * 2,
    "reference": CLEAR.hex(),
    "cipher": CLEAR.hex(),
    "stored": CLEAR.hex(),
}
BLOCK = "D0128P0TB00N0200LB07TPKPB0900000" + CLEAR.hex().upper() * 3
CLASSES = [getattr(room, name) for room in (commands, signing_commands) for name in room.__all__ if name != "Command"]


def an(command_class):
    fields = inspect.signature(command_class).parameters
    return command_class(**{name: SECRETS.get(name, BLOCK) for name in fields})


@pytest.mark.parametrize("command_class", CLASSES, ids=lambda each: each.__name__)
def test_a_printed_command_shows_no_secret(command_class):
    shown = repr(an(command_class))
    assert shown.startswith(command_class.__name__)
    for clear in (PIN, PAN, TRACK, "correct horse", CLEAR.hex(), BLOCK[32:64], repr(CLEAR), repr(CLEAR[:8])):
        assert clear.lower() not in shown.lower()


@pytest.mark.parametrize("command_class", CLASSES, ids=lambda each: each.__name__)
def test_commands_are_slotted(command_class):
    assert not hasattr(an(command_class), "__dict__")


def test_a_printed_command_shows_usage_and_lengths():
    shown = repr(commands.VerifyMac(BLOCK, b"x" * 277, bytes(8), "x9.9"))
    assert shown == "VerifyMac(algorithm=x9.9, data=<277>, key=<TPK key block, 128 characters>, mac=<8>)"


def test_every_command_is_performed():
    assert set(_COMMANDS) == set(CLASSES)
