"""The desk: where people and programs on this machine reach a running party, through an owner-only Unix socket.

One JSON object a line. A client numbers its requests; what comes back carries that number.

    client  {"id": 1, "verb": "sale", "arguments": {...}, "answers": {"ask.pin": "..."},
             "talks": true, "person": true}
    party   {"id": 1, "show": "sale.dialling", "arguments": {...}}          a line for the screen
            {"id": 1, "ask": "ask.amount", "question": 7, "arguments": {...}}
    client  {"id": 1, "question": 7, "answer": "12.50"}    or    {"id": 1, "question": 7, "cancel": true}
    party   {"id": 1, "wrong": "ask.amount", "question": 7}                 does not fit: the question stands
            {"id": 1, "print": "merchant", "document": ...}
            {"id": 1, "reply": 0, "body": {...}}                            the end of request 1

`answers` are given beforehand, each used once (a list: one after the other); a question they do not cover goes to the
person, or, where there is none, cancels. A party has one screen and one keypad: they belong to the oldest open request
that `talks`. The machine of a terminal (`face`) sits at its desk as a client too, with verbs of its own. A few verbs
(`health`, `cut-line`) are the house's own and answered by the desk itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from countertop.runtime.answers import accept, accept_all
from countertop.runtime.desk_address import find_socket, place_socket
from countertop.stage import SUSPENDED, Ask, Cancelled, Document, NobodyAnswered, PersonGone, Play, Print, Reply, Show
from countertop.values import SECOND, Secret

__all__ = ["BUSY", "NOT_READY", "SWITCHED_OFF", "UNKNOWN", "USAGE", "Desk", "DeskWorld"]

# Exit statuses the desk itself gives; the table is that of the command line.
USAGE, UNKNOWN, NOT_RUNNING, BUSY = 2, 11, 13, 14

# What the desk says while there is nobody behind it.
NOT_READY = (BUSY, "run.not-ready")
SWITCHED_OFF = (NOT_RUNNING, "desk.switched-off")

MOST_CLIENTS = 64
MOST_REQUESTS = 256
MOST_LINE = 64 << 10


class DeskWorld(Protocol):
    """The party behind the desk."""

    def request(self, number: int, verb: str, arguments: dict[str, Any]) -> None:
        """Bring a request to the actor."""

    def resume(self, play: Play, reply: Any) -> None:
        """Give a waiting script its answer."""

    def throw(self, play: Play, error: Exception) -> None:
        """Tell a waiting script that there is no answer."""


class Listener(Protocol):
    """A client, as the desk speaks to it."""

    def tell(self, spoken: dict[str, Any], *, sensitive: bool = False) -> None:
        """Tell one line; `sensitive` ones show what nothing but a screen with a person at it may."""


class Machine(Listener, Protocol):
    """The machine's own keys and screen: a client of the desk that others touch and watch."""

    def take(self, client: Listener, spoken: Mapping[str, Any]) -> None:
        """Do what one line of a client asks of it."""

    def leave(self, client: Listener) -> None:
        """Forget a client that is gone."""

    def close(self) -> None:
        """Let it rest."""


