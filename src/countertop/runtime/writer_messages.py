"""What a party and the process that writes for it say to each other: lengths (four bytes) and marshalled plain data.

To the writer goes a list of items: (stream, at, [(kind, fields), ...]) is an entry, with the body's text in the place
of fields that cannot be marshalled; (query name, values) is a question; (reason,) is what was refused on the way.

From the writer comes (answers, below_reserve, failure). A failure is (name of the error, message id, arguments)
and comes last; the first message has no answers and says that the store is open.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from countertop.journal import Query, body, restore
from countertop.storage import Answer, Conflict, Entry, Question, Refused, StoreError, errors

__all__ = ["answer_from", "failure_from", "item_from", "items_message", "messages", "plain_answer", "told_message"]

_LENGTH = 4

_fields: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def messages(received: bytearray) -> Iterator[Any]:
    """Take the whole messages off what was received."""
    start = 0
    while len(received) >= start + _LENGTH:
        end = start + _LENGTH + int.from_bytes(received[start : start + _LENGTH], "big")
        if len(received) < end:
            break
        yield marshal.loads(received[start + _LENGTH : end])  # noqa: S302 - from our own process, over our own socket
        start = end
    del received[:start]


def items_message(items: Sequence[Entry | Question]) -> bytes:
    """Return the message that gives the writer these items."""
    try:
        content = marshal.dumps([_packed(item) for item in items])
    except ValueError:
        content = marshal.dumps([_packed_apart(item) for item in items])
    return len(content).to_bytes(_LENGTH, "big") + content


def told_message(answers: list[Any], *, below_reserve: bool, failure: StoreError | None = None) -> bytes:
    """Return the message that tells the party what came of its items."""
    told = None if failure is None else (type(failure).__name__, failure.message, failure.arguments)
    content = marshal.dumps((answers, below_reserve, told))
    return len(content).to_bytes(_LENGTH, "big") + content


def plain_answer(answer: Answer) -> Any:
    """Return an answer as plain data."""
    if isinstance(answer, Conflict):
        return answer.table, answer.existing
    return str(answer) if isinstance(answer, Refused) else answer


def answer_from(plain: Any) -> Answer:
    """Return the answer that `plain_answer` made plain."""
    if isinstance(plain, tuple):
        return Conflict(*plain)
    return Refused(plain) if isinstance(plain, str) else plain


def failure_from(told: tuple[str, str, dict[str, Any]]) -> StoreError:
    """Return the failure that the writer told of."""
    kind, message, arguments = told
    failure: StoreError = getattr(errors, kind)(message, **arguments)
    return failure


def item_from(
    packed: tuple[Any, ...], kinds: Mapping[str, Any], queries: Mapping[str, Query]
) -> Entry | Question | Refused:
    """Return what an item of a message asks for."""
    if len(packed) == 1:
        return Refused(packed[0])
    try:
        if len(packed) == 2:
            return Question(queries[packed[0]], packed[1])
        stream, at, records = packed
        return Entry(stream, tuple([_record(kinds[kind], fields) for kind, fields in records]), at)
    except KeyError as unknown:
        return Refused(f"the schema does not declare {unknown.args[0]}")


def _record(kind: Any, fields: tuple[Any, ...] | str) -> Any:
    return restore(kind.KIND, kind.VERSION, fields) if isinstance(fields, str) else kind(*fields)


def _packed(item: Entry | Question) -> tuple[Any, ...]:
    if isinstance(item, Question):
        return item.query.name, item.values
    records = []
    for entry in item.records:
        kind = type(entry)
        take = _fields.get(kind)
        if take is None:
            if not hasattr(kind, "FIELDS"):
                return (f"{kind.__name__} is no record",)
            take = _fields[kind] = _fields_of(kind)
        records.append((kind.KIND, take(entry)))
    return item.stream, item.at, records


def _fields_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = kind.FIELDS
    if len(names) > 1:
        return attrgetter(*names)
    return lambda entry: tuple(getattr(entry, name) for name in names)


def _packed_apart(item: Entry | Question) -> tuple[Any, ...]:
    """Return an item as plain data though it may hold what cannot be marshalled, an enumeration's text for instance."""
    packed = _packed(item)
    try:
        marshal.dumps(packed)
    except ValueError:
        if isinstance(item, Question):
            return (f"query {item.query.name}: a value is no plain data",)
        try:
            return item.stream, item.at, [(entry.KIND, body(entry)) for entry in item.records]
        except (TypeError, ValueError):
            kinds = ", ".join(entry.KIND for entry in item.records)
            return (f"an entry of {kinds} cannot be written: it holds what is no plain data",)
    return packed
