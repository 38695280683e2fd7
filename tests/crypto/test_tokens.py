import hashlib
import hmac
import os
from binascii import a2b_base64, b2a_base64

import pytest
from hypothesis import given, strategies

from countertop.crypto.errors import ProtectedTextError
from countertop.crypto.tokens import PanCipher, PanTokens
from countertop.values import Pan
from tests.crypto import oracle

PAN = Pan("6225000000000014")


@given(strategies.binary(min_size=16, max_size=64), oracle.PANS, strategies.text(max_size=20))
def test_a_token_is_a_truncated_hmac(key, pan, domain):
    expected = hmac.new(key, f"{domain}\0{pan}".encode(), hashlib.sha256).hexdigest()[:32]
    tokens = PanTokens(key)
    assert tokens.token(Pan(pan), domain) == expected
    assert tokens.token(Pan(pan), domain) == expected


def test_tokens_differ_by_card_domain_and_key():
    tokens = {
        PanTokens(key).token(pan, domain)
        for key in (bytes(32), bytes(31) + b"\1")
        for pan in (PAN, Pan("6225000000000022"))
        for domain in ("", "one", "two")
    }
    assert len(tokens) == 12


@given(oracle.PANS, strategies.binary(min_size=12, max_size=12))
def test_a_protected_number_comes_back_and_does_not_show(pan, nonce):
    cipher = PanCipher(oracle.LMK)
    protected = cipher.encrypt(Pan(pan), nonce)
    assert pan not in protected
    assert cipher.decrypt(protected) == Pan(pan)


def test_every_flipped_bit_is_refused():
    cipher = PanCipher(oracle.LMK)
    raw = a2b_base64(cipher.encrypt(PAN, os.urandom(12)))
    for place in range(len(raw)):
        for bit in range(8):
            flipped = raw[:place] + bytes((raw[place] ^ 1 << bit,)) + raw[place + 1 :]
            with pytest.raises(ProtectedTextError):
                cipher.decrypt(b2a_base64(flipped, newline=False).decode())


@pytest.mark.parametrize("text", ["", "A", "AAAA", "not base64", "é", "AAAA" * 7, "AAAA" * 100])
def test_any_other_text_is_refused(text):
    with pytest.raises(ProtectedTextError):
        PanCipher(oracle.LMK).decrypt(text)


def test_another_key_is_refused():
    with pytest.raises(ProtectedTextError):
        PanCipher(bytes(32)).decrypt(PanCipher(oracle.LMK).encrypt(PAN, bytes(12)))
