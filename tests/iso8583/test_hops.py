"""Kept messages: what may be shown of them, one field a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, Message
from countertop.iso8583.hops import hop_text, read_hop
from countertop.values import Pan, PinBlock, Track2
from tests.iso8583.random_messages import messages


def test_a_kept_message_reads_as_its_public_fields():
    message = Message(
        "0200",
        pan=Pan("6225000000000014"),
        amount="000000000100",
        track2=Track2("6225000000000014D4912"),
        pin_block=PinBlock(b"12345678"),
        merchant_name="a=b",
        mac=bytes(8),
    )
    text = hop_text(message)
    assert read_hop(text) == message.public_fields()
    assert "6225000000000014" not in text


@pytest.mark.parametrize("dialect", [UNIONPAY_POS, INTERBANK], ids=lambda dialect: dialect.name)
@given(data=st.data())
def test_any_message_is_kept_as_its_public_fields(dialect, data):
    message = data.draw(messages(dialect))
    assert hop_text(message) == "\n".join(f"{name}={value}" for name, value in message.public_fields().items())
