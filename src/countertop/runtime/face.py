"""The face: one machine's keys, screen, slots and printer, in the terminal's own process, at the terminal's own desk.

It hosts one `Front` and is a client of the desk like any other: what the front begins is a request of a person who
talks. Whoever wants to see the machine (a shell, a web page) watches the face; all watchers see the same screen and
the same paper, and losing one changes nothing.

    watch                          {"screen": ...} now and at every change, {"paper": copy, "document": ...}; a paper
                                   has its `number` since the machine began to be there, at `since`; and
                                   {"beat": True} every two seconds, for one that stands still shows no change either
    look                           nothing but the screen as it is
    press {"key": "5"}             a key of the machine's pad
    long_press {"key": "power"}    a key held for two seconds
    pin_press {"key": "5"}         a key of the customer's pad; no screen, log or reply ever shows which
    swipe {"track2": ...}          a card drawn through the slot
    scan {"code": ...}             what the scanner read of a telephone
    wedge {"keys": ...}            what a scanner or a stripe reader typed as a keyboard; watchers are told what it was
    tear                           the paper that is out, off the printer; who watches later finds it `torn`
    sign {"strokes": [[[x, y], ...], ...]}      what was written on the pad, whole dots in a box of 474 x 158
    set_fault {"device": "printer", "condition": "paper_out"}      the fault panel of the demonstration
    till_begin {"verb": "sale", "arguments": {...}}      the shop's till begins something here; people go on with it
    till_cancel {"till_request": ...}                    the till's own Cancel, while its request may still be left

    devices, choose_device {"part": ..., "options": {...}}, print_test       the real devices (`DeviceSettings`)

Each but `watch` is answered with the screen as it is then; what follows from it comes to the watchers. The
power key begins and ends the life of the terminal behind it (`Power`): what is off has no actor and no lines.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, Protocol

from countertop.runtime.answers import accept, accept_all
from countertop.runtime.clock import look_at_clock
from countertop.runtime.configuration import Configuration
from countertop.runtime.desk import Desk, Listener
from countertop.runtime.device_settings import DEVICE_VERBS, DeviceSettings
from countertop.runtime.devices.fitted import FittedDevices
from countertop.runtime.errors import DirectoryFault
from countertop.signature import read_strokes
from countertop.stage import Ask, Device, Show
from countertop.terminal import Terminal, TerminalSettings
from countertop.terminal.front import (
    Answer,
    Aside,
    Begin,
    Cancel,
    Changed,
    Front,
    Key,
    Look,
    Output,
    Paper,
    State,
    SwitchOff,
    SwitchOn,
)
from countertop.values import SECOND

__all__ = ["FACE_VERBS", "Face", "Power", "face_of"]

FACE_VERBS: Final = frozenset(
    {
        *("watch", "look", "press", "long_press", "pin_press", "swipe", "scan", "sign"),
        *("wedge", "tear", "set_fault", "till_begin", "till_cancel"),
        *DEVICE_VERBS,
    }
)
MOST_WATCHERS = 16
BEAT = 2.0
"""Seconds."""

TRAY = 6
"""Papers that a new watcher still finds in the tray."""

_DONE, _FAILED, _USAGE, _REFUSED, _BUSY = 0, 1, 2, 12, 14
_LOOK, _ASIDE = "look", "aside"


class Power(Protocol):
    """Who gives the machine its life and takes it."""

    async def switch_on(self) -> None:
        """Let the terminal live; done when it serves."""

    async def switch_off(self) -> None:
        """Let the terminal's life end, with what is in hand brought to its end first; done when it is over."""


class _Watcher:
    """Somebody who sees the machine; a person sees what is sensitive, a program does not."""

    __slots__ = ("client", "identity", "person")

    def __init__(self, client: Listener, identity: Any, *, person: bool) -> None:
        self.client = client
        self.identity = identity
        self.person = person

    def tell(self, spoken: dict[str, Any]) -> None:
        self.client.tell({"id": self.identity, **spoken}, sensitive=self.person)