class Desk:
    """Keeps the socket while its party lives, through every restart of the actor.

    `own_verbs` answers the verbs that are not the actor's; `lay_out` turns a printed document into plain data.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        own_verbs: Mapping[str, Callable[[], dict[str, Any]]],
        lay_out: Callable[[Any], Any],
    ) -> None:
        self._loop = loop
        self._lay_out = lay_out
        self._own_verbs = own_verbs
        self._world: DeskWorld | None = None
        self._absence = NOT_READY
        self._clients: set[_Client | Machine] = set()
        self._machine: Machine | None = None
        self._open: dict[int, _Request] = {}
        self._server: asyncio.Server | None = None
        self._numbers = 0
        self._questions = 0
        self.idle = asyncio.Event()  # set while no request waits for its reply
        self.idle.set()

    async def serve(self, directory: Path) -> None:
        """Open the socket in the party's directory, or where its path is short enough."""
        self._server = await self._loop.create_unix_server(lambda: _Client(self), sock=place_socket(directory))
        self._place = find_socket(directory)

    def seat(self, machine: Machine, verbs: Collection[str]) -> None:
        """Give the desk a machine with keys and a screen; these verbs are its own."""
        self._machine, self._machine_verbs = machine, frozenset(verbs)
        self._clients.add(machine)

    def attach(self, world: DeskWorld | None, absence: tuple[int, str] = NOT_READY) -> None:
        """Work for this world from now on; requests that the one before it left open end as unknown.

        Without a world, requests are answered with status and message of the absence.
        """
        self._world, self._absence = None, absence
        for request in list(self._open.values()):
            request.forget_question()
            self._end(request, UNKNOWN, {"message": "run.restarted", "arguments": {}})
        self._world = world

    def refuse(self) -> None:
        """Take no more requests; whoever waits for a person learns that there is none."""
        world, self._world = self._world, None
        for request in list(self._open.values()):
            question = request.forget_question()
            request.person = False
            if question is not None and world is not None:
                world.throw(question.play, PersonGone())

    def close(self) -> None:
        """Take no more requests, and end the conversations."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._place.unlink(missing_ok=True)
        self.attach(None)
        for client in list(self._clients):
            client.close()

    # For the world

    def ask(self, effect: Ask, play: Play, world: DeskWorld) -> Any:
        """Answer from what the client gave beforehand, or suspend the script and ask."""
        request = self._conversation()
        if request is None:
            self._loop.call_soon(world.throw, play, PersonGone())
            return SUSPENDED
        given = request.take(effect.question)
        if given is not None:
            with suppress(ValueError):
                return accept(effect.question, given)
        if not request.person:
            request.tell({"missing": effect.question})
            self._loop.call_soon(world.throw, play, Cancelled())
            return SUSPENDED
        self._questions += 1
        late = self._loop.call_later(effect.timeout / SECOND, self._unanswered, request, self._questions)
        request.question = _Question(self._questions, effect.question, play, late)
        request.tell(
            {"ask": effect.question, "question": self._questions, "arguments": effect.arguments}, sensitive=True
        )
        return SUSPENDED

    def show(self, effect: Show) -> None:
        """Show it to whoever holds the screen; without anybody it is shown to nobody.

        A program keeps what it is told, so only a person gets to see what is sensitive; others get it masked.
        """
        request = self._conversation()
        if request is not None:
            sensitive = effect.sensitive and request.person
            request.tell({"show": effect.message, "arguments": effect.arguments}, sensitive=sensitive)

    def print(self, effect: Print) -> bool:
        """Hand the paper to whoever holds the screen, if somebody does."""
        request = self._conversation()
        if request is None or request.client not in self._clients:
            return False
        request.tell({"print": effect.copy, "document": self._lay_out(effect.document)})
        return True

    def reply(self, effect: Reply) -> None:
        """End a request."""
        request = self._open.get(effect.number)
        if request is not None:
            self._end(request, effect.status, effect.body)

    # For the house

    async def enquire(self, verb: str, answers: Mapping[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Ask the party something that needs no person, or whose `answers` are known; return status and body."""
        inside = _Inside(self._loop)
        self.take_in(inside, {"verb": verb, "talks": answers is not None, "answers": answers or {}})
        return await inside.reply

    # For the clients

    def enter(self, client: _Client) -> bool:
        """Take a client in, unless there are too many."""
        if len(self._clients) >= MOST_CLIENTS:
            return False
        self._clients.add(client)
        return True

    def leave(self, client: _Client) -> None:
        """Forget a client; the scripts that talked to it learn that the person is gone."""
        self._clients.discard(client)
        if self._machine is not None:
            self._machine.leave(client)
        for request in [request for request in self._open.values() if request.client is client]:
            question = request.forget_question()
            request.person = False
            request.answers = {}
            if question is not None and self._world is not None:
                self._world.throw(question.play, PersonGone())

    def take_in(self, client: Listener, spoken: dict[str, Any]) -> None:
        """Understand one line of a client."""
        if "question" in spoken:
            self._answered(client, spoken)
            return
        identity = spoken.get("id")
        try:
            verb, arguments = str(spoken["verb"]), accept_all(spoken.get("arguments", {}))
            request = _Request(client, spoken)
        except (KeyError, ValueError, TypeError, AttributeError):
            client.tell({"id": identity, "reply": USAGE, "body": {"message": "desk.not-understood", "arguments": {}}})
            return
        if verb in self._own_verbs:
            client.tell({"id": identity, "reply": 0, "body": self._own_verbs[verb]()})
        elif self._machine is not None and verb in self._machine_verbs:
            self._machine.take(client, spoken)
        elif self._world is None or len(self._open) >= MOST_REQUESTS:
            status, message = self._absence if self._world is None else NOT_READY
            client.tell({"id": identity, "reply": status, "body": {"message": message, "arguments": {}}})
        else:
            self._numbers += 1
            request.number = self._numbers
            self._open[request.number] = request
            self.idle.clear()
            self._world.request(request.number, verb, arguments)

    def _answered(self, client: Listener, spoken: dict[str, Any]) -> None:
        number = spoken["question"]
        for request in self._open.values():
            if request.client is client and request.question is not None and request.question.number == number:
                break
        else:
            return  # its time ran out meanwhile, and the person has been told
        question, world = request.question, self._world
        assert world is not None, "an open question without its world"
        if spoken.get("cancel"):
            request.forget_question()
            world.throw(question.play, Cancelled())
            return
        try:
            answer = accept(question.name, spoken.get("answer"))
        except ValueError:
            request.tell({"wrong": question.name, "question": number})
            return
        request.forget_question()
        world.resume(question.play, answer)

    def _unanswered(self, request: _Request, number: int) -> None:
        question = request.question
        if question is not None and question.number == number and self._world is not None:
            request.forget_question()
            request.tell({"late": question.name, "question": number})
            self._world.throw(question.play, NobodyAnswered())

    def _conversation(self) -> _Request | None:
        return next((request for request in self._open.values() if request.talks), None)

    def _end(self, request: _Request, status: int, body: dict[str, Any]) -> None:
        self._open.pop(request.number, None)
        if not self._open:
            self.idle.set()
        request.tell({"reply": status, "body": body})


