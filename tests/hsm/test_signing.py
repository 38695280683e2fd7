"""Signatures between an acquirer and a wallet, and tokens of texts that must not be kept."""

import hashlib
import hmac

import pytest

from countertop.hsm import (
    DescribeKey,
    FormKey,
    GenerateComponent,
    HsmRefusal,
    KeyUsage,
    MakeMac,
    MakeSignature,
    ProtectData,
    RevealData,
    TokenizeText,
    VerifyMac,
    VerifySignature,
)
from countertop.hsm.components import component_of
from countertop.values import Secret
from tests.hsm.two_hsms import ask, new_hsm

CLEAR = bytes(range(100, 132))
DATA = b'countertop-wallet/1\nrequest\n{"verb":"query"}'


def form(hsm, clear=CLEAR, usage=KeyUsage.WSK):
    part = bytes(range(1, len(clear) + 1))
    other = bytes(left ^ right for left, right in zip(clear, part, strict=True))
    return ask(hsm, FormKey((component_of(part), component_of(other)), usage))


def test_a_signature_is_the_published_hmac():
    # RFC 4231, test case 2, its key filled up with zeroes, which HMAC does by itself.
    key = b"Jefe".ljust(32, b"\0")
    hsm = new_hsm(1)
    made = ask(hsm, MakeSignature(form(hsm, key).block, b"what do ya want for nothing?"))
    assert made.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_both_sides_of_a_ceremony_sign_alike():
    one, other = new_hsm(1), new_hsm(2)
    components = one.perform([GenerateComponent(32)] * 2)
    mine, theirs = (ask(hsm, FormKey(components, "WSK")) for hsm in (one, other))
    assert mine.kcv == theirs.kcv
    signature = ask(one, MakeSignature(mine.block, DATA))
    assert ask(other, VerifySignature(theirs.block, DATA, signature)) is True
    assert ask(other, DescribeKey(theirs.block)) == (KeyUsage.WSK, "HMAC", 256, mine.kcv)
    assert ask(other, DescribeKey(form(other).block)).kcv == hmac.digest(CLEAR, bytes(16), "sha256")[:4].hex().upper()


def test_components_of_a_signing_key_have_no_parity():
    drawn = [ask(new_hsm(seed), GenerateComponent(32)).clear.reveal() for seed in range(20)]
    assert any(byte.bit_count() % 2 == 0 for text in drawn for byte in bytes.fromhex(text))


def test_every_flipped_bit_is_refused():
    hsm = new_hsm(1)
    key = form(hsm).block
    signature = ask(hsm, MakeSignature(key, DATA))
    for whole, size in ((DATA, len(DATA)), (signature, 32)):
        for place in range(size):
            flipped = whole[:place] + bytes((whole[place] ^ 1,)) + whole[place + 1 :]
            data, given = (flipped, signature) if whole is DATA else (DATA, flipped)
            assert ask(hsm, VerifySignature(key, data, given)) is False
    for given in (b"", signature[:-1], signature + b"\0"):
        assert ask(hsm, VerifySignature(key, DATA, given)) is False


def test_a_signing_key_only_signs_and_nothing_else_does():
    hsm = new_hsm(1)
    signing, mac = form(hsm).block, form(hsm, bytes(range(16)), KeyUsage.ZAK).block
    for command in (
        MakeMac(signing, DATA),
        VerifyMac(signing, DATA, bytes(8)),
        MakeSignature(mac, DATA),
        VerifySignature(mac, DATA, bytes(32)),
    ):
        refused = ask(hsm, command)
        assert isinstance(refused, HsmRefusal)
        assert refused.reason_code == "key-usage"


@pytest.mark.parametrize(("size", "usage"), [(16, "WSK"), (32, "ZAK"), (32, "TMK")])
def test_a_key_of_another_length_is_not_formed(size, usage):
    hsm = new_hsm(1)
    refused = ask(hsm, FormKey(hsm.perform([GenerateComponent(size)] * 2), usage))
    assert refused.reason_code == "key-length"


def test_a_token_finds_the_same_text_of_its_domain_in_its_own_hsm():
    one, other = new_hsm(1), new_hsm(2)
    text = Secret("103456789012345678")
    token = ask(one, TokenizeText(text, "payment code"))
    assert (len(token), set(token) <= set("0123456789abcdef")) == (32, True)
    assert ask(one, TokenizeText(Secret("103456789012345678"), "payment code")) == token
    others = [
        ask(one, TokenizeText(text, "payer")),
        ask(other, TokenizeText(text, "payment code")),
        ask(one, TokenizeText(Secret("103456789012345679"), "payment code")),
        hashlib.sha256(text.reveal().encode()).hexdigest()[:32],
    ]
    assert token not in others


def test_printed_commands_show_no_content():
    assert "countertop" not in repr(MakeSignature("D0144M7", DATA))
    assert "1034" not in repr(TokenizeText(Secret("103456789012345678"), "payment code"))


def test_protected_data_comes_back_in_its_own_hsm_alone():
    one, other = new_hsm(1), new_hsm(2)
    cipher = ask(one, ProtectData(DATA))
    assert ask(one, RevealData(cipher)) == DATA
    assert ask(one, ProtectData(DATA)) != cipher
    for hsm, wrong in ((other, cipher), (one, f"{cipher[:-4]}AAA="), (one, "no base64")):
        refused = ask(hsm, RevealData(wrong))
        assert isinstance(refused, HsmRefusal)
        assert refused.reason_code == "protected-text"
    assert "countertop" not in repr(ProtectData(DATA))
