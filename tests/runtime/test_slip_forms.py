"""The forms of a slip: all of the same rows, and the drawn ones of the bytes that a printer gets."""

import pytest

from countertop.printing import VirtualPrinter
from countertop.runtime.slip_forms import BY_SUFFIX, FORMS, rows_told

SLIP = {"columns": 32, "script": "zh", "large": {"zh": [0]}, "zh": ["签购单", "金额 12.50"], "en": ["slip"]}
OTHER = {**SLIP, "script": "en", "large": {"en": []}}


def made(form, *documents):
    return FORMS[form].make(documents, "slip")


def test_a_slip_is_told_in_the_writing_of_its_shop():
    assert rows_told(SLIP) == SLIP["zh"]
    assert made("text", SLIP, OTHER).decode() == "签购单\n金额 12.50\nslip\n"


def test_the_bytes_are_what_a_printer_prints():
    printer = VirtualPrinter(SLIP["columns"])
    printer.print(made("escpos", SLIP, OTHER))
    assert [row.text().strip() for sheet in printer.torn_off for row in sheet.rows if row.text().strip()] == [
        "签购单",
        "金额 12.50",
        "slip",
    ]


@pytest.mark.parametrize(("form", "mark"), [("png", b"\x89PNG\r\n\x1a\n"), ("pdf", b"%PDF-")])
def test_a_drawn_form_is_a_file_of_its_kind_and_of_its_slips(form, mark):
    assert made(form, SLIP).startswith(mark)
    assert made(form, SLIP) != made(form, OTHER)


def test_each_form_has_a_suffix_of_its_own():
    assert {form.suffix: form for form in FORMS.values()} == BY_SUFFIX
    assert set(BY_SUFFIX) == {"txt", "png", "pdf", "escpos"}
