"""One request at the terminal's desk, shown line by line: by a person at the keyboard, or from options alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from countertop.cli.desks import find_terminal
from countertop.cli.statuses import Status
from countertop.cli.window import Window
from countertop.cli.writing import print_json
from countertop.runtime.desk_client import DeskClient
from countertop.terminal.front.results import details_of

__all__ = ["told"]


def told(
    data: Path,
    verb: str,
    arguments: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    *,
    as_json: bool,
) -> int:
    """Ask the terminal for something, show what it says and every fact of it, and return the exit status.

    What `answers` do not cover is asked at the keyboard, where there is one.
    """
    person = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    window = Window({}, quiet=as_json)
    with DeskClient(find_terminal(data)) as desk:
        status, body = desk.request(verb, arguments, answers=answers, face=window, person=person)
    if not window.shown and "message" in body:
        window.show(body["message"], body["arguments"])
    for line in details_of(verb, body):
        window.show(line.message, line.arguments)
    if as_json:
        print_json({"status": status, **body, "screen": window.shown})
    return Status.USAGE if window.missing else status
