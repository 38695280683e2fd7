import pytest

from countertop.crypto.des import des_cipher
from countertop.crypto.macs import MacKey, RetailMacKey
from countertop.hsm import FormKey, HsmRefusal, MakeMac, VerifyMac
from countertop.hsm.components import component_of
from tests.hsm.two_hsms import TwoHsms, ask, new_hsm

MESSAGE = bytes.fromhex("0200302004C020C09811") + b"sale" * 30


def form(hsm, key, usage):
    part = bytes(range(1, len(key) + 1))
    other = bytes(left ^ right for left, right in zip(key, part, strict=True))
    return ask(hsm, FormKey((component_of(part), component_of(other)), usage)).block


def test_a_mac_of_one_side_is_verified_by_the_other(two):
    mac = ask(two.terminal, MakeMac(two.loaded.tak, MESSAGE))
    assert len(mac) == 8
    assert ask(two.acquirer, VerifyMac(two.drawn.tak, MESSAGE, mac)) is True


def test_every_flipped_bit_of_message_and_mac_is_refused(two):
    mac = ask(two.terminal, MakeMac(two.loaded.tak, MESSAGE))
    whole = MESSAGE + mac
    for place in range(len(whole)):
        for bit in range(8):
            flipped = whole[:place] + bytes((whole[place] ^ 1 << bit,)) + whole[place + 1 :]
            assert ask(two.acquirer, VerifyMac(two.drawn.tak, flipped[:-8], flipped[-8:])) is False


@pytest.mark.parametrize("mac", [b"", b"1234567", b"123456789", bytes(8)])
def test_a_mac_of_another_length_is_false(two, mac):
    assert ask(two.acquirer, VerifyMac(two.drawn.tak, MESSAGE, mac)) is False


def test_the_mac_of_another_terminal_is_false(two):
    other = TwoHsms(seed=50)
    mac = ask(other.terminal, MakeMac(other.loaded.tak, MESSAGE))
    assert ask(two.acquirer, VerifyMac(two.drawn.tak, MESSAGE, mac)) is False


def test_each_algorithm_is_the_published_one():
    hsm = new_hsm(7)
    single, double = bytes.fromhex("DAB36167E6DFB5EF"), bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    one, two_part, zone = form(hsm, single, "TAK"), form(hsm, double, "TAK"), form(hsm, double, "ZAK")
    single_key, double_key, retail = MacKey(des_cipher(single)), MacKey(des_cipher(double)), RetailMacKey(double)
    assert hsm.perform(
        [
            MakeMac(one, MESSAGE),
            MakeMac(one, MESSAGE, "unionpay-ecb"),
            MakeMac(one, MESSAGE, "x9.9"),
            MakeMac(two_part, MESSAGE),
            MakeMac(zone, MESSAGE),
            MakeMac(zone, MESSAGE, "x9.19"),
            MakeMac(zone, MESSAGE, "x9.19-binary"),
        ]
    ) == [
        single_key.unionpay_ecb(MESSAGE),
        single_key.unionpay_ecb(MESSAGE),
        single_key.x9_9(MESSAGE),
        double_key.unionpay_ecb(MESSAGE),
        retail.x9_19_text(MESSAGE),
        retail.x9_19_text(MESSAGE),
        retail.x9_19(MESSAGE),
    ]


def test_sm4_keys_make_sm4_macs():
    sm4 = TwoHsms(seed=30, kind="005")
    mac = ask(sm4.terminal, MakeMac(sm4.loaded.tak, MESSAGE))
    assert ask(sm4.acquirer, VerifyMac(sm4.drawn.tak, MESSAGE, mac)) is True
    assert ask(sm4.acquirer, MakeMac(sm4.drawn.tak, MESSAGE, "x9.9")).reason_code == "mac-algorithm"


@pytest.mark.parametrize(
    ("key", "algorithm"), [("tak", "x9.19"), ("tak", "none"), ("zak", "unionpay-ecb"), ("zak", "")]
)
def test_an_algorithm_the_key_does_not_have_is_refused(two, key, algorithm):
    block = two.drawn.tak if key == "tak" else two.zak
    for command in (MakeMac(block, MESSAGE, algorithm), VerifyMac(block, MESSAGE, bytes(8), algorithm)):
        refusal = ask(two.acquirer, command)
        assert isinstance(refusal, HsmRefusal)
        assert refusal.reason_code == "mac-algorithm"


def test_nothing_to_authenticate_is_refused(two):
    assert ask(two.acquirer, MakeMac(two.drawn.tak, b"")).reason_code == "mac-data"
    assert not ask(two.acquirer, VerifyMac(two.drawn.tak, b"", bytes(8)))
