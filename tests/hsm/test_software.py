import pytest

from countertop.crypto.errors import KeyLengthError
from countertop.hsm import Command, HsmRefusal, KeyUsage, MakeMac, ProductionError, SoftwareHsm, VerifyMac
from countertop.hsm.vault import Vault
from tests.hsm.two_hsms import new_hsm


def test_it_does_not_start_for_production():
    with pytest.raises(ProductionError, match="production"):
        SoftwareHsm(bytes(range(32)), bytes, production=True)


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_the_master_key_has_32_bytes(size):
    with pytest.raises(KeyLengthError):
        SoftwareHsm(bytes(size), bytes)


def test_replies_come_in_order_and_a_refusal_stops_nothing(two):
    mac, refused, verified = two.acquirer.perform(
        (
            MakeMac(two.drawn.tak, b"x"),
            MakeMac(two.drawn.tpk, b"x"),
            VerifyMac(two.drawn.tak, b"x", b"wrong"),
        )
    )
    assert len(mac) == 8
    assert isinstance(refused, HsmRefusal)
    assert verified is False
    assert two.acquirer.perform(()) == []


def test_an_unknown_command_is_refused(two):
    class Explode(Command):
        __slots__ = ()

    (refusal,) = two.acquirer.perform((Explode(),))
    assert refusal.reason_code == "unknown-command"
    assert "Explode" in refusal.message


def test_a_fault_inside_the_hsm_is_not_taken_for_an_unknown_command(two, monkeypatch):
    def broken(_vault, _command):
        raise KeyError("fault")

    monkeypatch.setitem(SoftwareHsm.perform.__globals__["_COMMANDS"], MakeMac, broken)
    with pytest.raises(KeyError, match="fault"):
        two.acquirer.perform((MakeMac(two.drawn.tak, b"x"),))


def test_two_hsms_of_one_master_key_understand_each_others_blocks():
    """Nothing but the master key is needed: a party that starts again goes on with the key blocks of its store."""
    lmk = bytes(range(32))
    one, other = (SoftwareHsm(lmk, new_hsm(seed)._vault.entropy) for seed in (1, 2))
    block = one._vault.seal(bytes(range(1, 9)), KeyUsage.TAK)
    (mac,) = one.perform((MakeMac(block, b"x"),))
    assert other.perform((VerifyMac(block, b"x", mac),)) == [True]


def test_it_prints_no_key():
    hsm = SoftwareHsm(bytes(range(32)), bytes)
    assert repr(bytes(range(32)))[2:-1] not in repr(hsm) + repr(hsm._vault)
    assert isinstance(hsm._vault, Vault)
    assert not hasattr(hsm, "__dict__")
