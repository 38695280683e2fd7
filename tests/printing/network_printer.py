"""A receipt printer on the network of this machine: it takes calls one after the other and keeps every byte."""

import socket
import struct
from contextlib import suppress
from threading import Event, Thread

from countertop.printing import VirtualPrinter
from countertop.printing.commands import ASK_AT_ONCE, ASK_PAPER, ASK_WHEN_THERE

__all__ = ["NetworkPrinter"]


class NetworkPrinter:
    """Prints until it is switched off.

    One that does not `answer` is asked in vain; with `dies_after` it breaks off behind so many bytes of a job, and
    is dead until that is None again.
    """

    def __init__(self, *, answers=True):
        self.answers = answers
        self.has_paper = True
        self.is_open = False
        self.dies_after = None
        self.calls = []
        self.came = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.place = f"tcp:127.0.0.1:{self.port}"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.switch_off()

    def switch_off(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    @property
    def taken(self):
        return b"".join(self.calls)

    def drawn(self, columns=32):
        """The sheets that these bytes make on paper."""
        paper = VirtualPrinter(columns)
        for call in list(self.calls):
            paper.print(bytes(call))
        return paper.torn_off

    def texts(self, columns=32):
        return ["\n".join(row.text() for row in sheet.rows) for sheet in self.drawn(columns)]

    def _serve(self):
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, suppress(ConnectionError):
                self._take(line)

    def _take(self, line):
        taken, seen = bytearray(), 0
        self.calls.append(taken)  # whoever clears the calls meanwhile forgets this one too
        while piece := line.recv(64):
            taken += piece
            if self.dies_after is not None and len(taken) > self.dies_after:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no farewell
                self.calls[:] = [call for call in self.calls if call is not taken]
                self.dies_after = 0
                return
            seen = self._answer(line, taken, seen)
            self.came.set()

    def _answer(self, line, taken, seen):
        """Answer the questions behind what was `seen`; return how far they are seen now."""
        while self.answers:
            asked = [(taken.find(each, seen), each) for each in (ASK_AT_ONCE, ASK_WHEN_THERE)]
            at, question = min((each for each in asked if each[0] >= 0), default=(-1, b""))
            if at < 0 or at + 3 > len(taken):
                return seen
            seen = at + 3
            if question == ASK_WHEN_THERE:
                line.sendall(b"\x00")
            elif taken[at:seen] == ASK_PAPER:
                line.sendall(b"\x12" if self.has_paper else b"\x72")
            else:
                line.sendall(b"\x16" if self.is_open else b"\x12")
        return seen
