"""Lines that speak HTTP/1.1: a request's body is a frame, and the next frame sent on the line answers it.

Only what is posted to the line's path in the wire's kind of body is taken; everything else is answered with a status
and hung up on. The limits are those of every line: header and body in time, at most `MAX_PAYLOAD` bytes of each, and
one request at a time: a caller who sends the next one early is not read from until the first is answered. On a line
that we dialled it is the other way round: each frame sent is posted, one after the other, and the bodies of the
responses are the frames received. Where bodies are frames with a length prefix, the prefix must fit its body.
"""

from __future__ import annotations

from collections import deque
from http import HTTPStatus
from typing import Any, Final

import h11

from countertop.codec import MAX_PAYLOAD, FrameError, Framing
from countertop.runtime.clock import look_at_clock
from countertop.runtime.line import Exchange, Line
from countertop.runtime.places import LineLimits
from countertop.runtime.wires import Http
from countertop.values import Instant

__all__ = ["HttpLine"]

_NOTHING_MORE: Final = (h11.NEED_DATA, h11.PAUSED, h11.ConnectionClosed)

# Frames that wait for the answer to the one before them, on a line that we dialled.
MOST_WAITING = 64


class HttpLine(Line):
    """One connection."""

    __slots__ = ("_body", "_busy", "_content_type", "_headers", "_path", "_prefix", "_session", "_waiting")

    def __init__(self, lines: Exchange, role: str, wire: Http, limits: LineLimits, *, called: bool) -> None:
        super().__init__(lines, role, Framing.BINARY2, limits, called=called)  # whose prefix is never looked for
        ours = h11.SERVER if called else h11.CLIENT
        self._session = h11.Connection(ours, max_incomplete_event_size=MAX_PAYLOAD)
        self._path = wire.path.encode()
        self._content_type = wire.content_type.encode()
        self._prefix = wire.framing
        self._headers = [(name.encode(), value.encode()) for name, value in wire.headers]
        self._body = bytearray()
        self._busy = False  # a request has no answer yet
        self._waiting: deque[bytes] = deque()

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        if self.gone:
            return
        now = look_at_clock()
        self._last = now.monotonic
        self._session.receive_data(data)
        self._read(now)

    def _read(self, now: Instant) -> None:
        """Take what has come, up to the end of one message."""
        try:
            while not self.gone:
                event = self._session.next_event()
                if event in _NOTHING_MORE or type(event) in _NOTHING_MORE:
                    break
                status = self._take(event)
                if status is not None:
                    self._turn_away(status)
                    return
                if type(event) is h11.EndOfMessage:
                    self._begun = None
                    payload = self._payload()
                    if payload is None:
                        self._turn_away(HTTPStatus.BAD_REQUEST)
                        return
                    self._deliver_payload(payload, now)
                    break
        except h11.RemoteProtocolError as fault:
            self._turn_away(HTTPStatus(fault.error_status_hint))
            return
        if not self.gone:
            self._time(now.monotonic)
            self._read_or_not()

    def _take(self, event: Any) -> HTTPStatus | None:
        """Take a part of a message; return with what status it is turned away."""
        if type(event) is h11.Request:
            return self._objection(event)
        if type(event) is h11.Response:
            return None if event.status_code == HTTPStatus.OK else HTTPStatus.BAD_GATEWAY
        if type(event) is h11.Data:
            self._body += event.data
            if len(self._body) > MAX_PAYLOAD:
                return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None

    def _objection(self, request: h11.Request) -> HTTPStatus | None:
        if request.target.partition(b"?")[0] != self._path:
            return HTTPStatus.NOT_FOUND
        if request.method != b"POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        # The parser counts only what it has to keep; a long head in one piece passes it.
        if sum(len(name) + len(value) for name, value in request.headers) > MAX_PAYLOAD:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        headers = dict(request.headers)
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != self._content_type.lower():
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        if int(headers.get(b"content-length", b"0")) > MAX_PAYLOAD:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if self._session.they_are_waiting_for_100_continue:
            self._write(self._session.send(h11.InformationalResponse(status_code=100, headers=[])))
        return None

    def _time(self, monotonic: int) -> None:
        """Begin to count the time of a header or a body that is not whole yet."""
        state = self._session.their_state
        in_body = state is h11.SEND_BODY
        in_header = state in (h11.IDLE, h11.SEND_RESPONSE) and bool(self._session.trailing_data[0])
        if not (in_body or in_header):
            self._begun = None
        elif self._begun is None or (in_body and not self._in_body):
            self._begun = monotonic
        self._in_body = in_body

    def _payload(self) -> bytes | None:
        """Return the message in a body, None when its prefix says something else than is there."""
        body = bytes(self._body)
        self._body.clear()
        if self._prefix is None:
            return body
        splitter = self._prefix.splitter()
        try:
            payloads = splitter.feed(body)
        except FrameError:
            return None
        return payloads[0] if len(payloads) == 1 and not splitter.waiting else None

    def _deliver_payload(self, payload: bytes, now: Instant) -> None:
        if self.is_called:
            self._busy = True
        else:
            self._next_cycle()
        self._receiver.frame_received(self.number, payload, now)

    def _read_or_not(self) -> None:
        # A caller who is waiting for an answer and says more is not heard until it has left.
        if self._busy and self.is_called and self._session.trailing_data[0] and not self._transport.is_closing():
            self._transport.pause_reading()
            return
        super()._read_or_not()

    # What leaves

    def send(self, payload: bytes) -> None:
        """Answer the request that waits, or post a frame; an answer that nobody waits for is swallowed."""
        if self.is_called:
            if self._busy:  # else nobody has asked
                self._busy = False
                self._write(self._response(HTTPStatus.OK, payload))
                self._lines.loop.call_soon(self._go_on)
        elif self._prefix is not None and self._busy:
            self.drop("given-up")
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(payload)
            self._post()

    def _post(self) -> None:
        """Post the next frame, when the one before it is answered."""
        if self._busy or not self._waiting:
            return
        self._busy = True
        payload = self._joined(self._waiting.popleft())
        host = "{}:{}".format(*self._transport.get_extra_info("peername")[:2]).encode()
        headers = [(b"host", host), *self._headers, *self._about(payload)]
        self._write(self._whole(h11.Request(method="POST", target=self._path, headers=headers), payload))

    def _go_on(self) -> None:
        """After an answer: hang up where the caller wants it, or take the next request, which may be there already."""
        if self.gone:
            return
        if self._session.our_state is not h11.DONE:
            self._end()
            return
        self._next_cycle()
        self._read(look_at_clock())

    def _next_cycle(self) -> None:
        self._busy = False
        if self._session.our_state is h11.DONE and self._session.their_state is h11.DONE:
            self._session.start_next_cycle()
            if not self.is_called:
                self._post()

    def _end(self) -> None:
        now = look_at_clock()
        self.hang_up()
        self._receiver.line_closed(self.number, "closed", now)

    def _response(self, status: HTTPStatus, payload: bytes = b"", *more: tuple[bytes, bytes]) -> bytes:
        body = self._joined(payload) if payload else payload
        headers = [*self._about(body), *more]
        return self._whole(h11.Response(status_code=status, headers=headers, reason=status.phrase.encode()), body)

    def _joined(self, payload: bytes) -> bytes:
        return payload if self._prefix is None else self._prefix.join(payload)

    def _about(self, body: bytes) -> list[tuple[bytes, bytes]]:
        return [(b"content-type", self._content_type), (b"content-length", b"%d" % len(body))]

    def _whole(self, head: h11.Request | h11.Response, payload: bytes) -> bytes:
        parts = [self._session.send(event) for event in (head, h11.Data(data=payload), h11.EndOfMessage())]
        return b"".join(part for part in parts if part)

    def _write(self, data: bytes | None) -> None:
        if data:
            if not self._out:
                self._lines.flush_soon(self)
            self._out.append(data)

    def _turn_away(self, status: HTTPStatus) -> None:
        """Say why, and hang up: what comes after a wrong message cannot be trusted."""
        if self.is_called and self._session.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self._busy:
            self._write(self._response(status, b"", (b"connection", b"close")))
        self._lines.counters["garbled"] += 1
        self.hang_up()
        self._receiver.line_closed(self.number, "garbled", look_at_clock())
