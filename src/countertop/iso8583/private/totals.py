"""Field 48 at the end of a batch: the totals of a settlement, and the details that are uploaded when they differ.

The published totals have two groups, domestic and foreign cards, and no room for payments by code, which are neither.
Our dialect tells those in field 46, as a record `QT`. Who does not tell that record counts them with domestic cards.
"""

from __future__ import annotations

from dataclasses import dataclass

from countertop.codec.bcd import is_digits
from countertop.iso8583 import codes
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.layout import Layout, Part
from countertop.iso8583.private.additional import read_code_records
from countertop.iso8583.spec import Label
from countertop.values import Pan

__all__ = [
    "CODE_TOTALS",
    "CODE_TOTALS_TAG",
    "MAX_UPLOAD_DETAILS",
    "SETTLEMENT_TOTALS",
    "UPLOAD_DETAIL",
    "Group",
    "SettlementTotals",
    "SideTotals",
    "UploadDetail",
    "UploadProof",
    "read_upload_details",
    "read_upload_proofs",
    "totals_fields",
    "write_upload_details",
    "write_upload_proofs",
]

MAX_UPLOAD_DETAILS = 8
"""Details in one message."""


class Group:
    """The groups of a batch's totals; payments by code have one of their own where field 46 tells it."""

    DOMESTIC = "domestic"
    FOREIGN = "foreign"
    CODES = "codes"


def _side(field: int, first: int, zh: str, en: str) -> tuple[Part, ...]:
    return (
        Part(f"{field}.{first}", "debit_amount", 12, Label(f"{zh}借记总金额", f"{en} debit amount")),
        Part(f"{field}.{first + 1}", "debit_count", 3, Label(f"{zh}借记总笔数", f"{en} debit count")),
        Part(f"{field}.{first + 2}", "credit_amount", 12, Label(f"{zh}贷记总金额", f"{en} credit amount")),
        Part(f"{field}.{first + 3}", "credit_count", 3, Label(f"{zh}贷记总笔数", f"{en} credit count")),
        Part(f"{field}.{first + 4}", "result", 1, Label(f"{zh}对账应答码", f"{en} result"), codes.SETTLEMENT_RESULTS),
    )


SETTLEMENT_TOTALS = Layout(48, (*_side(48, 1, "内卡", "domestic"), *_side(48, 6, "外卡", "foreign")), frozenset((62,)))
CODE_TOTALS = Layout(46, _side(46, 1, "扫码", "payments by code:"), frozenset((31,)))

_CARDS = 62
"""Digits of field 48; those of payments by code follow where totals are kept."""

CODE_TOTALS_TAG = "QT"


@dataclass(slots=True)
class SideTotals:
    """Totals of one group, amounts in minor units.

    `result` is 0 in a request; in an answer 1 balanced, 2 not balanced, 3 comparison failed.
    """

    debit_amount: int = 0
    debit_count: int = 0
    credit_amount: int = 0
    credit_count: int = 0
    result: str = "0"

    def agrees_with(self, other: SideTotals) -> bool:
        """Tell whether amounts and counts are equal, whatever the results say."""
        return (self.debit_amount, self.debit_count, self.credit_amount, self.credit_count) == (
            other.debit_amount,
            other.debit_count,
            other.credit_amount,
            other.credit_count,
        )


@dataclass(slots=True)
class SettlementTotals:
    """Totals of a batch: domestic cards (内卡), foreign cards (外卡), and payments by code (扫码) where they are told.

    Their text, as parties keep it, is the 62 digits of field 48, and then the 31 digits of `QT`.
    """

    domestic: SideTotals
    foreign: SideTotals
    codes: SideTotals | None = None

    @classmethod
    def read(cls, text: str) -> SettlementTotals:
        """Read the text; raises SubfieldError."""
        pieces = [piece for _, piece in SETTLEMENT_TOTALS.cut(text[:_CARDS])]
        codes = [piece for _, piece in CODE_TOTALS.cut(text[_CARDS:])] if len(text) > _CARDS else None
        return cls(_side_totals(pieces[:5]), _side_totals(pieces[5:]), None if codes is None else _side_totals(codes))

    @classmethod
    def told(cls, private_data: str | None, terminal_information: str | None) -> SettlementTotals:
        """Read what fields 48 and 46 of a settlement tell; raises SubfieldError.

        A field 46 of another form tells nothing.
        """
        cards, codes = private_data or "", _code_totals(terminal_information)
        if len(cards) > _CARDS:
            raise SubfieldError(48, _CARDS, f"totals take {_CARDS} digits, not {len(cards)}")
        return cls.read(cards + codes)

    @property
    def sides(self) -> dict[str, SideTotals]:
        """The groups that are told, by name."""
        cards = {Group.DOMESTIC: self.domestic, Group.FOREIGN: self.foreign}
        return cards if self.codes is None else {**cards, Group.CODES: self.codes}

    def side_of(self, group: str) -> SideTotals:
        """Return the totals among which a group counts."""
        return self.sides.get(group, self.domestic)

    def text(self) -> str:
        """Return the text; raises SubfieldError when an amount or a count is too large for its place."""
        cards = SETTLEMENT_TOTALS.join([*_pieces(self.domestic), *_pieces(self.foreign)])
        return cards if self.codes is None else cards + CODE_TOTALS.join(_pieces(self.codes))


