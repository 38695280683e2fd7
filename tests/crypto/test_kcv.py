import pytest
from hypothesis import given

from countertop.crypto.des import des_cipher
from countertop.crypto.kcv import check_value
from countertop.crypto.sm4 import sm4_cipher
from tests.crypto import oracle

pytestmark = pytest.mark.filterwarnings(oracle.QUIET)


@given(oracle.DES_KEYS)
def test_des_check_values_agree_with_psec(key):
    assert check_value(des_cipher(key)).hex().upper() == oracle.des.generate_kcv(key, 4).hex().upper()


def test_sm4_check_value():
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    assert check_value(sm4_cipher(key)).hex().upper() == "2677F46B"
