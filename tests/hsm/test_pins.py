import pytest
from hypothesis import given, strategies

from countertop.crypto.des import des_cipher
from countertop.hsm import (
    EncryptPin,
    FormKey,
    GenerateZoneKeys,
    HsmRefusal,
    MakePinReference,
    MakePinReferenceFromBlock,
    TranslatePin,
    VerifyPin,
)
from countertop.hsm.components import component_of
from countertop.values import Pan, Pin, PinBlock
from tests.crypto import oracle
from tests.hsm.two_hsms import PAN, TwoHsms, ask, new_hsm

KEY = bytes.fromhex("D931648F3DE313A4A22C15DCA4F4299E")
PIN = Pin("123456")


@pytest.fixture(scope="module")
def known():
    """An HSM with a ZPK whose clear value the test knows, to make blocks by hand."""
    hsm = new_hsm(9)
    part = bytes(range(1, 17))
    other = bytes(left ^ right for left, right in zip(KEY, part, strict=True))
    return hsm, ask(hsm, FormKey((component_of(part), component_of(other)), "ZPK")).block


def by_hand(field):
    return PinBlock(des_cipher(KEY).encrypt((int(field, 16) ^ 0x0000500000000001).to_bytes(8, "big")))


def test_the_published_pin_blocks(known):
    hsm, key = known
    assert ask(hsm, EncryptPin(key, PIN, PAN)).reveal().hex().upper() == "9121B2224B19244A"
    assert ask(hsm, EncryptPin(key, PIN, None)).reveal().hex().upper() == "03FED3B4F1B785A9"


@given(oracle.PINS, oracle.PANS)
def test_a_pin_goes_from_the_pad_through_the_zone_to_the_issuer(two, pin, pan):
    pan = Pan(pan)
    block = ask(two.terminal, EncryptPin(two.loaded.tpk, Pin(pin), pan))
    translated = ask(two.acquirer, TranslatePin(two.drawn.tpk, two.zpk, block, pan))
    assert translated != block
    reference = ask(two.acquirer, MakePinReference(Pin(pin), pan))
    assert pin not in reference
    assert ask(two.acquirer, VerifyPin(two.zpk, translated, pan, reference)) is True
    other = Pin(pin[:-1] + str((int(pin[-1]) + 1) % 10))
    assert (
        ask(two.acquirer, VerifyPin(two.zpk, ask(two.acquirer, EncryptPin(two.zpk, other, pan)), pan, reference))
        is False
    )


def test_a_translated_block_is_the_one_the_zone_key_gives(known):
    hsm, key = known
    zmk = ask(hsm, FormKey([component_of(bytes(range(at, at + 16))) for at in (1, 40)], "ZMK"))
    zone = ask(hsm, GenerateZoneKeys(zmk.block))
    there = ask(hsm, TranslatePin(zone.zpk, key, ask(hsm, EncryptPin(zone.zpk, PIN, PAN)), PAN))
    assert there.reveal().hex().upper() == "9121B2224B19244A"


def test_sm4_and_des_blocks_translate_into_each_other():
    sm4 = TwoHsms(seed=30, kind="005")
    block = ask(sm4.terminal, EncryptPin(sm4.loaded.tpk, PIN, PAN))
    assert len(block.reveal()) == 16
    translated = ask(sm4.acquirer, TranslatePin(sm4.drawn.tpk, sm4.zpk, block, PAN))
    assert translated == ask(sm4.acquirer, EncryptPin(sm4.zpk, PIN, PAN))
    assert len(translated.reveal()) == 8


@pytest.mark.parametrize(
    "field",
    ["03123FFFFFFFFFFF", "0D1234567890123F", "0612345AFFFFFFFF", "06123456FFFFFFF0", "16123456FFFFFFFF", "0" * 16],
)
def test_blocks_of_a_wrong_form_are_neither_translated_nor_verified(known, field):
    hsm, key = known
    reference = ask(hsm, MakePinReference(PIN, PAN))
    replies = hsm.perform(
        [
            TranslatePin(key, key, by_hand(field), PAN),
            VerifyPin(key, by_hand(field), PAN, reference),
            MakePinReferenceFromBlock(key, by_hand(field), PAN),
        ]
    )
    assert [reply.reason_code for reply in replies] == ["pin-block"] * 3
    assert len({reply.message for reply in replies}) == 1


