"""The dialects and the matrix of messages as pages of documentation, written from the tables that do the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from countertop.iso8583 import codes
from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.unionpay_pos import UNIONPAY_POS
from countertop.iso8583.layout import Layout, Part
from countertop.iso8583.matrix import CARD_RULES, KINDS, MessageKind
from countertop.iso8583.private.additional import ADDITIONAL_RESPONSE, BALANCE, RESERVED_REMARKS
from countertop.iso8583.private.extended import KEY_BLOCKS, STATUS_TAGS
from countertop.iso8583.private.parameters import PARAMETERS
from countertop.iso8583.private.settled import LABELS as SETTLED_LABELS
from countertop.iso8583.private.totals import CODE_TOTALS, SETTLEMENT_TOTALS, UPLOAD_DETAIL
from countertop.iso8583.private.transaction import (
    INTERBANK_INFO,
    ORIGINAL_DATA,
    ORIGINAL_INFO,
    SECURITY_CONTROL,
    TRANSACTION_INFO,
)
from countertop.iso8583.spec import Encoding, FieldSpec, Kind, Label, Pad
from countertop.iso8583.treatment import TREATMENT

__all__ = ["dialect_page", "matrix_page"]

_GENERATED = "Written by `make pages` from the tables in `src/countertop/iso8583/`; do not edit it here."

_ENTRY_MODE = Layout(
    22,
    (
        Part("22.1", "method", 2, Label("卡号输入方式", "how the number was read"), codes.ENTRY_METHODS),
        Part("22.2", "pin", 1, Label("密码输入", "PIN"), codes.PIN_ENTRY),
    ),
    frozenset((3,)),
)

_LAYOUTS: dict[str, tuple[tuple[str, Layout], ...]] = {
    "unionpay-pos": (
        ("", _ENTRY_MODE),
        ("in answers", ADDITIONAL_RESPONSE),
        ("in 0500 and 0510, behind `QT031`: totals of a batch's payments by code; ours", CODE_TOTALS),
        ("in 0500 and 0510, totals of a batch", SETTLEMENT_TOTALS),
        ("in 0320, each detail of an upload behind two digits of their count", UPLOAD_DETAIL),
        ("", SECURITY_CONTROL),
        ("", BALANCE),
        ("", TRANSACTION_INFO),
        ("", ORIGINAL_INFO),
    ),
    "interbank": (
        ("", _ENTRY_MODE),
        ("in answers", ADDITIONAL_RESPONSE),
        ("", SECURITY_CONTROL),
        ("", BALANCE),
        ("", INTERBANK_INFO),
        ("", ORIGINAL_DATA),
    ),
}

_ENVELOPES = {
    "unionpay-pos": (
        "A frame is two bytes of length (binary, big-endian, of what follows), five bytes of TPDU (`60`, destination, "
        "source), a header of six bytes, and the ISO message: two bytes of MTI in BCD, eight bytes of bitmap, the "
        "fields. Bit 1 is never set. The MAC is field 64 and covers everything from the MTI to the field before it."
    ),
    "interbank": (
        "A frame is four ASCII digits of length (of what follows; `0000` alone is a heartbeat), 46 bytes of header, "
        "and the ISO message: four ASCII digits of MTI, one bitmap of eight bytes or two, the fields. The MAC is field "
        "128 and covers the text of the MTI and of chosen fields, joined by one blank, in capitals."
    ),
}


_FORMATS = (
    "Formats: `n` digits, `z` track digits, `an` ASCII, `ans` GBK, `b` bytes; lengths count digits for `n` and `z`, "
    "bytes otherwise. `LL` and `LLL` are lengths in front, of two and three digits. What is kept and shown of a field: "
    "its *value*, its *masked* form, *stars*, or one of them as the message tells."
)
_KINDS = (
    "Which fields each kind of message between terminal and acquirer must and may have; what is not named it must not "
    "have. Kinds are told apart by MTI, fields 3 and 25, 60.1 and 60.3 (of points, 60.7), and tried in this "
    "order."
)
_STATES = (
    "{known} kinds are known to the tools (`countertop iso decode`, `doctor`); {served} are **served**: the acquirer "
    "host carries them out. The others are *planned*: decoded, checked, and answered with 40."
)
_ANSWERS = (
    "An approved answer has all of its fields; a declined one at least 39, 41, 42, 60, and of a payment 3 and 11."
)


def dialect_page(dialect: Dialect) -> str:
    """Return the page of a dialect: envelope, message types, fields, sub-fields with their values, codes."""
    lines = [
        f"# Dialect {dialect.name}",
        "",
        _GENERATED,
        "",
        _ENVELOPES[dialect.name],
        "",
        _FORMATS,
        "",
        "## Message types",
        "",
        *_table(("MTI", "中文", "English"), _mtis(dialect)),
        "",
        "## Fields",
        "",
        *_table(
            ("field", "name", "中文", "English", "format", "written as", "shown"),
            (_field(spec) for spec in dialect.table.values()),
        ),
        "",
        "## Sub-fields",
    ]
    for where, layout in _LAYOUTS[dialect.name]:
        lines += _layout(where, layout, dialect.table[layout.field])
    if dialect is UNIONPAY_POS:
        lines += _other_insides()
    lines += _codes(dialect)
    return "\n".join(lines) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _mtis(dialect: Dialect) -> Iterator[tuple[str, str, str]]:
    for mti in sorted(dialect.mtis):
        label = codes.MTI_CLASSES.get(mti, Label("", ""))
        yield f"`{mti}`", label.zh, label.en


def _field(spec: FieldSpec) -> tuple[object, ...]:
    return (
        spec.number,
        f"`{spec.name}`",
        spec.label.zh,
        spec.label.en,
        f"`{spec.form()}`",
        _written(spec),
        _shown(spec),
    )


def _shown(spec: FieldSpec) -> str:
    treatment = TREATMENT[spec.name]
    plain = {"value": "value", "value.hex()": "value", "value.masked()": "masked", "STARS": "stars"}
    return plain.get(treatment, "value or stars")


def _written(spec: FieldSpec) -> str:
    if spec.kind is Kind.B:
        value = "bytes"
    elif spec.is_packed:
        filler = {Pad.LEFT: ", filler 0 on the left", Pad.RIGHT: ", filler 0 on the right", Pad.NONE: ""}[spec.pad]
        variable = ", filler 0 on the right when odd" if spec.prefix else ""
        value = f"BCD{variable or filler}"
    else:
        value = "GBK" if spec.kind is Kind.ANS else "ASCII"
    if not spec.prefix:
        return value
    return f"{value}; length {'BCD' if spec.length_digits is Encoding.BCD else 'ASCII'}"


def _layout(where: str, layout: Layout, spec: FieldSpec) -> Iterator[str]:
    lengths = ", ".join(map(str, sorted(layout.lengths)))
    unit = "digits" if spec.kind.is_digits else "characters"
    yield ""
    yield f"### Field {layout.field}, {spec.label.en}{f' ({where})' if where else ''}: {lengths} {unit}"
    yield ""
    rows = (
        (part.number, f"`{part.name}`", part.label.zh, part.label.en, part.length, _meanings(part.meanings))
        for part in layout.parts
    )
    yield from _table(("part", "name", "中文", "English", "length", "values"), rows)


def _meanings(meanings: Mapping[str, Label] | None) -> str:
    if not meanings:
        return ""
    return "; ".join(f"`{code}` {label.zh} / {label.en}" for code, label in meanings.items())


def _other_insides() -> Iterator[str]:
    yield from ("", "### Field 62, keys in the answer to a sign-in", "")
    rows = (
        (size, place.usage, place.label.zh, place.label.en, place.offset, place.size, place.check_size)
        for size, places in KEY_BLOCKS.items()
        for place in places
    )
    yield from _table(("bytes in all", "key", "中文", "English", "at", "bytes", "check value"), rows)
    yield from ("", "### Field 62, status upload (60.3 = 362): tag, then 1 good or 0 bad", "")
    yield from _table(("tag", "中文", "English"), ((tag, each.zh, each.en) for tag, each in STATUS_TAGS.items()))
    yield from ("", "### Field 62, parameters (answer to 60.3 = 360): tag, then value", "")
    parameters = (
        (each.tag, f"`{each.name}`", each.label.zh, each.label.en, f"{'n' if each.is_digits else 'ans'}{each.width}")
        for each in PARAMETERS.values()
    )
    yield from _table(("tag", "name", "中文", "English", "format"), parameters)
    yield from ("", "### Field 63, remarks in answers, behind three characters of card organisation", "")
    remarks = ((part.number, part.label.zh, part.label.en, part.length) for part in RESERVED_REMARKS)
    yield from _table(("part", "中文", "English", "bytes"), remarks)
    yield from ("", "### Part 63.2.3 of a 0410 with code 25: how people settled a reversal that came too late", "")
    settled = ((f"`{how.value}`", label.zh, label.en) for how, label in SETTLED_LABELS.items())
    yield from _table(("remark", "中文", "English"), settled)


def _codes(dialect: Dialect) -> Iterator[str]:
    chosen: list[tuple[str, Mapping[str, Label]]] = [
        ("Field 3, processing code", codes.PROCESSING_CODES),
        ("Field 25, condition code", codes.CONDITION_CODES),
    ]
    if dialect is UNIONPAY_POS:
        chosen.append(("Field 39 of a reversal: its reason", codes.REVERSAL_REASONS))
        chosen.append(("Header, digit 6 of an answer: what the terminal must do", codes.PROCESSING_REQUIREMENTS))
    yield from ("", "## Codes")
    for title, labels in chosen:
        yield from ("", f"### {title}", "")
        yield from _table(
            ("code", "中文", "English"), ((f"`{code}`", each.zh, each.en) for code, each in labels.items())
        )


def matrix_page(is_served: Callable[[MessageKind], bool]) -> str:
    """Return the page of the matrix; `is_served` tells for which kinds flows exist on both sides today."""
    served = [kind for kind in KINDS if is_served(kind)]
    lines = [
        "# The matrix of messages",
        "",
        _GENERATED,
        "",
        _KINDS,
        "",
        _STATES.format(known=len(KINDS), served=len(served)),
        "",
        *_table(
            ("kind", "中文", "English", "state", "MTI", "3", "25", "60.1", "60.3"), map(_selectors(is_served), KINDS)
        ),
        "",
        "## Fields",
        "",
        _ANSWERS,
        "",
        *_table(
            ("kind", "request must have", "may have", "approved answer has", "may have", "MAC"), map(_fields, KINDS)
        ),
        "",
        "## Card rules",
        "",
        "Of requests that carry a card, beside the rows above:",
        "",
        *_table(
            ("field", "rule", "why"),
            ((rule.field, "must be there" if rule.must else "must not be there", rule.reason) for rule in CARD_RULES),
        ),
    ]
    return "\n".join(lines) + "\n"


def _selectors(is_served: Callable[[MessageKind], bool]) -> Callable[[MessageKind], Sequence[object]]:
    def row(kind: MessageKind) -> Sequence[object]:
        return (
            f"`{kind.name}`",
            kind.label.zh,
            kind.label.en,
            "**served**" if is_served(kind) else "*planned*",
            _listed(kind.mtis),
            kind.processing_code or "",
            kind.condition_code or "",
            _listed(kind.message_types),
            _listed(kind.network_codes or kind.account_types or ()) + (f" (22 = {kind.entry}x)" if kind.entry else ""),
        )

    return row


def _fields(kind: MessageKind) -> Sequence[object]:
    return (
        f"`{kind.name}`",
        _listed(kind.required),
        _listed(kind.optional),
        _listed(kind.answered),
        _listed(kind.answer_optional - kind.answered),
        kind.mac,
    )


def _listed(values: Iterable[int | str]) -> str:
    return " ".join(map(str, sorted(values)))
