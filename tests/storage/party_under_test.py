"""A small party with every shape of table and question, for the tests of stores."""

from countertop.journal import Column, ColumnKind, Query, Schema, Table, record

ATTEMPT = Table(
    "attempt",
    (
        Column("attempt_key"),
        Column("terminal_id"),
        Column("amount", ColumnKind.INTEGER),
        Column("rrn", optional=True),
        Column("order", ColumnKind.INTEGER, optional=True),
        Column("token", ColumnKind.BYTES),
    ),
    ("attempt_key",),
    (("terminal_id", "amount"), ("rrn",)),
)
OUTCOME = Table("outcome", (Column("attempt_key"), Column("response_code")), ("attempt_key",))
HOP = Table(
    "hop",
    (Column("rrn"), Column("hop_number", ColumnKind.INTEGER), Column("text")),
    ("rrn", "hop_number"),
)
WORKING_KEY = Table(
    "working_key",
    (Column("terminal_id"), Column("usage"), Column("key_block")),
    ("terminal_id", "usage"),
    (("usage",),),
    replace=True,
)
COUNTER = Table("counter", (Column("number", ColumnKind.INTEGER),), ("number",))

BY_KEY = Query("attempt by key", "attempt", ("attempt_key",))
ALL = Query("all attempts", "attempt")
OF_TERMINAL = Query("attempts of a terminal", "attempt", ("terminal_id",), joined="outcome", order_by=("-amount",))
OPEN = Query("open attempts", "attempt", ("terminal_id",), without="outcome")
LARGE = Query("large attempts", "attempt", ("terminal_id",), at_least="amount", order_by=("amount", "-attempt_key"))
BETWEEN = Query(
    "attempts between", "attempt", ("terminal_id",), at_least="amount", at_most="amount", order_by=("-amount",)
)
EARLY = Query("early orders", "attempt", at_most="order")
LATE = Query("late orders", "attempt", at_least="order")
BY_ORDER = Query("attempts by order", "attempt", order_by=("order", "attempt_key"))
BY_FALLING_ORDER = Query("attempts by falling order", "attempt", joined="outcome", order_by=("-order", "response_code"))
TWO = Query("first two", "attempt", order_by=("-amount",), limit=2)
BY_RRN = Query("attempts by rrn", "attempt", ("rrn",))
KEYS = Query("keys of a usage", "working_key", ("usage",))
KEY = Query("one key", "working_key", ("terminal_id", "usage"))
HOPS = Query("hops", "hop", ("rrn",), order_by=("hop_number",))
COUNTED = Query("counted", "counter", at_least="number")


@record("under_test.began")
class Began:
    attempt_key: str
    terminal_id: str
    amount: int
    rrn: str | None = None
    order: int | None = None
    token: str = "00"
    hops: int = 0


@record("under_test.ended")
class Ended:
    attempt_key: str
    response_code: str


@record("under_test.keys_changed")
class KeysChanged:
    terminal_id: str
    usage: str
    key_block: str


@record("under_test.counted")
class Counted:
    numbers: list[int]


@record("under_test.noted")
class Noted:
    text: object


@record("under_test.stranger")
class Stranger:
    """A record that the schema does not declare."""


def _began(entry):
    yield (
        "attempt",
        (
            entry.attempt_key,
            entry.terminal_id,
            entry.amount,
            entry.rrn,
            entry.order,
            bytes.fromhex(entry.token),
        ),
    )
    for number in range(entry.hops):
        yield "hop", (entry.rrn, number, f"{entry.terminal_id} to host")


SCHEMA = Schema(
    "under_test",
    (ATTEMPT, OUTCOME, HOP, WORKING_KEY, COUNTER),
    (
        BY_KEY,
        ALL,
        OF_TERMINAL,
        OPEN,
        LARGE,
        LATE,
        BETWEEN,
        EARLY,
        BY_ORDER,
        BY_FALLING_ORDER,
        TWO,
        BY_RRN,
        KEYS,
        KEY,
        HOPS,
        COUNTED,
    ),
    {
        Began: lambda entry: tuple(_began(entry)),
        Ended: lambda entry: (("outcome", (entry.attempt_key, entry.response_code)),),
        KeysChanged: lambda entry: (("working_key", (entry.terminal_id, entry.usage, entry.key_block)),),
        Counted: lambda entry: tuple(("counter", (number,)) for number in entry.numbers),
        Noted: lambda _: (),
    },
)
