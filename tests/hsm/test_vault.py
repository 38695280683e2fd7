import pytest

from countertop.crypto.aes import aes_cipher
from countertop.crypto.errors import KeyBlockError
from countertop.crypto.key_blocks import KeyAttributes, KeyWrapper
from countertop.crypto.tokens import PanCipher, PanTokens
from countertop.hsm import (
    DecryptTrack,
    EncryptPin,
    EncryptTrack,
    GenerateWorkingKeys,
    GenerateZoneKeys,
    HsmRefusal,
    ImportWorkingKeys,
    ImportZoneKeys,
    KeyUsage,
    MakeMac,
    MakePinReferenceFromBlock,
    MakeSignature,
    PasswordCost,
    TranslatePin,
    VerifyMac,
    VerifyPin,
    VerifySignature,
)
from countertop.hsm.errors import KeyUsageError
from countertop.hsm.vault import KEPT_KEYS, Vault
from countertop.values import Pin, PinBlock, Track2
from tests.hsm.two_hsms import PAN, ask

BLOCK = PinBlock(bytes(8))
TRACK = Track2("6225000000000014D15112010000000000000")

# How each command takes a key, and which kinds of key it takes there.
USES = {
    "MakeMac": (lambda key, _: MakeMac(key, b"x"), {"TAK", "ZAK"}),
    "VerifyMac": (lambda key, _: VerifyMac(key, b"x", bytes(8)), {"TAK", "ZAK"}),
    "EncryptPin": (lambda key, _: EncryptPin(key, Pin("1234"), PAN), {"TPK", "ZPK"}),
    "TranslatePin from": (lambda key, two: TranslatePin(key, two.zpk, BLOCK, PAN), {"TPK", "ZPK"}),
    "TranslatePin to": (lambda key, two: TranslatePin(two.zpk, key, BLOCK, PAN), {"ZPK"}),
    "VerifyPin": (lambda key, _: VerifyPin(key, BLOCK, PAN, ""), {"TPK", "ZPK"}),
    "MakePinReferenceFromBlock": (lambda key, _: MakePinReferenceFromBlock(key, BLOCK, PAN), {"TPK", "ZPK"}),
    "EncryptTrack": (lambda key, _: EncryptTrack(key, TRACK), {"TDK"}),
    "DecryptTrack": (lambda key, _: DecryptTrack(key, TRACK), {"TDK"}),
    "GenerateWorkingKeys": (lambda key, _: GenerateWorkingKeys(key, "003"), {"TMK"}),
    "ImportWorkingKeys": (lambda key, _: ImportWorkingKeys(key, bytes(40), "003"), {"TMK"}),
    "GenerateZoneKeys": (lambda key, _: GenerateZoneKeys(key), {"ZMK"}),
    "ImportZoneKeys": (lambda key, _: ImportZoneKeys(key, bytes(40)), {"ZMK"}),
    "MakeSignature": (lambda key, _: MakeSignature(key, b"x"), {"WSK"}),
    "VerifySignature": (lambda key, _: VerifySignature(key, b"x", bytes(32)), {"WSK"}),
}


def blocks(two):
    return {
        "TMK": two.acquirer_tmk,
        "ZMK": two.zmk,
        "TPK": two.drawn.tpk,
        "TAK": two.drawn.tak,
        "TDK": two.drawn.tdk,
        "ZPK": two.zpk,
        "ZAK": two.zak,
        "WSK": two.wsk,
    }


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("usage", list(KeyUsage))
def test_a_key_does_what_it_was_made_for_and_nothing_else(two, use, usage):
    command, taken = USES[use]
    reply = ask(two.acquirer, command(blocks(two)[usage], two))
    refused_for_usage = isinstance(reply, HsmRefusal) and reply.reason_code == "key-usage"
    assert refused_for_usage == (usage not in taken)


def test_a_used_key_is_still_refused_elsewhere(two):
    """The store of ready keys must not open a way round the check."""
    for _ in range(3):
        assert ask(two.acquirer, MakeMac(two.drawn.tak, b"x"))
        assert ask(two.acquirer, EncryptPin(two.drawn.tak, Pin("1234"), PAN)).reason_code == "key-usage"
        assert ask(two.acquirer, EncryptPin(two.drawn.tpk, Pin("1234"), PAN))
        assert ask(two.acquirer, MakeMac(two.drawn.tpk, b"x")).reason_code == "key-usage"


