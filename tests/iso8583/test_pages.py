"""The generated pages say what the code says; `make pages` writes them again."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.iso8583.matrix import KINDS
from countertop.iso8583.pages import dialect_page, matrix_page

ROOT = Path(__file__).parents[2]
PAGES = runpy.run_path(str(ROOT / "scripts" / "write-pages"))["pages"]()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_page_is_what_the_code_says(path):
    assert path.read_text("utf-8") == PAGES[path], "the page is old: run make pages, and commit it with your change"


@pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK], ids=lambda dialect: dialect.name)
def test_every_field_has_its_row(dialect):
    page = dialect_page(dialect)
    for spec in dialect.table.values():
        assert f"| {spec.number} | `{spec.name}` | {spec.label.zh} | {spec.label.en} | `{spec.form()}` |" in page
    for mti in dialect.mtis:
        assert f"| `{mti}` |" in page


def test_a_change_of_a_field_changes_its_page(monkeypatch):
    monkeypatch.setitem(UNIONPAY_POS.table, 60, replace(UNIONPAY_POS.table[60], length=19))
    assert dialect_page(UNIONPAY_POS) not in PAGES.values()


def test_every_kind_is_there_with_its_state():
    page = next(text for path, text in PAGES.items() if path.name == "message-matrix.md")
    states = {
        line.split("|")[1].strip(" `"): line
        for line in page.splitlines()
        if line.startswith("| `") and ("**served**" in line or "*planned*" in line)
    }
    for kind in KINDS:
        assert kind.label.zh in states[kind.name] or kind.name == "signature"
    for served in ("sale", "void", "sale_reversal", "void_reversal", "sign_in", "sign_out", "echo"):
        assert "**served**" in states[served]
    for planned in ("points_sale", "instalment_sale", "signature"):
        assert "*planned*" in states[planned]
    assert matrix_page(lambda _: True).count("**served**") == len(KINDS) + 1


def test_the_pages_are_found_from_the_others():
    for name in ("docs/architecture.md", "README.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "dialects/unionpay-pos.md" in text
        assert "message-matrix.md" in text
