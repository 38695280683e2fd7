"""Generated encoders and decoders, one for each set of fields that keeps coming, in bounded caches.

A set of fields is compiled when it has come often; until then, and for every message that is refused, the interpreter
works. Nothing here changes a result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.iso8583.decoder_source import DecoderSource
from countertop.iso8583.encoder_source import EncoderSource
from countertop.iso8583.grammar import Grammar
from countertop.iso8583.interpret import bitmap_of
from countertop.iso8583.message import Message
from countertop.iso8583.plan import plan
from countertop.iso8583.recurrence import Recurrence
from countertop.iso8583.spec import Encoding
from countertop.iso8583.steady import ReadSteady, WriteSteady

__all__ = ["Compiler", "Decoder", "Encoder"]

Decoder = Callable[[bytes, tuple[bytes | None, Any, str]], Message | None]
Encoder = Callable[[Message, bytes, bytes], bytes | None]


class Compiler:
    """The generated code of one grammar."""

    __slots__ = ("_decoders", "_encoders", "_grammar", "_read_steady", "_recurrence", "_write_steady")

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._decoders: dict[tuple[int, ...], Decoder] = {}
        self._encoders: dict[tuple[int, ...], Encoder] = {}
        self._recurrence = Recurrence()
        self._read_steady: dict[tuple[int, ...], ReadSteady] = {}
        self._write_steady: dict[tuple[int, ...], WriteSteady] = {}

    def decoder(self, numbers: tuple[int, ...]) -> Decoder | None:
        """Return the decoder of these fields; None while they have come too seldom."""
        found = self._decoders.get(numbers)
        if found is None and self._recurrence.is_reached(("decode", numbers)):
            found = self._recurrence.keep(self._decoders, numbers, self.compile_decoder(numbers))
        return found

    def encoder(self, numbers: tuple[int, ...]) -> Encoder | None:
        """Return the encoder of these fields, the MAC's number among them; None while they have come too seldom."""
        found = self._encoders.get(numbers)
        if found is None and self._recurrence.is_reached(("encode", numbers)):
            found = self._recurrence.keep(self._encoders, numbers, self.compile_encoder(numbers))
        return found

    def compile_decoder(self, numbers: tuple[int, ...]) -> Decoder:
        """Return code for these fields, which must all be in the dialect's table."""
        grammar = self._grammar
        body, sealed = self._body(numbers)
        start = grammar.envelope.size
        mti = 2 if grammar.mti_digits is Encoding.BCD else 4
        bitmap = 16 if numbers and numbers[-1] > 64 else 8
        source = DecoderSource(plan(body, grammar.table), start, start + mti + bitmap, grammar.mac if sealed else None)
        decoder: Decoder = _function("decode", source.write(self._read_steady), source.scope)
        return decoder

    def compile_encoder(self, numbers: tuple[int, ...]) -> Encoder:
        """Return code for these fields, which must all be in the dialect's table."""
        body, _ = self._body(numbers)
        second = bool(numbers) and numbers[-1] > 64
        source = EncoderSource(plan(body, self._grammar.table), bitmap_of(numbers, second=second))
        encoder: Encoder = _function("encode", source.write(self._write_steady), source.scope)
        return encoder

    def _body(self, numbers: tuple[int, ...]) -> tuple[list[int], bool]:
        mac = self._grammar.mac.field
        return [number for number in numbers if number != mac], mac in numbers


def _function(name: str, source: str, scope: dict[str, Any]) -> Any:
    exec(source, scope)  # noqa: S102 - the source is made of the dialect's table, never of a message
    return scope[name]
