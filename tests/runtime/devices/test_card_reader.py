"""Readers of chip cards by PC/SC: the real service with a virtual reader, and what is told where there is no service."""

import asyncio
import os
import socket
import sys
from pathlib import Path
from subprocess import DEVNULL, Popen, run
from threading import Thread
from time import monotonic, sleep

import pytest

from countertop.runtime.devices.card_reader import CardReader, ReaderSeen, _look
from countertop.stage import Condition

INSTALL = "the card-reader service is missing: apt-get install pcscd vsmartcard-vpcd (make develop does it)"
START = "the card-reader service does not run: systemctl start pcscd.socket, or pcscd, as root"
NAME = "Virtual PCD 00 00"
PLACE = ("127.0.0.1", 0x8C7B)
ATR = bytes.fromhex("3B80800101")
PATIENCE = 60


@pytest.fixture
def service():
    """The service with its virtual reader, of this machine or begun here."""
    assert Path("/usr/sbin/pcscd").exists(), INSTALL
    assert Path("/etc/reader.conf.d/vpcd").exists(), INSTALL
    if NAME in _look("").names:
        yield
        return
    assert os.geteuid() == 0, START
    Path("/run/pcscd").mkdir(exist_ok=True)
    with Popen(["/usr/sbin/pcscd", "--foreground"], stdout=DEVNULL, stderr=DEVNULL) as begun:
        until = monotonic() + PATIENCE
        while NAME not in _look("").names:
            assert begun.poll() is None, START
            assert monotonic() < until, START
            sleep(0.05)
        yield
        begun.kill()  # it may take its time over a farewell, and keeps nothing


class VirtualCard:
    """A card in the virtual reader: it answers to reset, and to nothing else."""

    def __init__(self):
        self._line = socket.create_connection(PLACE, PATIENCE)
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def pull_out(self):
        self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self._line.close()

    def _answer(self):
        while size := self._line.recv(2, socket.MSG_WAITALL):
            asked = self._line.recv(int.from_bytes(size, "big"), socket.MSG_WAITALL)
            if asked == b"\x04":
                self._line.sendall(len(ATR).to_bytes(2, "big") + ATR)


class Watch:
    """A reader that is looked at; `until` waits for what is seen to be so."""

    def __init__(self, name):
        self._news = asyncio.Event()
        self.reader = CardReader(name, self._news.set)

    async def until(self, state):
        async with asyncio.timeout(PATIENCE):
            while self.reader.seen.state != state:
                await self._news.wait()
                self._news.clear()
        return self.reader.seen


def test_a_card_is_seen_as_it_comes_and_goes(service):
    async def watched():
        watch = Watch(NAME)
        seen = await watch.until("absent")
        assert NAME in seen.names
        assert (seen.problem, seen.atr) == (None, "")
        assert watch.reader.finding().condition is Condition.OK
        card = await asyncio.to_thread(VirtualCard)
        assert (await watch.until("present")).atr == "3B 80 80 01 01"
        await asyncio.to_thread(card.pull_out)
        assert (await watch.until("absent")).atr == ""
        watch.reader.close()
        other = Watch("Reader that was unplugged")
        seen = await other.until("missing")
        assert seen.problem == ("device.reader_missing", {"name": "Reader that was unplugged"})
        assert other.reader.finding().condition is Condition.SILENT
        other.reader.close()

    asyncio.run(watched())


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("import os; os.environ['PCSCLITE_CSOCK_NAME'] = '/no/such/service'", "device.no_reader_service"),
        ("import sys; sys.modules['smartcard'] = None", "device.no_reader_library"),
    ],
)
def test_without_service_or_library_the_command_is_told_that_brings_it(before, told):
    program = f"{before}\nfrom countertop.runtime.devices.card_reader import _look\nprint(_look('ACR'))"
    printed = run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True).stdout
    assert told in printed
    assert "install" in printed
    assert "state='missing'" in printed


def test_nothing_is_seen_before_anybody_looked():
    async def made():
        return CardReader("", lambda: None).seen

    assert asyncio.run(made()) == ReaderSeen()
