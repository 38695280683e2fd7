"""A TCP proxy that misbehaves on request: between two parties, as a bad line would.

    with FaultyProxy(("127.0.0.1", 5101)) as proxy:
        proxy.fault = "lose-answer"     # the request arrives, its answer never does: both ends see the line drop

Faults: "" passes everything; "lose-answer" drops the line when the far end answers; "lose-request" drops it when the near
end speaks; "silence" swallows what the far end says and keeps the line. A fault stays until it is changed.
"""

import asyncio
import threading
from contextlib import suppress


class FaultyProxy:
    def __init__(self, target):
        self.target = target
        self.fault = ""
        self.address = None
        self.dropped = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def heard_at(self, end, data):
        """Learn what an end has said, dropped or not; for those who listen."""

    def _run(self):
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self):
        self._stop = asyncio.Event()
        self._lines = set()
        server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        self.address = server.sockets[0].getsockname()
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._lines:
            task.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _line(self, reader, writer):
        task = asyncio.current_task()
        self._lines.add(task)
        far = None
        try:
            far_reader, far = await asyncio.open_connection(*self.target)
            ways = [
                asyncio.create_task(self._pass(reader, far, "lose-request", None)),
                asyncio.create_task(self._pass(far_reader, writer, "lose-answer", "silence")),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in (writer, far):
                if end is not None:
                    end.transport.abort()
            self._lines.discard(task)

    async def _pass(self, reader, writer, drop, swallow):
        with suppress(OSError):
            while data := await reader.read(65536):
                self.heard_at(reader, data)
                if self.fault == drop:
                    self.dropped += 1
                    return
                if self.fault and self.fault == swallow:
                    self.dropped += 1
                    continue
                writer.write(data)
                await writer.drain()
