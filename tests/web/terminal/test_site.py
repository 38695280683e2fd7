"""What the site of the terminal's face offers a demonstration, and what it offers nobody else."""

import asyncio
import json
import re
from contextlib import closing

import pytest

from countertop.runtime.desk_address import place_socket
from countertop.runtime.premises import read_wallet_file
from countertop.web.terminal.app import _show_all, make_terminal_site
from countertop.web.terminal.faults import CONDITIONS, FAULTS
from countertop.web.terminal.machine import Machine
from countertop.web.terminal.touches import touch
from countertop.words import Language

CARDS = read_wallet_file(None)


def visit(path="/", method="GET", *, query="", body=b"", is_demo=True):
    """Return status and text of what the site answers, asked as a server asks it."""

    def nobody():
        raise AssertionError("the machine is not touched")

    site = make_terminal_site(nobody, CARDS, lambda _: "http://pad.invalid", {}, is_demo=is_demo)
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "server": ("site", 80)}
    headers = [(b"host", b"site"), (b"content-type", b"application/json")]
    told = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        told.append(message)

    asyncio.run(site({**scope, "headers": headers, "scheme": "http", "root_path": ""}, receive, send))
    return told[0]["status"], b"".join(each.get("body", b"") for each in told[1:]).decode()


@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_demonstration_has_cards_and_faults_in_both_languages(code):
    _, text = visit(query=f"language={code}")
    assert re.findall(r'data-card="([^"]+)"', text) == list(CARDS)
    assert set(re.findall(r'data-fault="([^"]+)"', text)) == set(FAULTS)
    assert len(re.findall(r'data-condition="', text)) == sum(map(len, CONDITIONS.values()))
    assert not any(card.pan.reveal() in text for card in CARDS.values())
    assert not any(re.search(rf"\b{card.pin.reveal()}\b", text) for card in CARDS.values())


def test_nobody_else_has_them():
    _, text = visit(is_demo=False)
    for mark in ("data-card", "data-fault", "data-device", "data-phone"):
        assert mark not in text
    for path in ("/faults/mend", "/telephone/code"):
        assert visit(path, "POST", body=b"{}", is_demo=False)[0] == 404


def test_a_fault_that_there_is_not_is_not_found():
    assert visit("/faults/earthquake", "POST")[0] == 404


def test_a_page_loads_nothing_from_elsewhere_and_has_no_script_of_its_own():
    _, text = visit()
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', text) == ["http://pad.invalid/?language=zh"]
    assert re.findall(r"<script(?![^>]*src=)", text) == []
    assert " style=" not in text


SLIP = {"columns": 32, "script": "zh", "large": {"zh": []}, "zh": ["签购单"]}


def told_nobody(*told):
    raise AssertionError(told)


class Leaving(Exception):  # noqa: N818 - a browser leaves
    """Ends the socket of a browser that has seen enough."""


class SlowSocket:
    """A browser that looks on while a paper comes out."""

    def __init__(self, machine):
        self.machine = machine
        self.told = []

    async def send_json(self, told):
        self.told.append(told)
        if "wedge" in told:
            self.machine._take({"paper": "merchant", "since": 1, "number": 1, "is_drawn": True, "document": SLIP})
        if "gone" in told:
            self.machine.tear_off()
        if "torn" in told:
            raise Leaving


def test_a_paper_that_comes_out_while_a_browser_begins_to_look_is_seen(tmp_path):
    async def look():
        machine = Machine(tmp_path, told_nobody)
        socket = SlowSocket(machine)
        with pytest.raises(Leaving):
            await _show_all(socket, machine, Language.CHINESE)
        await machine.close()
        return socket.told

    assert [told["paper"]["number"] for told in asyncio.run(look()) if "paper" in told] == [1]


@pytest.mark.parametrize(("device", "condition"), [("printer", "on fire"), ("teapot", "ok"), ("battery", 3), ([], {})])
def test_what_no_device_can_be_is_no_touch(device, condition):
    with pytest.raises((KeyError, ValueError, TypeError)):
        touch(None, {}, {"touch": "set_fault", "device": device, "condition": condition})


def screen(number):
    return {"id": "watch", "screen": {"title": None, "number": number}}


def test_a_machine_that_says_what_nobody_understands_is_watched_again_and_that_is_told_once(tmp_path):
    """A face that stood still after a fault of these pages would show an old amount as if it were the present one."""
    said = [b"{no json\n", json.dumps({"id": "watch", "paper": "x"}).encode() + b"\n"]
    told, began = [], []

    async def machine_of(reader, writer):
        await reader.readline()
        began.append(len(began))
        odd = said[0] if len(began) < 3 else said[1]
        writer.write(json.dumps(screen(len(began))).encode() + b"\n" + (odd if len(began) < 4 else b""))
        with closing(writer):
            await reader.read()

    async def look():
        desk = await asyncio.start_unix_server(machine_of, sock=place_socket(tmp_path))
        machine = Machine(tmp_path, lambda *line: told.append(line))
        async with asyncio.timeout(60), desk:
            async for seen in machine.seen():
                if seen.get("screen") and seen["screen"]["number"] == 4:
                    break
        await machine.close()

    asyncio.run(look())
    assert [(name, places.partition(" ")[0]) for name, places in told] == [
        (tmp_path.name, "JSONDecodeError"),
        (tmp_path.name, "KeyError"),
    ]
