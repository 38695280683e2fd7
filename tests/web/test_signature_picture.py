"""The picture of a signature in a page."""

from urllib.parse import unquote

from countertop.signature import Bitmap
from countertop.slips.plain import told_picture
from countertop.web.pages import _TEMPLATES
from countertop.web.signature_picture import signature_address


def test_every_run_of_black_is_a_stroke():
    drawn = unquote(signature_address(told_picture(Bitmap(5, (0b11001, 0b00000, 0b01110)))))

    assert drawn.startswith('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 3">')
    assert 'd="M0 0h2v1h-2zM4 0h1v1h-1zM1 2h3v1h-3z"' in drawn


def test_a_found_slip_and_an_answer_show_it():
    told = told_picture(Bitmap(5, (0b11001,)))
    for template in ("slips", "done"):
        source = _TEMPLATES.loader.get_source(_TEMPLATES, f"acquirer/{template}.html")[0]
        assert "signature | signature_address" in source, template
    shown = _TEMPLATES.from_string('<img src="{{ told | signature_address }}">').render(told=told)
    assert 'src="data:image/svg+xml,' in shown