def test_every_flipped_bit_of_a_key_block_is_refused_also_after_the_block_was_used(two):
    block = two.drawn.tak
    assert ask(two.acquirer, MakeMac(block, b"x"))
    flips = (
        block[:place] + chr(ord(character) ^ 1 << bit) + block[place + 1 :]
        for place, character in enumerate(block)
        for bit in range(8)
    )
    replies = two.acquirer.perform([MakeMac(flipped, b"x") for flipped in flips])
    assert len(replies) == 8 * len(block)
    assert {reply.reason_code for reply in replies} == {"key-block"}


def test_a_block_of_another_hsm_is_refused(two):
    assert ask(two.acquirer, MakeMac(two.loaded.tak, b"x")).reason_code == "key-block"


@pytest.mark.parametrize("block", ["", "D0128", "é" * 128, "D" * 128])
def test_text_that_is_no_block_is_refused(two, block):
    assert ask(two.acquirer, MakeMac(block, b"x")).reason_code == "key-block"


def test_a_block_of_unknown_kind_is_refused():
    lmk = bytes(range(32))
    vault = Vault(lmk, bytes, PasswordCost())
    foreign = KeyWrapper(lmk).wrap(KeyAttributes("P0", "T", "E", ""), bytes(range(16)), bytes)
    with pytest.raises(KeyUsageError, match="does not know"):
        vault.open(foreign, *KeyUsage)


def test_the_store_of_ready_keys_is_bounded_and_a_forgotten_key_is_opened_again(two, monkeypatch):
    vault = two.acquirer._vault
    monkeypatch.setattr("countertop.hsm.vault.KEPT_KEYS", 2)
    macs = [ask(two.acquirer, MakeMac(block, b"x")) for block in (two.drawn.tak, two.zak)]
    ready = vault.mac_algorithms[two.drawn.tak]
    assert vault.mac_algorithms[two.drawn.tak] is ready
    third = vault.seal(bytes(range(16)), KeyUsage.TAK)
    assert ask(two.acquirer, MakeMac(third, b"x"))
    assert list(vault.mac_algorithms) == [two.zak, third]
    assert [ask(two.acquirer, MakeMac(block, b"x")) for block in (two.drawn.tak, two.zak)] == macs
    assert len(vault.mac_algorithms) == 2


def test_there_is_room_for_the_keys_of_as_many_terminals_as_one_host_serves():
    assert 10_000 <= KEPT_KEYS < 100_000


def test_a_refused_block_takes_no_place_in_the_store(two):
    vault = two.acquirer._vault
    before = list(vault.mac_algorithms)
    ask(two.acquirer, MakeMac(two.drawn.tpk, b"x"))
    ask(two.acquirer, MakeMac("D0128", b"x"))
    assert list(vault.mac_algorithms) == before


def test_randomness_that_repeats_itself_stops_the_hsm():
    vault = Vault(bytes(range(32)), bytes, PasswordCost())
    with pytest.raises(AssertionError, match="repeats"):
        vault.draw(16)
    with pytest.raises(AssertionError):
        Vault(bytes(range(32)), lambda size: bytes(size - 1), PasswordCost()).draw(16)


def test_each_purpose_has_a_key_of_its_own():
    lmk = bytes(range(32))
    vault = Vault(lmk, bytes, PasswordCost())
    for other in (lmk, vault.password_pepper):
        assert aes_cipher(other).encrypt(bytes(16)) != vault.pin_reference_cipher.encrypt(bytes(16))
        assert PanTokens(other).token(PAN, "") != vault.pan_tokens.token(PAN, "")
        assert PanCipher(other).encrypt(PAN, bytes(12)) != vault.pan_cipher.encrypt(PAN, bytes(12))
    assert vault.password_pepper != lmk


def test_nothing_in_the_vault_prints_a_key(two):
    vault = two.acquirer._vault
    opened = vault.open(two.drawn.tpk, KeyUsage.TPK)
    assert two.drawn.tpk not in repr(vault.pin_ciphers)
    for shown in (repr(vault), repr(vault.pin_ciphers), repr(opened), str(opened), f"{opened}"):
        assert opened.clear.hex() not in shown.lower()
        assert repr(opened.clear) not in shown
    with pytest.raises(KeyBlockError):
        vault.open("D", KeyUsage.TPK)
