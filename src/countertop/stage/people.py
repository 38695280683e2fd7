"""What passes between an actor and the people at it: questions, screens, slips, and answers to a desk."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from countertop.stage.effects import Effect

__all__ = ["Ask", "Cancelled", "Document", "NobodyAnswered", "PersonGone", "Print", "Reply", "Show"]


class Ask(Effect):
    """Ask the person at the machine; the script waits. Reply: the answer, of the kind that the question asks for.

    `question` is an id of the catalogue (`ask.amount`, `ask.pin`); `arguments` fill its text. Instead of an answer
    `Cancelled`, `NobodyAnswered` or `PersonGone` may be thrown into the script.
    """

    __slots__ = ("arguments", "question", "timeout")

    def __init__(self, question: str, timeout: int, **arguments: Any) -> None:
        self.question = question
        self.timeout = timeout
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"Ask({self.question})"


class PersonGone(Exception):  # noqa: N818 - an outcome that unwinds a conversation, not a fault
    """The conversation is over: the face or the command that held it went away."""


class Cancelled(PersonGone):
    """The person pressed Cancel."""


class NobodyAnswered(PersonGone):
    """The question's time ran out."""


class Show(Effect):
    """Show a message of the catalogue on the screen; `sensitive` ones are shown there and nowhere else."""

    __slots__ = ("arguments", "message", "sensitive")

    def __init__(self, message: str, *, sensitive: bool = False, **arguments: Any) -> None:
        self.message = message
        self.sensitive = sensitive
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"Show({self.message})"


@runtime_checkable
class Document(Protocol):
    """What a printer prints. It is laid out when somebody wants to see it."""

    def text(self) -> list[str]:
        """Return the printed lines, as they stand on this document's own paper."""
        ...


class Print(Effect):
    """Print a document; `copy` names which copy it is. Reply: whether somebody was there to take it.

    Printing never decides money.
    """

    __slots__ = ("copy", "document")

    def __init__(self, document: Document, copy: str) -> None:
        self.document = document
        self.copy = copy

    def __repr__(self) -> str:
        return f"Print({self.copy})"


class Reply(Effect):
    """Answer a desk request, once; `status` is the exit status of the command line's table.

    `body` is plain data, in which a document stands for its printed lines.
    """

    __slots__ = ("body", "number", "status")

    def __init__(self, number: int, status: int, body: dict[str, Any]) -> None:
        self.number = number
        self.status = status
        self.body = body

    def __repr__(self) -> str:
        return f"Reply({self.number}, {self.status})"
