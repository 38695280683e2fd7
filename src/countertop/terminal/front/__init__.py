"""The front of the terminal: what a person touches. Keys and events in, screens and requests out; nothing durable."""

from countertop.terminal.front.front import Front
from countertop.terminal.front.keys import Key
from countertop.terminal.front.outputs import (
    Answer,
    Aside,
    Begin,
    Cancel,
    Changed,
    Look,
    Output,
    Paper,
    SwitchOff,
    SwitchOn,
)
from countertop.terminal.front.screen import Line, Screen
from countertop.terminal.front.standing import Standing
from countertop.terminal.front.state import State

__all__ = [
    "Answer",
    "Aside",
    "Begin",
    "Cancel",
    "Changed",
    "Front",
    "Key",
    "Line",
    "Look",
    "Output",
    "Paper",
    "Screen",
    "Standing",
    "State",
    "SwitchOff",
    "SwitchOn",
]
