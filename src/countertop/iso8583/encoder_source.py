"""Source of an encoder for one set of fields: straight-line code that checks and joins them.

The generated function is `encode(message, opening, mac)`: `opening` stands in front of the bitmap, `mac` behind the
last field (both may be empty). It returns the bytes, or None when the message has other fields or a value is not
right; it may also raise what wrong values make Python raise, or EncodeError. The interpreter then says what was wrong.
"""

from __future__ import annotations

from binascii import unhexlify
from typing import Any

from countertop.iso8583.names import FIELD_NAMES
from countertop.iso8583.plan import Shape, Unit
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Pad
from countertop.iso8583.steady import WriteSteady, steady_names

__all__ = ["EncoderSource"]


class EncoderSource:
    """Writes the encoder of one set of fields."""

    def __init__(self, units: list[Unit], bitmap: bytes) -> None:
        self.scope: dict[str, Any] = {"unhexlify": unhexlify, "join": b"".join, "BITMAP": bitmap}
        self._lines = ["def encode(message, opening, mac):"]
        self._parts = ["opening", "BITMAP"]
        self._units = units
        self._count = 0

    def write(self, steady: dict[tuple[int, ...], WriteSteady]) -> str:
        """Return the source; memories of steady groups are taken from, and added to, `steady`."""
        present = {spec.name for unit in self._units for spec in unit.specs}
        absent = [f"message.{name} is not None" for name in FIELD_NAMES.values() if name not in present]
        self._say(f"if {' or '.join(absent)}: return None")
        for unit in self._units:
            if unit.shape is Shape.DIGITS:
                self._digits(unit.specs)
            elif unit.shape is Shape.TEXT:
                self._text(unit.specs)
            elif unit.shape is Shape.STEADY:
                self._steady(unit.specs, steady)
            else:
                self._single(unit.specs[0])
        self._say(f"return join(({', '.join(self._parts)}, mac))")
        return "\n".join(self._lines)

    def _say(self, *lines: str) -> None:
        self._lines += (f"    {line}" for line in lines)

    def _part(self, expression: str) -> None:
        self._parts.append(expression)

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _value(self, spec: FieldSpec) -> str:
        """Say how a field's value is taken out, unwrapped when it is a secret; return its name."""
        name = self._name()
        self._say(f"{name} = message.{spec.name}")
        if spec.secret and not spec.marked_secret:
            self.scope[spec.secret.__name__] = spec.secret
            self._say(f"if type({name}) is not {spec.secret.__name__}: return None", f"{name} = {name}.reveal()")
        return name

    def _length(self, spec: FieldSpec, name: str) -> str:
        """Say how a variable value's length is checked; return the name of the length."""
        self._say(f"{name}n = len({name})", f"if {name}n > {spec.length}: return None")
        return f"{name}n"

    def _prefix(self, spec: FieldSpec, *, text: bool) -> str:
        """Return the name of a table: length -> its prefix, as digits or as bytes."""
        table = f"PREFIX{spec.prefix}_{spec.length}{'T' if text else ''}"
        width = spec.prefix_size * 2 if spec.length_digits is Encoding.BCD else spec.prefix
        digits = [f"{length:0{width}d}" for length in range(spec.length + 1)]
        if not text:
            pack = unhexlify if spec.length_digits is Encoding.BCD else str.encode
            self.scope[table] = tuple(pack(each) for each in digits)
        else:
            self.scope[table] = tuple(digits)
        return table

    def _digits(self, specs: tuple[FieldSpec, ...]) -> None:
        packed, pieces, wrong = specs[0].is_packed, [], []
        for spec in specs:
            name = self._value(spec)
            if spec.prefix:
                length = self._length(spec, name)
                pieces.append(f"{{{self._prefix(spec, text=True)}[{length}]}}{{{name}}}")
                if packed:
                    pieces.append(f"{{FILLER[{length} & 1]}}")
                    self.scope["FILLER"] = ("", "0")
                continue
            wrong.append(f"len({name}) != {spec.length}")
            odd = packed and spec.length % 2
            pieces.append(("0" if odd and spec.pad is Pad.LEFT else "") + f"{{{name}}}")
            pieces.append("0" if odd and spec.pad is not Pad.LEFT else "")
        if wrong:
            self._say(f"if {' or '.join(wrong)}: return None")
        row = self._name()
        self._say(f'{row} = f"{"".join(pieces)}".encode()', f"if not {row}.isdigit(): return None")
        self._part(f"unhexlify({row})" if packed else row)

    def _text(self, specs: tuple[FieldSpec, ...]) -> None:
        names = [self._value(spec) for spec in specs]
        wrong = (f"len({name}) != {spec.length}" for name, spec in zip(names, specs, strict=True))
        row = self._name()
        self._say(
            f"if {' or '.join(wrong)}: return None",
            f'{row} = f"{"".join(f"{{{name}}}" for name in names)}"',
            f"if not ({row}.isascii() and {row}.isprintable()): return None",
        )
        self._part(f"{row}.encode()")

    def _steady(self, specs: tuple[FieldSpec, ...], steady: dict[tuple[int, ...], WriteSteady]) -> None:
        numbers = tuple(spec.number for spec in specs)
        known, meet = steady_names(numbers)
        memory = steady.setdefault(numbers, WriteSteady(specs))
        self.scope[known], self.scope[meet] = memory.known, memory.meet
        name = self._name()
        self._say(
            f"try: {name} = {known}[{', '.join(f'message.{spec.name}' for spec in specs)}]",
            f"except KeyError as unknown: {name} = {meet}(unknown.args[0])",
        )
        self._part(name)

    def _single(self, spec: FieldSpec) -> None:
        if spec.marked_secret:
            self._marked(spec)
            return
        name = self._value(spec)
        if spec.kind is Kind.B:
            self._say(f"if type({name}) is not bytes: return None")
            self._sized(spec, name)
        elif spec.kind is Kind.Z:
            self._track(spec, name)
        else:
            self._variable_text(spec, name)

    def _sized(self, spec: FieldSpec, name: str) -> None:
        """Say how bytes are checked for their length and joined, with their prefix when there is one."""
        if not spec.prefix:
            self._say(f"if len({name}) != {spec.length}: return None")
        else:
            self._part(f"{self._prefix(spec, text=False)}[{self._length(spec, name)}]")
        self._part(name)

    def _track(self, spec: FieldSpec, name: str) -> None:
        length = self._length(spec, name)
        row = self._name()
        filler = f"{{FILLER[{length} & 1]}}"
        self.scope["FILLER"] = ("", "0")
        # unhexlify takes hex digits in both cases only; isupper() then refuses the lower ones (and, to the
        # interpreter's care, a track without any letter).
        self._say(f'{row} = f"{{{name}}}{filler}".encode()', f"if not {row}.isupper(): return None")
        self._part(f"{self._prefix(spec, text=False)}[{length}]")
        if spec.is_packed:
            self._part(f"unhexlify({row})")
        else:
            self._say(f"unhexlify({row})")
            self._part(f"{name}.encode()")

    def _variable_text(self, spec: FieldSpec, name: str) -> None:
        self._say(f"if type({name}) is not str or not {name}.isprintable(): return None")
        self._say(f"{name} = {_encoded(spec, name)}")
        self._sized(spec, name)

    def _marked(self, spec: FieldSpec) -> None:
        assert spec.secret is not None
        name = self._value(spec)
        self.scope[spec.secret.__name__] = spec.secret
        self._say(
            f"if type({name}) is {spec.secret.__name__}:",
            f"    {name} = {name}.reveal()",
            f"    if type({name}) is not bytes or len({name}) != 16: return None",
            f"    {name} = {spec.marked_secret!r} + {name}",
            "else:",
            f"    if type({name}) is not str or not {name}.isprintable(): return None",
            f"    {name} = {_encoded(spec, name)}",
            f"    if {name}.startswith({spec.marked_secret!r}): return None",
        )
        self._sized(spec, name)


def _encoded(spec: FieldSpec, name: str) -> str:
    # The GBK codec is slow, and within ASCII it changes nothing.
    if spec.kind is Kind.ANS:
        return f'{name}.encode() if {name}.isascii() else {name}.encode("gbk")'
    return f'{name}.encode("ascii")'
