"""Tracks: as the terminal's reader gives them, and encrypted under a track key."""

from countertop.card import StripeRead
from countertop.crypto.des import des_cipher
from countertop.crypto.errors import TrackError
from countertop.crypto.sm4 import sm4_cipher
from countertop.crypto.tracks import decrypt_track, encrypt_track
from countertop.terminal.card_entry import Card, card_of
from countertop.values import Track2, Track3
from tests.iso8583.published import MESSAGES

CIPHERS = (des_cipher(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")), sm4_cipher(bytes(range(16))))
SEEDS = (
    *(each["fields"][field].encode() for each in MESSAGES for field in ("35", "36") if field in each["fields"]),
    b"6225000000000014D35121200000000000000",
    "６２２５000000000014D3512120".encode(),
)


def one(data):
    text = data.decode("utf-8", "surrogateescape")
    card = card_of(StripeRead(Track2(text), Track3(text)))
    if isinstance(card, Card):
        assert text.isascii()
        assert text.startswith(card.pan.reveal())
        assert len(card.track2.expiry) == 4
        assert isinstance(card.has_chip, bool)
    for secret in (Track2(text), Track3(text), Track2(text).pan):
        secret.masked()
    for cipher in CIPHERS:
        try:
            sent = encrypt_track(cipher, text)
            assert decrypt_track(cipher, sent) == text
            decrypt_track(cipher, text)
        except TrackError:
            continue