class Face:
    """Keeps the front while the terminal lives, through every restart of its actor."""

    def __init__(self, power: Power, desk: Desk, front: Front, devices: FittedDevices, *, demo: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._power = power
        self._turning: set[asyncio.Task[None]] = set()
        self._desk = desk
        self._front = front
        self._devices = devices
        self._device_settings = DeviceSettings(devices, lambda answers: desk.enquire("approve_devices", answers))
        devices.changed = lambda: self._tell_all(self._fitted())
        self._demo = demo
        self._watchers: list[_Watcher] = []
        self._tray: deque[dict[str, Any]] = deque(maxlen=TRAY)
        self._born, self._papers = look_at_clock().utc, 0
        self._request = 0
        self._question: int | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._pulse: asyncio.TimerHandle | None = None
        self._closed = False
        self._verbs: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
            "look": lambda _: None,
            "press": self._press,
            "long_press": self._long_press,
            "pin_press": self._pin_press,
            "swipe": self._swipe,
            "scan": self._scan,
            "wedge": self._wedge,
            "tear": self._tear,
            "sign": self._sign,
            "set_fault": self._set_fault,
            "till_begin": self._till_begin,
            "till_cancel": self._till_cancel,
        }
        self._hearing: dict[str, Callable[[dict[str, Any]], list[Output]]] = {
            "ask": self._asked,
            "wrong": self._wrong,
            "show": lambda said: self._front.shown(_shown(said), look_at_clock()),
            "print": lambda said: self._front.printed(said["print"], said["document"], look_at_clock()),
        }
        self._doing: dict[type, Callable[[Any], None]] = {
            Begin: self._begin,
            Aside: lambda output: desk.take_in(self, {"id": _ASIDE, "verb": output.verb}),
            Answer: self._answer,
            Cancel: lambda _: self._reply_to_question({"cancel": True}),
            Look: lambda _: desk.take_in(self, {"id": _LOOK, "verb": "status"}),
            Changed: lambda output: self._tell_all({"screen": output.screen.plain()}),
            Paper: self._paper,
            SwitchOn: lambda _: self._turn(self._switch_on()),
            SwitchOff: lambda _: self._turn(power.switch_off()),
        }

    def plug_in(self) -> None:
        """Be on: the terminal lives."""
        self._do(self._front.plugged_in(look_at_clock()))

    # For those who touch and see it

    def take(self, client: Listener, spoken: Mapping[str, Any]) -> None:
        """Do what one line of a client asks of the machine."""
        identity, verb = spoken.get("id"), spoken["verb"]
        if verb == "watch":
            self._watch(client, identity, person=bool(spoken.get("person")))
            return
        arguments = spoken.get("arguments", {})
        if verb in DEVICE_VERBS:
            self._turn(self._device_settings.answer(client, spoken))
            return
        try:
            refusal = self._verbs[verb](arguments)
        except PermissionError:
            client.tell({"id": identity, "reply": _REFUSED, "body": _said("face.only-demo")})
        except (ValueError, KeyError, TypeError, AttributeError):
            client.tell({"id": identity, "reply": _USAGE, "body": _said("desk.not-understood")})
        except DirectoryFault as fault:
            client.tell({"id": identity, "reply": _FAILED, "body": _said(fault.message, **fault.arguments)})
        else:
            done = {"screen": self._front.screen.plain()}
            status, body = (_DONE, done) if refusal is None else (_BUSY, _said(refusal))
            client.tell({"id": identity, "reply": status, "body": body})

    def leave(self, client: Listener) -> None:
        """Forget a watcher; the machine goes on."""
        self._watchers = [watcher for watcher in self._watchers if watcher.client is not client]

    def _watch(self, client: Listener, identity: Any, *, person: bool) -> None:
        if len(self._watchers) >= MOST_WATCHERS:
            client.tell({"id": identity, "reply": _BUSY, "body": _said("face.many-watchers")})
            return
        watcher = _Watcher(client, identity, person=person)
        self._watchers.append(watcher)
        if self._pulse is None:
            self._pulse = self._loop.call_later(BEAT, self._beat)
        watcher.tell(self._fitted())
        for paper in self._tray:
            watcher.tell(paper)
        watcher.tell({"screen": self._front.screen.plain()})

    def _beat(self) -> None:
        """Be alive to whoever watches, for as long as somebody does."""
        self._tell_all({"beat": True})
        self._pulse = self._loop.call_later(BEAT, self._beat) if self._watchers and not self._closed else None

    def _press(self, arguments: Mapping[str, Any]) -> None:
        self._do(self._front.key(Key(arguments["key"]), look_at_clock()))

    def _long_press(self, arguments: Mapping[str, Any]) -> None:
        if Key(arguments["key"]) is not Key.POWER:
            raise ValueError("only the power key is held")
        self._do(self._front.long_power(look_at_clock()))

    def _pin_press(self, arguments: Mapping[str, Any]) -> None:
        key = Key(arguments["key"])
        if self._devices.works(Device.PIN_PAD):
            self._do(self._front.pin(key, look_at_clock()))

    def _tear(self, _: Mapping[str, Any]) -> None:
        for told in self._tray:
            told["torn"] = True

    def _swipe(self, arguments: Mapping[str, Any]) -> None:
        swipe = accept("ask.card", arguments)
        if self._devices.works(Device.CARD_READER):
            self._do(self._front.card(swipe, look_at_clock()))

    def _scan(self, arguments: Mapping[str, Any]) -> None:
        self._do(self._front.scan(accept("ask.payment_code", arguments["code"]), look_at_clock()))

    def _wedge(self, arguments: Mapping[str, Any]) -> None:
        burst = self._devices.burst(arguments["keys"])
        self._tell_all({"typed": burst.kind})
        if burst.kind == "swipe":
            self._do(self._front.card(accept("ask.card", burst.value), look_at_clock()))
        elif burst.kind == "scan":
            self._scan({"code": burst.value})

    def _sign(self, arguments: Mapping[str, Any]) -> None:
        self._do(self._front.sign(read_strokes(arguments["strokes"]), look_at_clock()))

    def _set_fault(self, arguments: Mapping[str, Any]) -> None:
        if not self._demo:
            raise PermissionError
        self._devices.set_fault(arguments["device"], str(arguments["condition"]))

    def _till_begin(self, arguments: Mapping[str, Any]) -> str | None:
        asked = accept_all(arguments["arguments"])
        if arguments["verb"] not in Terminal.VERBS or "till_request" not in asked:
            raise ValueError("a till asks for what the terminal knows, under an id")
        if self._front.state is State.OFF:
            return "face.till-off"
        return self._unless(self._front.begin(arguments["verb"], asked, look_at_clock()), "face.till-busy")

    def _till_cancel(self, arguments: Mapping[str, Any]) -> str | None:
        named = {"till_request": arguments["till_request"]}
        return self._unless(self._front.leave(named, look_at_clock()), "face.till-too-late")

    def _unless(self, outputs: list[Output] | None, refusal: str) -> str | None:
        if outputs is None:
            return refusal
        self._do(outputs)
        return None

    # For the desk, whose client it is

    def tell(self, spoken: dict[str, Any], *, sensitive: bool = False) -> None:
        """Hear the terminal, behind everything that happens now: a script must not be answered while it asks."""
        self._loop.call_soon(self._heard, {**spoken, "sensitive": sensitive})

    def close(self) -> None:
        """Stop the clock of the machine."""
        self._closed = True
        for task in self._turning:
            task.cancel()
        for waiting in (self._tick, self._pulse):
            if waiting is not None:
                waiting.cancel()

    def _heard(self, said: dict[str, Any]) -> None:
        if said.get("id") == _LOOK:
            if said.get("reply") == _DONE:
                self._do(self._front.stands(said["body"], look_at_clock()))
            return
        if said.get("id") != self._request:
            return  # of a request that this machine has left
        if "reply" in said:
            self._question = None
            self._do(self._front.ended(said["reply"], said["body"], look_at_clock()))
            return
        for kind, hear in self._hearing.items():
            if kind in said:
                self._do(hear(said))

    def _asked(self, said: dict[str, Any]) -> list[Output]:
        self._question = said["question"]
        return self._front.asked(Ask(said["ask"], 0, **said["arguments"]), look_at_clock())

    def _wrong(self, said: dict[str, Any]) -> list[Output]:
        self._question = said["question"]
        return self._front.wrong(look_at_clock())

    # What the front wants

    def _do(self, outputs: list[Output]) -> None:
        for output in outputs:
            self._doing[type(output)](output)
        self._wind()

    def _turn(self, turning: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(turning)
        self._turning.add(task)
        task.add_done_callback(self._turning.discard)

    async def _switch_on(self) -> None:
        await self._power.switch_on()
        self._do(self._front.started(look_at_clock()))

    def _begin(self, begin: Begin) -> None:
        self._request += 1
        asking = {"verb": begin.verb, "arguments": begin.arguments, "talks": True, "person": True}
        self._desk.take_in(self, {"id": self._request, **asking})

    def _answer(self, answer: Answer) -> None:
        self._reply_to_question({"answer": answer.value})

    def _reply_to_question(self, said: dict[str, Any]) -> None:
        if self._question is not None:
            question, self._question = self._question, None
            self._desk.take_in(self, {"id": self._request, "question": question, **said})

    def _paper(self, paper: Paper) -> None:
        self._papers += 1
        told = {
            "paper": paper.copy,
            "document": paper.document,
            "number": self._papers,
            "since": self._born,
            "is_drawn": self._devices.printer is None,
        }
        self._tray.append(told)
        self._tell_all(told)

    def _fitted(self) -> dict[str, Any]:
        return {"devices": self._devices.told_to_pages()}

    def _tell_all(self, told: dict[str, Any]) -> None:
        for watcher in list(self._watchers):
            watcher.tell(told)

    def _wind(self) -> None:
        """Come back when the front wants to be told the time."""
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None
        if self._front.due is not None and not self._closed:
            wait = max(self._front.due - look_at_clock().monotonic, 0) / SECOND
            self._tick = self._loop.call_later(wait, self._ticked)

    def _ticked(self) -> None:
        self._tick = None
        self._do(self._front.tick(look_at_clock()))


def face_of(configuration: Configuration, power: Power, desk: Desk, devices: FittedDevices) -> Face:
    """Return the face of a terminal, switched off."""
    settings: TerminalSettings = configuration.settings
    front = Front(Terminal.VERBS, power_save_after=settings.power_save_after, sign_in_key=settings.sign_in_key)
    return Face(power, desk, front, devices, demo=configuration.mode == "demo")


def _shown(said: Mapping[str, Any]) -> Show:
    return Show(said["show"], sensitive=said["sensitive"], **said["arguments"])


def _said(message: str, **arguments: Any) -> dict[str, Any]:
    return {"message": message, "arguments": arguments}
