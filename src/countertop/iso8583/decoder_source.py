"""Source of a decoder for one bitmap: straight-line code that cuts every field at its place.

The generated function is `decode(payload, opening)`, where `opening` is (tpdu, header, mti), checked before. It returns
the message, or None when anything at all is wrong; it need not know what, for the interpreter will say. It may also
raise LookupError, ValueError or FieldFault, which mean the same.

Every length is compared with the field's maximum and with the bytes that are left before anything is cut by it.
"""

from __future__ import annotations

from binascii import unhexlify
from operator import itemgetter
from typing import Any

from countertop.codec.bcd import BCD_VALUES, NOT_BCD
from countertop.iso8583.mac_input import MAC_SIZE, EncodedBytes, MacRule
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES
from countertop.iso8583.plan import Shape, Unit
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Pad
from countertop.iso8583.steady import ReadSteady, steady_names

__all__ = ["DecoderSource"]

_HUNDREDS = tuple(value if value == NOT_BCD else value * 100 for value in BCD_VALUES)


_ASCII_LENGTHS = {
    2: {b"%02d" % value: value for value in range(100)},
    3: {b"%03d" % value: value for value in range(1000)},
}
"""Digits of a length prefix -> the ASCII they are written in -> the length."""


class DecoderSource:
    """Writes the decoder of one bitmap; `steady` gives the shared memory of a group of fields."""

    def __init__(self, units: list[Unit], start: int, fields_at: int, mac: MacRule | None) -> None:
        """`start` is where the MTI stands in the payload, `fields_at` where the first field does."""
        self.scope: dict[str, Any] = {
            "Message": Message,
            "new": object.__new__,
            "BCD": BCD_VALUES,
            "HUNDREDS": _HUNDREDS,
            "LENGTHS2": _ASCII_LENGTHS[2],
            "LENGTHS3": _ASCII_LENGTHS[3],
            "unhexlify": unhexlify,
        }
        self._lines = [
            "def decode(payload, opening):",
            "    message = new(Message)",
            "    message.tpdu, message.header, message.mti = opening",
            "    size = len(payload)",
        ]
        self._base, self._offset = "", fields_at
        self._start = start
        self._units = units
        self._mac = mac

    def write(self, steady: dict[tuple[int, ...], ReadSteady]) -> str:
        """Return the source; memories of steady groups are taken from, and added to, `steady`."""
        for unit in self._units:
            if unit.shape is Shape.DIGITS:
                self._digits(unit.specs)
            elif unit.shape is Shape.TEXT:
                self._text(unit.specs)
            elif unit.shape is Shape.STEADY:
                self._steady(unit.specs, steady)
            else:
                self._single(unit.specs[0])
        self._ending()
        return "\n".join(self._lines)

    def _say(self, *lines: str) -> None:
        self._lines += (f"    {line}" for line in lines)

    def _at(self, ahead: int = 0) -> str:
        offset = self._offset + ahead
        if not self._base:
            return str(offset)
        return f"{self._base} + {offset}" if offset else self._base

    def _ending(self) -> None:
        present = {spec.name for unit in self._units for spec in unit.specs}
        if self._mac is None:
            self._say(f"if {self._at()} != size: return None", "message.mac = message.mac_input = None")
        else:
            self._say(f"if {self._at(MAC_SIZE)} != size: return None", f"message.mac = payload[{self._at()}:]")
        for name in FIELD_NAMES.values():
            if name not in present:
                self._say(f"message.{name} = None")
        if isinstance(self._mac, EncodedBytes):
            self._say(f"message.mac_input = payload[{self._start}:{self._at()}]")
        elif self._mac is not None:
            self.scope["covered"] = self._mac.covered
            self._say(f"message.mac_input = covered(message, payload, {self._start}, {self._at()})")
        self._say("return message")

    def _length(self, spec: FieldSpec) -> None:
        """Say how `n` is read from the prefix and checked; the position moves behind it."""
        if spec.length_digits is Encoding.ASCII:
            self._say(f"n = LENGTHS{spec.prefix}[payload[{self._at()}:{self._at(spec.prefix)}]]")
        elif spec.prefix == 2:
            self._say(f"n = BCD[payload[{self._at()}]]")
        else:
            self._say(f"n = HUNDREDS[payload[{self._at()}]] + BCD[payload[{self._at(1)}]]")
        self._say(f"if n > {spec.length}: return None")
        self._offset += spec.prefix_size

    def _variable(self, spec: FieldSpec, behind: int = 0, ahead: int = 0) -> None:
        """Say how start `b` and end `e` of a variable value are found; `b` may lie `behind` its first byte.

        `ahead` more bytes must be there after it.
        """
        size = "(n + 1 >> 1)" if spec.is_packed else "n"
        self._say(f"b = {self._at(-behind)}", f"e = b + {behind} + {size}" if behind else f"e = b + {size}")
        self._say(f"if e + {ahead} > size: return None" if ahead else "if e > size: return None")
        self._base, self._offset = "e", 0

    def _digits(self, specs: tuple[FieldSpec, ...]) -> None:
        first, fixed = specs[0], specs
        packed = first.is_packed
        begin, run = self._at(), sum(spec.size(spec.length) for spec in specs if not spec.prefix)
        if first.prefix:
            fixed = specs[1:]
            self._length(first)
            self._variable(first, ahead=run)
            begin = "b"
        self._offset += run
        if packed:
            self._say(f"d = payload[{begin}:{self._at()}].hex()", "if not d.encode().isdigit(): return None")
        else:
            self._say(f"r = payload[{begin}:{self._at()}]", "if not r.isdigit(): return None", "d = r.decode()")
        if first.prefix:
            if packed:
                self._say('if n & 1 and d[n] != "0": return None')
            self._store(first, "d[:n]" if packed or fixed else "d")
        self._pieces(fixed)

    def _pieces(self, specs: tuple[FieldSpec, ...]) -> None:
        """Say how the end of the text `d` falls into the values of fixed fields, counted from its end."""
        targets, slices, fillers = [], [], []
        place = -sum(spec.size(spec.length) * (2 if spec.is_packed else 1) for spec in specs)
        for spec in specs:
            width = spec.size(spec.length) * (2 if spec.is_packed else 1)
            low, high = place, place + width
            if spec.is_packed and spec.length % 2:
                filler = low if spec.pad is Pad.LEFT else high - 1
                low, high = (low + 1, high) if spec.pad is Pad.LEFT else (low, high - 1)
                fillers.append(f'd[{filler}] != "0"')
            targets.append(f"message.{spec.name}")
            slices.append(slice(low, high or None))
            place += width
        if fillers:
            self._say(f"if {' or '.join(fillers)}: return None")
        if len(targets) == 1:
            self._say(f"{targets[0]} = d[{slices[0].start}:{slices[0].stop or ''}]")
        elif targets:
            name = f"cut{len(self.scope)}"
            self.scope[name] = itemgetter(*slices)
            self._say(f"{', '.join(targets)} = {name}(d)")

    def _text(self, specs: tuple[FieldSpec, ...]) -> None:
        begin = self._at()
        self._offset += sum(spec.length for spec in specs)
        # Text outside ASCII is left to the interpreter, which knows GBK.
        self._say(f"d = payload[{begin}:{self._at()}].decode()")
        self._say("if not (d.isascii() and d.isprintable()): return None")
        self._pieces(specs)

    def _steady(self, specs: tuple[FieldSpec, ...], steady: dict[tuple[int, ...], ReadSteady]) -> None:
        numbers = tuple(spec.number for spec in specs)
        known, meet = steady_names(numbers)
        memory = steady.setdefault(numbers, ReadSteady(specs))
        self.scope[known], self.scope[meet] = memory.known, memory.meet
        begin = self._at()
        if specs[0].prefix:
            self._length(specs[0])
            self._variable(specs[0], behind=specs[0].prefix_size)
            begin = "b"
        else:
            self._offset += sum(spec.size(spec.length) for spec in specs)
        targets = ", ".join(f"message.{spec.name}" for spec in specs)
        self._say(
            f"try: {targets} = {known}[payload[{begin}:{self._at()}]]",
            f"except KeyError as unknown: {targets} = {meet}(unknown.args[0])",
        )

    def _single(self, spec: FieldSpec) -> None:
        begin = self._at()
        if spec.prefix:
            self._length(spec)
            self._variable(spec)
            begin = "b"
        else:
            self._offset += spec.size(spec.length)
        cut = f"payload[{begin}:{self._at()}]"
        if spec.kind is Kind.B:
            self._store(spec, cut)
        elif spec.kind is Kind.Z:
            self._track(spec, cut)
        else:
            self._variable_text(spec, cut)

    def _track(self, spec: FieldSpec, cut: str) -> None:
        if spec.is_packed:
            self._say(f"d = {cut}.hex().upper()", "if n & 1:", '    if d[-1] != "0": return None', "    d = d[:-1]")
        else:
            # unhexlify takes hex digits in both cases only; upper() must then change nothing.
            self._say(f"r = {cut}", 'unhexlify(r + b"0" if n & 1 else r)', "if r.upper() != r: return None")
            self._say("d = r.decode()")
        self._store(spec, "d")

    def _variable_text(self, spec: FieldSpec, cut: str) -> None:
        # The GBK codec is slow, and within ASCII it changes nothing.
        decoded = 'r.decode() if r.isascii() else r.decode("gbk")' if spec.kind is Kind.ANS else 'r.decode("ascii")'
        if not spec.marked_secret:
            self._say(f"r = {cut}", f"d = {decoded}", "if not d.isprintable(): return None")
            self._store(spec, "d")
            return
        mark = len(spec.marked_secret)
        self._wraps(spec)
        self._say(
            f"r = {cut}",
            f"if r[:{mark}] == {spec.marked_secret!r}:",
            f"    if n != {mark + 16}: return None",
            f"    message.{spec.name} = {self._class(spec)}(r[{mark}:])",
            "else:",
            f"    message.{spec.name} = d = {decoded}",
            "    if not d.isprintable(): return None",
        )

    def _store(self, spec: FieldSpec, value: str) -> None:
        if spec.secret is None:
            self._say(f"message.{spec.name} = {value}")
        else:
            # Secret.__init__ does nothing more; calling it for each card number is a third of the whole price.
            self._wraps(spec)
            self._say(f"message.{spec.name} = secret = new({self._class(spec)})", f"secret._clear = {value}")

    def _wraps(self, spec: FieldSpec) -> None:
        self.scope[self._class(spec)] = spec.secret

    @staticmethod
    def _class(spec: FieldSpec) -> str:
        assert spec.secret is not None
        return spec.secret.__name__