def test_the_hand_made_form_itself_is_accepted(known):
    hsm, key = known
    assert ask(hsm, TranslatePin(key, key, by_hand("06123456FFFFFFFF"), PAN)) == by_hand("06123456FFFFFFFF")


def test_another_card_is_refused(known):
    hsm, key = known
    block = ask(hsm, EncryptPin(key, PIN, PAN))
    other = Pan("6225000000000113")
    reference = ask(hsm, MakePinReference(PIN, other))
    assert ask(hsm, TranslatePin(key, key, block, other)).reason_code == "pin-block"
    assert ask(hsm, VerifyPin(key, block, other, reference)).reason_code == "pin-block"


def test_the_reference_of_another_card_is_refused(known):
    """A reference copied beside another card's number must not make that card's PIN known."""
    hsm, key = known
    reference = ask(hsm, MakePinReference(PIN, Pan("6225000000000113")))
    assert ask(hsm, VerifyPin(key, ask(hsm, EncryptPin(key, PIN, PAN)), PAN, reference)).reason_code == "pin-reference"


@pytest.mark.parametrize("reference", ["", "00", "zz" * 16, "00" * 16, "é", "00" * 32])
def test_references_that_are_none_are_refused(known, reference):
    hsm, key = known
    refusal = ask(hsm, VerifyPin(key, ask(hsm, EncryptPin(key, PIN, PAN)), PAN, reference))
    assert refusal.reason_code == "pin-reference"


def test_two_references_of_one_pin_differ_and_both_hold(known):
    hsm, key = known
    block = ask(hsm, EncryptPin(key, PIN, PAN))
    one, other = ask(hsm, MakePinReference(PIN, PAN)), ask(hsm, MakePinReferenceFromBlock(key, block, PAN))
    assert one != other
    assert ask(hsm, VerifyPin(key, block, PAN, one)) is True
    assert ask(hsm, VerifyPin(key, block, PAN, other)) is True


def test_a_reference_opens_under_its_own_master_key_only(known, two):
    hsm, _ = known
    reference = ask(hsm, MakePinReference(PIN, PAN))
    block = ask(two.acquirer, EncryptPin(two.zpk, PIN, PAN))
    assert ask(two.acquirer, VerifyPin(two.zpk, block, PAN, reference)).reason_code == "pin-reference"


@pytest.mark.parametrize("size", [0, 7, 9, 16, 24])
def test_blocks_of_another_length_are_refused_and_do_no_harm_to_the_next(known, size):
    hsm, key = known
    assert ask(hsm, TranslatePin(key, key, PinBlock(bytes(size)), PAN)).reason_code == "pin-block"
    block = ask(hsm, EncryptPin(key, PIN, PAN))
    assert ask(hsm, TranslatePin(key, key, block, PAN)) == block


def test_a_card_number_that_is_none_is_refused(known):
    hsm, key = known
    assert ask(hsm, EncryptPin(key, PIN, Pan("6225"))).reason_code == "pin-block"


def test_a_pin_is_never_translated_back_to_a_terminal_key(two):
    block = ask(two.acquirer, EncryptPin(two.zpk, PIN, PAN))
    refusal = ask(two.acquirer, TranslatePin(two.zpk, two.drawn.tpk, block, PAN))
    assert isinstance(refusal, HsmRefusal)
    assert refusal.reason_code == "key-usage"


@given(strategies.binary(min_size=8, max_size=8))
def test_any_block_is_refused_or_opens_to_the_same_pin(known, block):
    hsm, key = known
    reply = ask(hsm, TranslatePin(key, key, PinBlock(block), PAN))
    assert reply == PinBlock(block) or reply.reason_code == "pin-block"
