"""Field 62, which holds something else in every message: identity, keys, status, lists of keys and parameters."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.codec import tlv
from countertop.codec.bcd import is_digits
from countertop.codec.errors import TlvError
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.spec import Label

__all__ = [
    "KEY_BLOCKS",
    "STATUS_TAGS",
    "BlacklistPage",
    "KeyPlace",
    "ListPage",
    "TerminalIdentity",
    "read_status",
    "write_status",
]

_SEQUENCE = b"Sequence No"


@dataclass(slots=True)
class TerminalIdentity:
    """Field 62 of a sign-in request: network licence (入网认证编号, 4 characters) and serial number of the machine."""

    licence: str
    serial: str

    @classmethod
    def read(cls, data: bytes) -> TerminalIdentity:
        """Read `Sequence No`, two digits of length, licence and serial number; raises SubfieldError."""
        digits = data[11:13].decode("latin-1")
        if not data.startswith(_SEQUENCE) or len(digits) != 2 or not is_digits(digits):
            raise SubfieldError(62, 0, "a terminal's identity begins with Sequence No and two digits")
        body = data[13:].decode("latin-1")
        if len(body) != int(digits) or len(body) < 4 or not (body.isascii() and body.isprintable()):
            raise SubfieldError(62, 13, f"licence and serial number should be {int(digits)} characters")
        return cls(body[:4], body[4:])

    def data(self) -> bytes:
        """Return the field's bytes; raises SubfieldError when licence or serial number does not fit."""
        body = f"{self.licence}{self.serial}"
        if len(self.licence) != 4 or len(body) > 99 or not body.isascii():
            raise SubfieldError(62, 13, "a licence takes 4 characters, the serial number at most 95")
        return _SEQUENCE + f"{len(body):02d}{body}".encode("ascii")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where one encrypted key stands in a sign-in answer: `usage` is tpk, tak or tdk; sizes are bytes."""

    usage: str
    offset: int
    size: int
    check_size: int
    label: Label


def _places(*sizes: tuple[int, int]) -> tuple[KeyPlace, ...]:
    labels = (Label("PIN密钥", "PIN key"), Label("MAC密钥", "MAC key"), Label("磁道密钥", "track key"))
    places, at = [], 0
    for (size, check_size), usage, label in zip(sizes, ("tpk", "tak", "tdk"), labels, strict=False):
        places.append(KeyPlace(usage, at, size, check_size, label))
        at += size + check_size
    return tuple(places)


KEY_BLOCKS = {
    24: _places((8, 4), (8, 4)),
    36: _places((8, 4), (8, 4), (8, 4)),
    40: _places((16, 4), (16, 4)),
    57: _places((16, 3), (16, 3), (16, 3)),
    60: _places((16, 4), (16, 4), (16, 4)),
    84: _places((24, 4), (24, 4), (24, 4)),
}
"""Bytes of field 62 in a sign-in answer -> its encrypted keys, each followed by its check value."""


STATUS_TAGS = {
    "01": Label("键盘", "keyboard"),
    "02": Label("密码键盘", "PIN pad"),
    "03": Label("读卡器", "card reader"),
    "04": Label("打印机", "printer"),
    "05": Label("显示屏", "display"),
}


def read_status(data: bytes) -> dict[str, bool]:
    """Read the minimal status upload: tags 01-05, each with 1 for good or 0 for bad; raises SubfieldError."""
    text = data.decode("latin-1")
    if len(text) % 3 or (text and not is_digits(text)):
        raise SubfieldError(62, 0, "a status is two digits of tag and one of state")
    status: dict[str, bool] = {}
    for at in range(0, len(text), 3):
        tag, state = text[at : at + 2], text[at + 2]
        if tag not in STATUS_TAGS or state not in "01":
            raise SubfieldError(62, at, "an unknown tag or state")
        status[tag] = state == "1"
    return status


def write_status(status: dict[str, bool]) -> bytes:
    """Return the minimal status upload; raises SubfieldError for an unknown tag."""
    if unknown := status.keys() - STATUS_TAGS.keys():
        raise SubfieldError(62, 0, f"no such status tags: {', '.join(sorted(unknown))}")
    return "".join(f"{tag}{int(good)}" for tag, good in sorted(status.items())).encode("ascii")


@dataclass(slots=True)
class ListPage:
    """Field 62 of a list or download answer: `flag` 0 none, 1 this is the last page, 2 more; then data objects."""

    flag: str
    objects: list[tuple[str, bytes]]

    @classmethod
    def read(cls, data: bytes) -> ListPage:
        """Read the flag and the data objects, whose tags repeat; raises SubfieldError."""
        flag = data[:1].decode("latin-1")
        if flag not in ("0", "1", "2"):
            raise SubfieldError(62, 0, "the page flag is not 0, 1 or 2")
        try:
            objects = [(item.tag, item.value) for item in tlv.parse(data[1:])]
        except TlvError as fault:
            raise SubfieldError(62, 1 + fault.offset, fault.reason) from None
        return cls(flag, objects)

    def data(self) -> bytes:
        """Return the field's bytes; raises TlvError for a tag that is none."""
        return self.flag.encode("ascii") + tlv.build(self.objects)

    def entries(self, first_tag: str = "9F06") -> list[dict[str, bytes]]:
        """Return the objects grouped: each `first_tag` begins an entry."""
        grouped: list[dict[str, bytes]] = []
        for tag, value in self.objects:
            if tag == first_tag or not grouped:
                grouped.append({})
            grouped[-1][tag] = value
        return grouped


@dataclass(slots=True)
class BlacklistPage:
    """Field 62 of a BIN list answer: `flag` 1 last or 2 more, number of the last BIN sent, and the BINs."""

    flag: str
    last: int
    bins: list[str]

    @classmethod
    def read(cls, data: bytes) -> BlacklistPage:
        """Read the page; raises SubfieldError."""
        text = data.decode("latin-1")
        if len(text) < 4 or not is_digits(text) or text[0] not in "12":
            raise SubfieldError(62, 0, "a BIN list is digits: a flag of 1 or 2, then three of index")
        bins, at = [], 4
        while at < len(text):
            digits = text[at : at + 2]
            end = at + 2 + (int(digits) if len(digits) == 2 else 99)
            if end > len(text):
                raise SubfieldError(62, at, "a BIN is cut off")
            bins.append(text[at + 2 : end])
            at = end
        return cls(text[0], int(text[1:4]), bins)

    def data(self) -> bytes:
        """Return the field's bytes."""
        return f"{self.flag}{self.last:03d}{''.join(f'{len(each):02d}{each}' for each in self.bins)}".encode("ascii")
