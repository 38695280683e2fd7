"""The lines of each slip (签购单), in order: form, label, where the value comes from, and on which copy."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

__all__ = [
    "DETAIL_ROWS",
    "FAILURE_ROWS",
    "REFUSED_ROWS",
    "REPEAT_FAILURE_ROWS",
    "SETTLED_REPAID_ROWS",
    "SETTLED_STANDS_ROWS",
    "SETTLEMENT_ROWS",
    "TRANSACTION_ROWS",
    "Form",
    "SlipRow",
]


class Form(Enum):
    """How a line stands on the paper."""

    TITLE = "centred"
    PAIR = "label left, value right"
    TEXT = "running text"
    VALUE = "running text that differs from slip to slip"
    RULE = "a line across"
    SIGNATURE = "room to sign"
    DRAWN = "what was signed on a pad"
    BODY = "lines of its own, as many as there are"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class SlipRow(NamedTuple):
    """A line. `label` is an id of the catalogue; `fact` names the value, and without that value the line is left out.

    `only` is a copy (`merchant`, `cardholder`), `duplicate` or `demo`: the line is on those slips alone.
    """

    form: Form
    label: str = ""
    fact: str | None = None
    large: bool = False
    only: str | None = None


_RULE = SlipRow(Form.RULE)
_DEMO = SlipRow(Form.TITLE, "slip.demo", only="demo")

_MERCHANT = (
    SlipRow(Form.PAIR, "slip.merchant_name", "merchant_name"),
    SlipRow(Form.PAIR, "slip.merchant_id", "merchant_id"),
    SlipRow(Form.PAIR, "slip.terminal_id", "terminal_id"),
    SlipRow(Form.PAIR, "slip.operator", "operator"),
)

TRANSACTION_ROWS: Final = (
    _DEMO,
    SlipRow(Form.TITLE, "slip.title", large=True),
    SlipRow(Form.TITLE, "slip.merchant_copy", only="merchant"),
    SlipRow(Form.TITLE, "slip.cardholder_copy", only="cardholder"),
    SlipRow(Form.TITLE, "slip.duplicate", only="duplicate"),
    _RULE,
    *_MERCHANT,
    SlipRow(Form.PAIR, "slip.acquirer", "acquirer"),
    SlipRow(Form.PAIR, "slip.issuer", "issuer"),
    _RULE,
    SlipRow(Form.PAIR, "slip.card", "card"),
    SlipRow(Form.PAIR, "slip.payment_code", "payment_code"),
    SlipRow(Form.PAIR, "slip.account", "account"),
    SlipRow(Form.PAIR, "slip.target", "target"),
    SlipRow(Form.PAIR, "slip.kind", "kind", large=True),
    SlipRow(Form.PAIR, "slip.batch_number", "batch_number"),
    SlipRow(Form.PAIR, "slip.voucher_number", "voucher_number"),
    SlipRow(Form.PAIR, "slip.approval_code", "approval_code"),
    SlipRow(Form.PAIR, "slip.rrn", "rrn"),
    SlipRow(Form.PAIR, "slip.wallet_number", "wallet_number"),
    SlipRow(Form.PAIR, "slip.moment", "moment"),
    SlipRow(Form.PAIR, "slip.amount", "amount", large=True),
    SlipRow(Form.PAIR, "slip.tip", "tip"),
    SlipRow(Form.PAIR, "slip.total", "total", large=True),
    SlipRow(Form.PAIR, "slip.old_voucher", "old_voucher"),
    SlipRow(Form.PAIR, "slip.old_rrn", "old_rrn"),
    SlipRow(Form.PAIR, "slip.old_date", "old_date"),
    SlipRow(Form.PAIR, "slip.old_approval", "old_approval"),
    SlipRow(Form.PAIR, "slip.supervisor", "supervisor"),
    SlipRow(Form.PAIR, "slip.remark", "remark"),
    _RULE,
    SlipRow(Form.VALUE, fact="waived"),
    SlipRow(Form.SIGNATURE, "slip.signature", "signed", only="merchant"),
    SlipRow(Form.DRAWN, "slip.signature", "drawn", only="merchant"),
    SlipRow(Form.TEXT, "slip.acknowledgement", "acknowledged"),
    _DEMO,
)

_ATTEMPT = (
    SlipRow(Form.PAIR, "slip.card", "card"),
    SlipRow(Form.PAIR, "slip.payment_code", "payment_code"),
    SlipRow(Form.PAIR, "slip.kind", "kind", large=True),
    SlipRow(Form.PAIR, "slip.batch_number", "batch_number"),
    SlipRow(Form.PAIR, "slip.voucher_number", "voucher_number"),
    SlipRow(Form.PAIR, "slip.moment", "moment"),
    SlipRow(Form.PAIR, "slip.amount", "amount", large=True),
)


def _incident(title: str, text: str, *more: SlipRow) -> tuple[SlipRow, ...]:
    """Return the lines of a slip that says what went wrong with a transaction."""
    heading = (_DEMO, SlipRow(Form.TITLE, title, large=True), _RULE, *_MERCHANT, _RULE)
    return (*heading, *_ATTEMPT, *more, _RULE, SlipRow(Form.TEXT, text), _DEMO)


FAILURE_ROWS: Final = _incident("slip.failure_title", "slip.failure_text")
REPEAT_FAILURE_ROWS: Final = _incident("slip.repeat_failure_title", "slip.repeat_failure_text")
SETTLED_REPAID_ROWS: Final = _incident("slip.settled_title", "slip.settled_repaid_text")
SETTLED_STANDS_ROWS: Final = _incident("slip.settled_title", "slip.settled_stands_text")
REFUSED_ROWS: Final = _incident(
    "slip.refused_title", "slip.refused_text", SlipRow(Form.PAIR, "slip.response_code", "response_code")
)


def _of_batch(title: str, *lines: SlipRow) -> tuple[SlipRow, ...]:
    """Return the lines of a slip about a whole batch."""
    heading = (_DEMO, SlipRow(Form.TITLE, title, large=True), SlipRow(Form.TITLE, "slip.duplicate", only="duplicate"))
    batch = (SlipRow(Form.PAIR, "slip.batch_number", "batch_number"), SlipRow(Form.PAIR, "slip.moment", "moment"))
    return (*heading, _RULE, *_MERCHANT, *batch, _RULE, *lines, _RULE, _DEMO)


def _group(name: str, debit: str = "slip.debit", credit: str = "slip.credit") -> tuple[SlipRow, ...]:
    """Return the lines of one group: both sides as count and amount, and what the host said of it."""
    result = f"{name}_result"
    return (
        SlipRow(Form.RULE, fact=result),
        SlipRow(Form.TEXT, f"slip.{name}", result),
        SlipRow(Form.PAIR, debit, f"{name}_debit"),
        SlipRow(Form.PAIR, credit, f"{name}_credit"),
        SlipRow(Form.PAIR, "slip.compared", result),
    )


SETTLEMENT_ROWS: Final = _of_batch(
    "slip.settlement_title",
    *_group("domestic")[1:],
    *_group("foreign"),
    *_group("codes", "slip.code_sales", "slip.code_refunds"),
)
DETAIL_ROWS: Final = _of_batch("slip.details_title", SlipRow(Form.BODY))
