"""The terminal as a machine: power, self-test, and the fault panel of the demonstration."""

from __future__ import annotations

from enum import Enum
from time import sleep
from typing import Annotated, Any

import typer

from countertop.cli.desks import find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.told import told
from countertop.cli.writing import write, write_error
from countertop.runtime.desk_client import DeskClient

__all__ = ["attach"]


LOOK_AGAIN = 0.05


class Power(Enum):
    """What may be done with the power key."""

    ON = "on"
    OFF = "off"


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("power", help=tell("help.power"))(power)
    app.command("self-test", help=tell("help.self-test"))(self_test)
    app.command("fault", help=tell("help.fault"))(fault)


def power(
    action: Annotated[Power | None, typer.Argument(help=tell("help.power-action"))] = None,
    data: Data = DEFAULT_DATA,
    language: InLanguage = "zh",
) -> None:
    """Hold the power key until the machine is as wished, and say how it is."""
    del language
    with DeskClient(find_terminal(data)) as desk:
        state = _state(desk, "look")
        if action is not None and (action is Power.ON) is (state == "off"):
            state = _state(desk, "long_press")
            if state == "stopping":
                state = _state(desk, "press", "confirm")
        while state == "starting":
            sleep(LOOK_AGAIN)
            state = _state(desk, "look")
    write(tell("power.off" if state == "off" else "power.on"))
    if action is Power.OFF and state != "off":
        write_error(tell("power.in-use"))
        raise typer.Exit(Status.BUSY)


def _state(desk: DeskClient, verb: str, key: str = "power") -> str:
    _, body = desk.request(verb, {"key": key})
    state: str = body["screen"]["state"]
    return state


def self_test(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Test every part, say how each is."""
    del language
    raise typer.Exit(told(data, "self_test", as_json=as_json))


def fault(
    device: Annotated[str, typer.Argument(help=tell("help.fault-device"), metavar="DEVICE")],
    condition: Annotated[str, typer.Argument(help=tell("help.fault-condition"), metavar="CONDITION")],
    data: Data = DEFAULT_DATA,
    language: InLanguage = "zh",
) -> None:
    """Let a device of the drawn terminal be so from now on."""
    del language
    wanted: dict[str, Any] = {"device": device, "condition": condition}
    with DeskClient(find_terminal(data)) as desk:
        status, body = desk.request("set_fault", wanted)
    if status == Status.USAGE:
        write_error(tell("fault.unknown", **wanted))
    elif status:
        write_error(tell(body["message"], **body["arguments"]))
    else:
        write(tell("fault.set", **wanted))
    raise typer.Exit(status)
