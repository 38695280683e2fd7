"""The catalogue speaks both languages about the same things."""

import string

import pytest

from countertop.words import (
    CATALOGUE,
    Language,
    acquirer,
    audit,
    commands,
    diagnosis,
    drawn_faults,
    dumps,
    hsm,
    issuer,
    lines,
    load,
    machine,
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
    diagnosis,
    drawn_faults,
    acquirer,
    switch,
    issuer,
    wallet,
    lines,
    hsm,
    commands,
    dumps,
    audit,
    store,
    load,
    machine,
)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_message_is_defined_twice():
    assert len(CATALOGUE) == sum(len(table.TEXTS) for table in TABLES)


@pytest.mark.parametrize("message", sorted(CATALOGUE))
def test_both_languages_are_there_and_take_the_same_arguments(message):
    chinese, english = CATALOGUE[message]
    assert chinese.strip()
    assert english.strip()
    assert names(chinese) == names(english)


def test_an_unknown_message_is_refused():
    with pytest.raises(KeyError):
        say(Language.ENGLISH, "no.such.message")
