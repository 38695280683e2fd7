import random

import pytest

from countertop.hsm import CHEAPEST_PASSWORDS, HashPassword, PasswordCost, SoftwareHsm, VerifyPassword
from countertop.values import Secret
from tests.hsm.two_hsms import ask, new_hsm

PASSWORD = Secret("0000")


def test_the_right_password_is_true_and_others_are_false():
    hsm = new_hsm(1)
    stored = ask(hsm, HashPassword(PASSWORD))
    assert ask(hsm, VerifyPassword(stored, PASSWORD)) is True
    for other in ("0001", "", "00000", "０000"):
        assert ask(hsm, VerifyPassword(stored, Secret(other))) is False


def test_it_is_salted_argon2id_at_the_cost_the_hsm_was_given():
    hsm = new_hsm(1)
    one, other = hsm.perform([HashPassword(PASSWORD), HashPassword(PASSWORD)])
    assert one != other
    assert one.startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_the_cost_of_a_real_store_is_at_least_19_mebibytes_and_two_passes():
    assert PasswordCost() >= PasswordCost(memory=19 * 1024, passes=2, lanes=1)
    entropy = random.Random(1).randbytes
    hsm = SoftwareHsm(entropy(32), entropy)
    stored = ask(hsm, HashPassword(PASSWORD))
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert ask(hsm, VerifyPassword(stored, PASSWORD)) is True


def test_a_hash_of_another_cost_is_still_verified():
    entropy = random.Random(1).randbytes
    lmk = entropy(32)
    cheap, dearer = (SoftwareHsm(lmk, entropy, cost) for cost in (CHEAPEST_PASSWORDS, PasswordCost(64, 2, 1)))
    assert ask(dearer, VerifyPassword(ask(cheap, HashPassword(PASSWORD)), PASSWORD)) is True


def test_a_stolen_hash_cannot_be_tried_without_the_hsm():
    """Four digits are ten thousand tries; the HSM's secret in the hash is what makes them useless."""
    assert ask(new_hsm(2), VerifyPassword(ask(new_hsm(1), HashPassword(PASSWORD)), PASSWORD)) is False


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$", "é"])
def test_a_hash_that_is_none_is_refused(stored):
    refusal = ask(new_hsm(1), VerifyPassword(stored, PASSWORD))
    assert refusal.reason_code == "password-hash"
    assert not refusal
