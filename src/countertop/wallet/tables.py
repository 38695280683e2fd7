"""A wallet's tables, its questions, and the rule from each record to its rows.

Keys decide every race. An order is one row, and each step of its life another, numbered: of two scripts that move an
order from the same step one finds the number taken, and looks again. A customer's balances are numbered in the same
way. A payment code is used by the row that takes its token. So nothing is locked, and memory decides nothing.
"""

from __future__ import annotations

from countertop.journal import Query, Row, Schema, Table, columns, row_of, rows_of
from countertop.wallet import records

__all__ = ["SCHEMA"]

EVERYTHING = 1_000_000
LINES_AT_ONCE = 1000

WALLET = Table(
    "wallet", columns("wallet_id name english_name code_style country zone currency"), ("wallet_id",), replace=True
)
ACQUIRER = Table("acquirer", columns("acquirer_id name signing_key notices#"), ("acquirer_id",), replace=True)
CUSTOMER = Table(
    "customer",
    columns("customer_id number# holder free_limit# pays_through opened_at# status currency"),
    ("customer_id",),
    indexes=(("number",),),
)
CODE = Table("code", columns("code_token customer_id masked_code issued_at# expires_at#"), ("code_token",))
CODE_USE = Table("code_use", columns("code_token order_key used_at#"), ("code_token",))
ORDER = Table(
    "payment_order",
    columns(
        "order_key number# acquirer_id order_number kind merchant_id merchant_name merchant_city merchant_category "
        "terminal_id amount# currency subject? fingerprint code_token? masked_code? made_at# business_date"
    ),
    ("order_key",),
    indexes=(("number",), ("order_number",)),
)
ORDER_STEP = Table(
    "order_step",
    columns("order_key step# state reason? cause customer_id? refunded# due_at#? moved_at# request"),
    ("order_key", "step"),
)
ORDER_END = Table("order_end", columns("order_key state ended_at#"), ("order_key",))
FUNDING = Table("funding", columns("order_key customer_id amount# currency begun_at# due_at#"), ("order_key",))
FUNDING_END = Table("funding_end", columns("order_key outcome ended_at#"), ("order_key",))
REFUND = Table(
    "refund",
    columns("refund_key order_key acquirer_id refund_number amount# currency due_at# made_at# business_date request"),
    ("refund_key",),
    indexes=(("order_key",),),
)
REFUND_END = Table("refund_end", columns("refund_key paid_at#"), ("refund_key",))
POSTING = Table(
    "posting",
    columns("posting_set line# account_id amount# currency reason order_key business_date posted_at#"),
    ("posting_set", "line"),
    indexes=(("account_id",), ("order_key",)),
)
BALANCE = Table("balance", columns("account_id sequence# balance_after# posting_set"), ("account_id", "sequence"))
BILL_LINE = Table(
    "bill_line",
    columns(
        "acquirer_id business_date line# kind order_number refund_number? merchant_id terminal_id moved# currency "
        "moved_at#"
    ),
    ("acquirer_id", "business_date", "line"),
    indexes=(("line",),),
)
NOTICE = Table("notice", columns("notice_number# acquirer_id event order_key refund_key? made_at#"), ("notice_number",))
NOTICE_END = Table("notice_end", columns("notice_number# acknowledged_at#"), ("notice_number",))

EVERY_WALLET = Query("every_wallet", "wallet", limit=2)
EVERY_ACQUIRER = Query("every_acquirer", "acquirer")
CUSTOMER_BY_ID = Query("customer_by_id", "customer", ("customer_id",), limit=1)
FIRST_CUSTOMERS = Query("first_customers", "customer", order_by=("number",), limit=100)
CODE_BY_TOKEN = Query("code_by_token", "code", ("code_token",), joined="code_use", limit=1)
ORDER_BY_KEY = Query("order_by_key", "payment_order", ("order_key",), limit=1)
ORDER_BY_NUMBER = Query("order_by_number", "payment_order", ("number",), limit=1)
ORDERS_BY_ORDER_NUMBER = Query("orders_by_order_number", "payment_order", ("order_number",), limit=20)
NEWEST_ORDER = Query("newest_order", "payment_order", order_by=("-number",), limit=1)
NEWEST_ORDERS = Query("newest_orders", "payment_order", order_by=("-number",), limit=100)
OPEN_ORDERS = Query("open_orders", "payment_order", without="order_end", order_by=("number",), limit=EVERYTHING)
STEPS_OF_ORDER = Query("steps_of_order", "order_step", ("order_key",), order_by=("step",), limit=1000)
OPEN_FUNDINGS = Query("open_fundings", "funding", without="funding_end", limit=EVERYTHING)
FUNDING_OF_ORDER = Query("funding_of_order", "funding", ("order_key",), joined="funding_end", limit=1)
REFUND_BY_KEY = Query("refund_by_key", "refund", ("refund_key",), joined="refund_end", limit=1)
REFUNDS_OF_ORDER = Query("refunds_of_order", "refund", ("order_key",), joined="refund_end", limit=1000)
OPEN_REFUNDS = Query("open_refunds", "refund", without="refund_end", limit=EVERYTHING)
NEWEST_BALANCE = Query("newest_balance", "balance", ("account_id",), order_by=("-sequence",), limit=1)
POSTINGS_OF_ORDER = Query("postings_of_order", "posting", ("order_key",), limit=1000)
BILL_PAGE = Query(
    "bill_page",
    "bill_line",
    ("acquirer_id", "business_date"),
    at_least="line",
    order_by=("line",),
    limit=LINES_AT_ONCE,
)
NEWEST_BILL_LINE = Query("newest_bill_line", "bill_line", order_by=("-line",), limit=1)
OPEN_NOTICES = Query("open_notices", "notice", without="notice_end", order_by=("notice_number",), limit=EVERYTHING)
NOTICE_BY_NUMBER = Query("notice_by_number", "notice", ("notice_number",), limit=1)
NEWEST_NOTICE = Query("newest_notice", "notice", order_by=("-notice_number",), limit=1)

