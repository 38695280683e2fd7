"""The language is found before anything is said, and every message the commands use is in the catalogue."""

import re
from pathlib import Path

import pytest

from countertop.cli.language import _chosen
from countertop.cli.writing import columns, table
from countertop.words import CATALOGUE, Language

SOURCES = Path(__file__).parents[2] / "src" / "countertop"
MESSAGE = re.compile(
    r'"((?:run|line|log|desk|cli|up|found|doctor|iso|status|trace|simulate|audit|help|power|fault|face|slips)\.[a-z0-9-]+)"'
)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], None, Language.CHINESE),
        ([], "en_GB.UTF-8", Language.ENGLISH),
        (["sale", "1", "--language", "en"], None, Language.ENGLISH),
        (["sale", "1", "--language=en"], "zh", Language.ENGLISH),
        (["sale", "1", "--language", "zh"], "en", Language.CHINESE),
        (["sale", "1", "--language"], None, Language.CHINESE),
        (["sale", "1", "--language", "fr"], None, Language.CHINESE),
    ],
)
def test_the_flag_goes_over_the_environment_and_chinese_is_the_rest(arguments, environment, language):
    assert _chosen(arguments, environment) is language


def test_every_message_that_commands_and_runtime_say_is_in_the_catalogue():
    said = {
        (message, path.name)
        for room in ("cli", "runtime")
        for path in (SOURCES / room).glob("*.py")
        for message in MESSAGE.findall(path.read_text("utf-8"))
        if not message.endswith((".py", ".sock", ".path", ".jsonl"))
    }
    assert len(said) > 80
    assert not {entry for entry in said if entry[0] not in CATALOGUE}


def test_columns_stand_under_each_other_in_both_scripts():
    rows = table([("消费", "12.50", "x"), ("sale", "1.00", "")])
    assert rows == ["消费  12.50  x", "sale  1.00"]
    assert columns("消费x") == 5
