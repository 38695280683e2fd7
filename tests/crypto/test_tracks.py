import pytest
from hypothesis import given, strategies

from countertop.crypto.des import des_cipher
from countertop.crypto.errors import TrackError
from countertop.crypto.sm4 import sm4_cipher
from countertop.crypto.tracks import decrypt_track, encrypt_track, segment_of
from tests.crypto import oracle

TDK = des_cipher(bytes.fromhex("2315208C9110AD4040EA570A4F7FB3CE"))
TRACKS = strategies.text("0123456789D", min_size=34, max_size=104)


@given(oracle.DOUBLE_KEYS, TRACKS, strategies.sampled_from([des_cipher, sm4_cipher]))
def test_a_track_comes_back_and_only_its_segment_changes(key, track, cipher_of):
    cipher = cipher_of(key)
    sent = encrypt_track(cipher, track)
    start, end = segment_of(track, cipher.block_size)
    assert (sent[:start], sent[end:]) == (track[:start], track[end:])
    assert sent[start:end] == cipher.encrypt(bytes.fromhex(track[start:end])).hex().upper()
    assert decrypt_track(cipher, sent) == track


@pytest.mark.parametrize(("length", "expected"), [(37, (20, 36)), (36, (18, 34)), (104, (86, 102)), (18, (0, 16))])
def test_the_segment_ends_two_digits_before_an_even_end_and_one_before_an_odd(length, expected):
    assert segment_of("0" * length, 8) == expected


@pytest.mark.parametrize(
    "track", ["", "D", "1" * 16, "1" * 105, "1" * 36 + "=", "1" * 36 + "F", "１" * 37, "1" * 36 + "a"]
)
def test_tracks_that_are_none_are_refused(track):
    with pytest.raises(TrackError):
        encrypt_track(TDK, track)


@pytest.mark.parametrize("sent", ["", "1" * 16, "1" * 105, "1" * 36 + "G", "1" * 36 + "a", " " * 37])
def test_sent_tracks_that_are_none_are_refused(sent):
    with pytest.raises(TrackError):
        decrypt_track(TDK, sent)


def test_a_track_under_another_key_is_refused_when_it_opens_to_no_digits():
    sent = encrypt_track(TDK, "6225000000000014D15112010000000000000")
    with pytest.raises(TrackError) as refused:
        decrypt_track(des_cipher(bytes(range(16))), sent)
    assert "6225" not in str(refused.value)
