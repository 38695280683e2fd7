"""The catalogue speaks both languages about the same things."""

import re
import string

import pytest

from countertop.words import (
    CATALOGUE,
    Language,
    acquirer,
    audit,
    commands,
    devices,
    diagnosis,
    drawn_faults,
    dumps,
    hsm,
    issuer,
    keys,
    lines,
    load,
    machine,
    pages,
    pages_accounts,
    pages_acquirer,
    pages_merchant,
    pages_terminal,
    pages_till,
    say,
    store,
    switch,
    terminal,
    terminal_links,
    wallet,
)

TABLES = (
    terminal,
    terminal_links,
    devices,
    diagnosis,
    drawn_faults,
    acquirer,
    switch,
    issuer,
    wallet,
    lines,
    hsm,
    keys,
    commands,
    dumps,
    audit,
    store,
    load,
    machine,
    pages,
    pages_accounts,
    pages_acquirer,
    pages_merchant,
    pages_terminal,
    pages_till,
)
EACH_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_message_is_defined_twice_or_in_another_table():
    assert len(CATALOGUE) == sum(len(table.TEXTS) for table in TABLES)
    assert {message for table in TABLES for message in table.TEXTS} == set(CATALOGUE)


@EACH_TABLE
def test_both_languages_are_there_and_take_the_same_arguments(table):
    for message, (chinese, english) in table.TEXTS.items():
        assert chinese.strip(), message
        assert english.strip(), message
        assert names(chinese) == names(english), message


# Chinese sentences have full-width marks, and half-width brackets; what stands inside a technical text keeps its own.
_HALF_WIDTH = re.compile(r"[\u3400-\u9fff)}] ?[,;:?!]|[,;:?!] ?[\u3400-\u9fff]|[\u3400-\u9fff]\.")
_FULL_WIDTH_BRACKETS = re.compile("[（）]")
_TECHNICAL = re.compile(r"\{host\}:\{port\}|group:组名|(?:tcp|usb|file):[^ 、]+")


def is_pointed(chinese: str) -> bool:
    rest = _TECHNICAL.sub("", chinese)
    return not (re.search("[\u3400-\u9fff]", rest) and (_HALF_WIDTH.search(rest) or _FULL_WIDTH_BRACKETS.search(rest)))


@EACH_TABLE
def test_chinese_has_full_width_marks_and_half_width_brackets(table):
    for message, (chinese, _) in table.TEXTS.items():
        assert is_pointed(chinese), message


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("签到：取得密钥", True),
        ("签到:取得密钥", False),
        ("共 {count} 笔,合计", False),
        ("种子 {seed}:{count} 笔", False),
        ("在 {host}:{port} 接受连接", True),
        ("请重试. 谢谢", False),
        ("密码(4 至 8 位)", True),
        ("密码（4 至 8 位）", False),
        ("例如 12:30，或 a,b", True),
        ("{host}: {port}", True),
    ],
)
def test_the_rule_of_marks_tells_right_from_wrong(text, right):
    assert is_pointed(text) is right


def test_an_unknown_message_is_refused():
    with pytest.raises(KeyError):
        say(Language.ENGLISH, "no.such.message")
