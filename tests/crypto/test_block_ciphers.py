from countertop.crypto.des import des_cipher
from countertop.crypto.sm4 import sm4_cipher


def test_the_other_direction_is_made_once():
    cipher = des_cipher(bytes(range(8)))
    assert cipher.decrypt is cipher.decrypt
    assert cipher.encrypt is cipher.encrypt


def test_block_sizes():
    assert des_cipher(bytes(range(16))).block_size == 8
    assert sm4_cipher(bytes(range(16))).block_size == 16


def test_a_chain_starts_from_zero_and_goes_on_from_call_to_call():
    cipher = des_cipher(bytes(range(8)))
    chain = cipher.chain()
    first = chain(b"12345678")
    assert first == cipher.encrypt(b"12345678")
    assert chain(first) == cipher.encrypt(bytes(8))