_customer_row, _step_row = row_of(CUSTOMER), row_of(ORDER_STEP)


def _customer_rows(entry: records.CustomerOpened) -> tuple[Row, ...]:
    """Open the customer's account, and post what was paid in against cash."""
    if entry.balance == 0:
        return (_customer_row(entry),)
    account, key = records.account_of(entry.customer_id), f"opening|{entry.customer_id}"
    tail = (entry.currency, "opening", key, "", entry.opened_at)
    return (
        _customer_row(entry),
        ("posting", (key, 1, account, entry.balance, *tail)),
        ("posting", (key, 2, records.CASH, -entry.balance, *tail)),
        ("balance", (account, 1, entry.balance, key)),
    )


def _moved_rows(entry: records.OrderMoved) -> tuple[Row, ...]:
    row = _step_row(entry)
    return (row, ("order_end", (entry.order_key, entry.state, entry.moved_at))) if entry.ended else (row,)


def _money_rows(entry: records.MoneyMoved) -> tuple[Row, ...]:
    rows: list[Row] = []
    tail = (entry.currency, entry.reason, entry.order_key, entry.business_date, entry.moved_at)
    for line, (account, sequence, amount, balance_after) in enumerate(entry.postings, 1):
        rows.append(("posting", (entry.posting_set, line, account, amount, *tail)))
        if sequence is not None:
            rows.append(("balance", (account, sequence, balance_after, entry.posting_set)))
    return tuple(rows)


SCHEMA = Schema(
    party="wallet",
    tables=(
        *(WALLET, ACQUIRER, CUSTOMER, CODE, CODE_USE, ORDER, ORDER_STEP, ORDER_END, FUNDING, FUNDING_END, REFUND),
        *(REFUND_END, POSTING, BALANCE, BILL_LINE, NOTICE, NOTICE_END),
    ),
    queries=(
        *(EVERY_WALLET, EVERY_ACQUIRER, CUSTOMER_BY_ID, FIRST_CUSTOMERS, CODE_BY_TOKEN, ORDER_BY_KEY, ORDER_BY_NUMBER),
        *(ORDERS_BY_ORDER_NUMBER, NEWEST_ORDER, NEWEST_ORDERS, OPEN_ORDERS, STEPS_OF_ORDER, OPEN_FUNDINGS),
        *(FUNDING_OF_ORDER, REFUND_BY_KEY, REFUNDS_OF_ORDER, OPEN_REFUNDS, NEWEST_BALANCE, POSTINGS_OF_ORDER),
        *(BILL_PAGE, NEWEST_BILL_LINE, OPEN_NOTICES, NOTICE_BY_NUMBER, NEWEST_NOTICE),
    ),
    rows={
        records.WalletOpened: rows_of(WALLET),
        records.AcquirerRegistered: rows_of(ACQUIRER),
        records.CustomerOpened: _customer_rows,
        records.CodeIssued: rows_of(CODE),
        records.CodeUsed: rows_of(CODE_USE),
        records.OrderMade: rows_of(ORDER),
        records.OrderMoved: _moved_rows,
        records.FundingBegun: rows_of(FUNDING),
        records.FundingEnded: rows_of(FUNDING_END),
        records.MoneyMoved: _money_rows,
        records.BillLineWritten: rows_of(BILL_LINE),
        records.RefundMade: rows_of(REFUND),
        records.RefundPaid: rows_of(REFUND_END),
        records.NoticeMade: rows_of(NOTICE),
        records.NoticeEnded: rows_of(NOTICE_END),
    },
)
"""What a wallet's store must know."""
