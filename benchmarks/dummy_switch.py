"""A switch that does as little as one can: it signs members on and approves whatever they send, at once, under a MAC.

    python -m benchmarks.dummy_switch RIG PORT

It keeps nothing and checks nothing, so what is measured in front of it is the host. It prints its port when it serves,
and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from benchmarks.rig import Rig
from countertop.codec import Framing
from countertop.crypto.macs import RetailMacKey
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.interbank_answers import answer_to, management_answer

APPROVAL_CODE = "123456"


class Member(asyncio.Protocol):
    """The line of one member."""

    def __init__(self, zak: bytes) -> None:
        self._mac = RetailMacKey(zak).x9_19_text
        self._splitter = Framing.ASCII4.splitter()
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport
        self._transport.max_size = 65_536

    def data_received(self, data: bytes) -> None:
        """Answer every request in what came."""
        answers = [self._answer(payload) for payload in self._splitter.feed(data) if payload]
        self._transport.write(b"".join(answers))

    def _answer(self, payload: bytes) -> bytes:
        request = INTERBANK.decode(payload)
        answer = _answer_to(request)
        answer.mac = self._mac(INTERBANK.mac.covered(answer, b"", 0, 0))
        encoded = INTERBANK.encode(answer)
        return b"%04d%b" % (len(encoded), encoded)


def _answer_to(request: Message) -> Message:
    if request.mti == "0820":
        return management_answer(request, "00")
    date = (request.transmission_time or "")[:4]
    return answer_to(request, "00", APPROVAL_CODE, settlement_date=date, receiving_id="99010001")


async def serve(rig: Rig, port: int) -> None:
    loop = asyncio.get_running_loop()
    zak = bytes.fromhex(rig.zak)
    server = await loop.create_server(lambda: Member(zak), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    rig, port = sys.argv[1:]
    asyncio.run(serve(Rig.load(Path(rig)), int(port)))


if __name__ == "__main__":
    main()
