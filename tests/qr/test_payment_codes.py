"""Codes that customers of wallets show."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.qr import PAYMENT_CODE_STYLES, PaymentCode, style_of
from tests.qr.published import named


@pytest.mark.parametrize("vector", **named("payment_codes"))
def test_a_codes_beginning_says_whose_it_is(vector):
    style = style_of(vector["code"])
    assert (style and style.name) == vector["style"]


def test_no_two_styles_share_a_prefix():
    prefixes = [prefix for style in PAYMENT_CODE_STYLES for prefix in style.prefixes]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("style", PAYMENT_CODE_STYLES, ids=lambda style: style.name)
def test_a_drawn_code_is_of_its_style(style):
    chance = Random(style.name)
    drawn = {style.draw(chance.randbytes(16)) for _ in range(1000)}
    assert len(drawn) == 1000
    assert {style_of(code.reveal()) for code in drawn} == {style}
    assert {code.reveal()[:2] for code in drawn} == set(style.prefixes)


def test_a_code_prints_masked():
    code = PaymentCode("103456789012345678")
    assert str(code) == "10************5678"
    assert repr(PaymentCode("1034")) == "PaymentCode(****)"


@given(st.text())
def test_nothing_else_is_one(text):
    style = style_of(text)
    assert style is None or (text.isascii() and text.isdigit())
