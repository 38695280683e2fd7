"""The terminal's face in a terminal window: its screen, its keypad, its printer."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import Any

from countertop.cli.language import LANGUAGE, tell
from countertop.cli.writing import write, write_error
from countertop.demo import Card
from countertop.runtime.answers import is_secret
from countertop.words import Language

__all__ = ["Window", "swipe"]

_YES = frozenset({"", "y", "yes", "1", "是", "好"})
_NO = frozenset({"n", "no", "0", "否", "不"})
_YES_OR_NO = frozenset({"ask.confirm_card", "ask.print_next"})
_FLAGS = {
    "ask.operator_number": "--operator",
    "ask.operator_password": "--password",
    "ask.card": "--card",
    "ask.payment_code": "--code",
    "ask.pin": "--pin",
    "ask.supervisor_password": "--supervisor-password",
    "ask.rrn": "--rrn",
    "ask.original_date": "--date",
    "ask.approval_code": "--approval-code",
    "ask.voice_code": "--approval-code",
    "ask.target_pan": "--to-card",
    "ask.account": "--account",
    "ask.manager_password": "--approval",
    "ask.new_password": "--new-password",
}


def swipe(card: Card) -> dict[str, str]:
    """Return what the stripe reader reads of a card of the wallet."""
    return {"track2": card.track2.reveal()}


class Window:
    """Shows as it happens, or, when `quiet`, only keeps what was shown and printed for a program to read."""

    def __init__(self, wallet: Mapping[str, Card], *, quiet: bool) -> None:
        self.shown: list[dict[str, Any]] = []
        self.printed: list[dict[str, Any]] = []
        self.missing: list[str] = []
        self._wallet = wallet
        self._quiet = quiet

    def show(self, message: str, arguments: dict[str, Any]) -> None:
        """Show a message on the screen."""
        text = tell(message, **arguments)
        self.shown.append({"message": message, "text": text})
        if not self._quiet:
            write(text)

    def print(self, copy: str, document: Any) -> None:
        """Let the paper come out."""
        lines = document["en" if LANGUAGE is Language.ENGLISH else "zh"]
        self.printed.append({"copy": copy, "lines": lines})
        if not self._quiet:
            tear = "- " * (document["columns"] // 2)
            write("", *(f"    {line}".rstrip() for line in [*lines, tear]), "")

    def ask(self, question: str, arguments: dict[str, Any], *, wrong: bool) -> Any:
        """Return what the person keys; None is Cancel (Ctrl-C, or the end of input)."""
        if wrong:
            write_error(tell("cli.wrong-answer"))
        try:
            if question == "ask.card":
                return self._card()
            if question == "ask.signature":
                write(tell("cli.no-pad"))
                return "paper"
            prompt = f"{tell(question, **arguments)} "
            if is_secret(question):
                return getpass.getpass(prompt)
            typed = input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            write_error("")
            return None
        return _decided(typed) if question in _YES_OR_NO else typed

    def told(self, kind: str, question: str) -> None:
        """Say that an answer was missing, or came too late."""
        if kind == "late":
            write_error(tell("cli.late"))
            return
        self.missing.append(question)
        flag = _FLAGS.get(question, question)
        write_error(tell("cli.missing", question=question.removeprefix("ask."), flag=flag))

    def _card(self) -> dict[str, str]:
        known = ", ".join(self._wallet)
        write(tell("cli.choose-card", known=known))
        typed = input(f"{tell('ask.card')} ").strip()
        if typed not in self._wallet:
            return {"fault": "unreadable"}
        return swipe(self._wallet[typed])


def _decided(typed: str) -> bool | str:
    word = typed.lower()
    return True if word in _YES else False if word in _NO else typed
