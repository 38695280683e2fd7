"""Everything that the host notes or says has words in both languages, and takes the arguments it is given."""

import ast
import string
from pathlib import Path

import pytest

from countertop import acquirer
from countertop.words import CATALOGUE
from countertop.words.acquirer import TEXTS

ROOM = Path(acquirer.__file__).parent


def told():
    """Yield (message, names of arguments) of every note and desk answer in the room's source."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Note", "say"):
                message = next(
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and str(argument.value).startswith("acquirer.")
                )
                yield message, frozenset(keyword.arg for keyword in node.keywords)


@pytest.mark.parametrize(("message", "arguments"), sorted(set(told()), key=str))
def test_it_is_in_the_catalogue(message, arguments):
    for text in CATALOGUE[message]:
        assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= arguments


def test_nothing_in_the_catalogue_is_never_said():
    assert set(TEXTS) == {message for message, _ in told()}
