"""A client of a party's desk: sends one request, shows what comes back, asks the person, returns the reply."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from countertop.runtime.desk_address import find_socket
from countertop.runtime.errors import DeskLost, NotRunning

__all__ = ["DeskClient", "Face"]


class Face(Protocol):
    """Who sees and answers: a terminal window, or a program."""

    def show(self, message: str, arguments: dict[str, Any]) -> None:
        """Show a message of the catalogue."""

    def print(self, copy: str, document: Any) -> None:
        """Take a printed document."""

    def ask(self, question: str, arguments: dict[str, Any], *, wrong: bool) -> Any:
        """Return the answer, or None for Cancel; `wrong` when the answer before did not fit."""

    def told(self, kind: str, question: str) -> None:
        """Learn that a question was `missing` an answer, or answered too `late`."""


class DeskClient:
    """A connection to the desk of the party in a directory.

    Raises NotRunning when nobody answers there.
    """

    def __init__(self, directory: Path, *, patience: float = 90.0) -> None:
        self._directory = directory
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(patience)
        self._numbers = 0
        try:
            self._socket.connect(str(find_socket(directory)))
        except OSError:
            self._socket.close()
            raise NotRunning("desk.not-running", party=directory.name, directory=str(directory)) from None
        self._lines = self._socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; a request that is still open goes on without a person."""
        self._lines.close()
        self._socket.close()

    def request(
        self,
        verb: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        answers: Mapping[str, Any] | None = None,
        face: Face | None = None,
        person: bool = False,
    ) -> tuple[int, dict[str, Any]]:
        """Return the exit status and the body of the reply; raises DeskLost when the party goes away before it."""
        self._numbers += 1
        identity = self._numbers
        asking = {"verb": verb, "arguments": arguments or {}, "answers": answers or {}}
        self._say({"id": identity, **asking, "talks": face is not None, "person": person})
        asked: tuple[str, dict[str, Any]] = ("", {})
        while True:
            heard = self._hear()
            if heard.get("id") not in (identity, None):
                continue
            if "reply" in heard:
                return heard["reply"], heard["body"]
            if face is None:
                continue
            if "ask" in heard:
                asked = heard["ask"], heard["arguments"]
            if "ask" in heard or "wrong" in heard:
                self._answer(identity, heard["question"], face.ask(*asked, wrong="wrong" in heard))
            else:
                _tell(face, heard)

    def _answer(self, identity: int, question: int, answer: Any) -> None:
        said = {"cancel": True} if answer is None else {"answer": answer}
        self._say({"id": identity, "question": question, **said})

    def _say(self, spoken: dict[str, Any]) -> None:
        try:
            self._socket.sendall(json.dumps(spoken).encode() + b"\n")
        except OSError:
            raise self._lost() from None

    def _hear(self) -> dict[str, Any]:
        try:
            line = self._lines.readline()
        except OSError:
            raise self._lost() from None
        if not line.endswith(b"\n"):
            raise self._lost()
        heard: dict[str, Any] = json.loads(line)
        return heard

    def _lost(self) -> DeskLost:
        return DeskLost("desk.lost", party=self._directory.name)


def _tell(face: Face, heard: dict[str, Any]) -> None:
    if "show" in heard:
        face.show(heard["show"], heard["arguments"])
    elif "print" in heard:
        face.print(heard["print"], heard["document"])
    for kind in ("missing", "late"):
        if kind in heard:
            face.told(kind, heard[kind])