class _Question:
    """An open question to a person."""

    __slots__ = ("late", "name", "number", "play")

    def __init__(self, number: int, name: str, play: Play, late: asyncio.TimerHandle) -> None:
        self.number = number
        self.name = name
        self.play = play
        self.late = late


class _Request:
    """A request without its reply yet."""

    __slots__ = ("answers", "client", "identity", "number", "person", "question", "talks")

    def __init__(self, client: Listener, spoken: dict[str, Any]) -> None:
        self.client = client
        self.identity = spoken.get("id")
        self.answers = dict(spoken.get("answers", {}))
        self.person = bool(spoken.get("person"))
        self.talks = bool(spoken.get("talks"))
        self.number = 0
        self.question: _Question | None = None

    def take(self, question: str) -> Any:
        """Return the answer given beforehand, if one is left."""
        given = self.answers.get(question)
        if isinstance(given, list):
            return given.pop(0) if given else None
        return self.answers.pop(question, None)

    def forget_question(self) -> _Question | None:
        question, self.question = self.question, None
        if question is not None:
            question.late.cancel()
        return question

    def tell(self, spoken: dict[str, Any], *, sensitive: bool = False) -> None:
        self.client.tell({"id": self.identity, **spoken}, sensitive=sensitive)


class _Inside:
    """The house itself as a client: it hears the reply and nothing else."""

    __slots__ = ("reply",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.reply: asyncio.Future[tuple[int, dict[str, Any]]] = loop.create_future()

    def tell(self, spoken: dict[str, Any], *, sensitive: bool = False) -> None:  # noqa: ARG002 - as a client
        if "reply" in spoken and not self.reply.done():
            self.reply.set_result((spoken["reply"], spoken["body"]))


class _Client(asyncio.Protocol):
    """One connection to the socket."""

    __slots__ = ("_buffer", "_desk", "_transport")

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._buffer = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if not self._desk.enter(self):
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            try:
                spoken = json.loads(line)
            except (ValueError, RecursionError):
                spoken = None
            if not isinstance(spoken, dict) or not isinstance(spoken.get("id"), int | str | None):
                self.tell({"reply": USAGE, "body": {"message": "desk.not-understood", "arguments": {}}})
                continue
            self._desk.take_in(self, spoken)
        if len(self._buffer) > MOST_LINE:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the person is gone, however it came
        self._desk.leave(self)

    def tell(self, spoken: dict[str, Any], *, sensitive: bool = False) -> None:
        if not self._transport.is_closing():
            line = json.dumps(spoken, ensure_ascii=False, default=_revealed if sensitive else _told)
            # What a client said comes back to it, half a surrogate pair too; as an escape it is JSON.
            self._transport.write(line.encode(errors="backslashreplace") + b"\n")

    def close(self) -> None:
        self._transport.close()


def _told(value: Any) -> str | list[str]:
    """Return the printed lines of a document, and of anything else what may be told of it."""
    return value.text() if isinstance(value, Document) else str(value)


def _revealed(value: Any) -> str:
    """Return the text of a value for the machine's own screen, which may show what nothing else may."""
    return str(value.reveal()) if isinstance(value, Secret) else str(value)
