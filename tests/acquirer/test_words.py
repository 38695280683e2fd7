"""Everything that the host notes or says has words in both languages, and takes the arguments it is given."""

import ast
import string
from pathlib import Path

import pytest

from countertop import acquirer
from countertop.acquirer.settlement import case_closing
from countertop.words import CATALOGUE
from countertop.words.acquirer import TEXTS

ROOM = Path(acquirer.__file__).parent


# Enumerations whose values are messages, by the name under which a member of one is said.
TABLES = {"ended": case_closing.WhyNot}


def said_by_table(call):
    """Return the messages of a call that takes its message from an enumeration: `ended.value`."""
    (name,) = (each.value.id for each in call.args if isinstance(each, ast.Attribute) and each.attr == "value")
    return [member.value for member in TABLES[name]]


def told():
    """Yield (message, names of arguments) of every note and desk answer in the room's source."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Note", "say"):
                named = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                arguments = frozenset(keyword.arg for keyword in node.keywords)
                messages = [value for value in named if str(value).startswith("acquirer.")]
                yield from ((message, arguments) for message in messages or said_by_table(node))


@pytest.mark.parametrize(("message", "arguments"), sorted(set(told()), key=str))
def test_it_is_in_the_catalogue(message, arguments):
    for text in CATALOGUE[message]:
        assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= arguments


def test_nothing_in_the_catalogue_is_never_said():
    assert set(TEXTS) == {message for message, _ in told()}