def totals_fields(text: str) -> tuple[str, str | None]:
    """Return what fields 48 and 46 hold of totals as they are kept."""
    codes = text[_CARDS:]
    return text[:_CARDS], f"{CODE_TOTALS_TAG}{len(codes):03d}{codes}" if codes else None


def _code_totals(terminal_information: str | None) -> str:
    try:
        return read_code_records(terminal_information or "").get(CODE_TOTALS_TAG, "")
    except SubfieldError:
        return ""


def _pieces(side: SideTotals) -> list[str | None]:
    return [
        f"{side.debit_amount:012d}",
        f"{side.debit_count:03d}",
        f"{side.credit_amount:012d}",
        f"{side.credit_count:03d}",
        side.result,
    ]


def _side_totals(pieces: list[str]) -> SideTotals:
    debit_amount, debit_count, credit_amount, credit_count = map(int, pieces[:4])
    return SideTotals(debit_amount, debit_count, credit_amount, credit_count, pieces[4])


UPLOAD_DETAIL = Layout(
    48,
    (
        Part(
            "48.1",
            "card_type",
            2,
            Label("卡类别", "card type"),
            {"00": Label("内卡", "domestic"), "01": Label("外卡", "foreign")},
        ),
        Part("48.2", "stan", 6, Label("流水号", "trace")),
        Part("48.3", "pan", 20, Label("卡号", "card number"), is_secret=True),
        Part("48.4", "amount", 12, Label("金额", "amount")),
    ),
    frozenset((40,)),
)


@dataclass(slots=True)
class UploadDetail:
    """One stripe transaction of a batch upload: `card_type` 00 domestic or 01 foreign, `amount` in minor units."""

    card_type: str
    stan: str
    pan: Pan
    amount: int


def read_upload_details(text: str) -> list[UploadDetail]:
    """Read field 48 of an upload: a count of two digits, then 40 digits for each; raises SubfieldError."""
    if not is_digits(text) or len(text) < 2:
        raise SubfieldError(48, 0, "the count of details is missing")
    count = int(text[:2])
    if count > MAX_UPLOAD_DETAILS:
        raise SubfieldError(48, 0, f"{count} details; at most {MAX_UPLOAD_DETAILS} are allowed")
    if len(text) != 2 + 40 * count:
        raise SubfieldError(48, 2, f"{count} details take {40 * count} digits, not {len(text) - 2}")
    details = []
    for at in range(2, len(text), 40):
        card_type, stan, pan, amount = (piece for _, piece in UPLOAD_DETAIL.cut(text[at : at + 40]))
        details.append(UploadDetail(card_type, stan, Pan(pan.lstrip("0")), int(amount)))
    return details


def write_upload_details(details: list[UploadDetail]) -> str:
    """Return field 48 of an upload; raises SubfieldError for more than eight, or a value too large for its place."""
    if len(details) > MAX_UPLOAD_DETAILS:
        raise SubfieldError(48, 0, f"{len(details)} details; at most {MAX_UPLOAD_DETAILS} are allowed")
    return f"{len(details):02d}" + "".join(
        UPLOAD_DETAIL.join([each.card_type, each.stan, each.pan.reveal().rjust(20, "0"), f"{each.amount:012d}"])
        for each in details
    )


UPLOAD_PROOF = Layout(
    46,
    (
        Part("46.1", "message_type", 2, Label("交易类型码", "message type")),
        Part("46.2", "rrn", 12, Label("参考号", "reference"), is_text=True),
        Part("46.3", "approval_code", 6, Label("授权码", "approval code"), is_text=True),
        Part("46.4", "original_stan", 6, Label("原流水号", "original trace")),
    ),
    frozenset((26,)),
)


@dataclass(slots=True)
class UploadProof:
    """What our dialect adds to a detail, in field 46: without it a host that lost the transaction cannot tell its kind.

    `message_type` is its 60.1, `rrn` and `approval_code` what the host once answered (blanks for none), `original_stan`
    the transaction that a void undoes (zeros for none).
    """

    message_type: str
    rrn: str
    approval_code: str
    original_stan: str


def read_upload_proofs(text: str) -> list[UploadProof]:
    """Read the proofs of an upload, in the order of its details; raises SubfieldError."""
    if len(text) % 26:
        raise SubfieldError(46, 0, f"proofs take 26 characters each, not {len(text)} together")
    return [
        UploadProof(*(piece for _, piece in UPLOAD_PROOF.cut(text[at : at + 26]))) for at in range(0, len(text), 26)
    ]


def write_upload_proofs(proofs: list[UploadProof]) -> str:
    """Return the proofs of an upload as one text; raises SubfieldError for a value that does not fit its place."""
    return "".join(
        UPLOAD_PROOF.join([each.message_type, each.rrn, each.approval_code, each.original_stan]) for each in proofs
    )
