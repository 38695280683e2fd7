"""Track encryption under the terminal's track key, TDK (磁道加密; fields 35 and 36).

Only the discretionary end of a track is encrypted: one cipher block of digits that ends two digits before the track's
end when its length is even, one digit before when it is odd. The cipher text takes the place of the digits as
hexadecimal, so that the field may hold A to F there. A track too short for its block is refused: the one published
way to fill it up makes the sent track longer, and then nobody can tell where the block began.
"""

from __future__ import annotations

import re
from binascii import a2b_hex

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import TrackError

__all__ = ["decrypt_track", "encrypt_track", "segment_of"]

_LONGEST = 104  # track 3, field 36

_is_track = re.compile(f"[0-9D]{{1,{_LONGEST}}}").fullmatch
_is_sent = re.compile(f"[0-9A-F]{{1,{_LONGEST}}}").fullmatch


def encrypt_track(cipher: BlockCipher, track: str) -> str:
    """Return the track as it is sent. `track` has no sentinels; its separator is `D`.

    Raises TrackError for anything but digits and `D`, or for a track shorter than its segment.
    """
    if not _is_track(track):
        raise _no_track()
    start, end = segment_of(track, cipher.block_size)
    sealed = cipher.encrypt(a2b_hex(track[start:end]))
    return track[:start] + sealed.hex().upper() + track[end:]


def decrypt_track(cipher: BlockCipher, sent: str) -> str:
    """Return the clear track. Raises TrackError when it does not open to a track: another key, or an altered field."""
    if not _is_sent(sent):
        raise _no_track()
    start, end = segment_of(sent, cipher.block_size)
    clear = sent[:start] + cipher.decrypt(a2b_hex(sent[start:end])).hex().upper() + sent[end:]
    if not _is_track(clear):
        raise TrackError(
            "the track does not open to digits: compare the check values of the track key on both sides, then sign in"
        )
    return clear


def segment_of(track: str, block_size: int) -> tuple[int, int]:
    """Return where the encrypted digits begin and end. Raises TrackError for a track too short for them."""
    end = len(track) - 1 & -2
    start = end - 2 * block_size
    if start < 0:
        raise TrackError("the track is too short for one cipher block of digits: read the card again")
    return start, end


def _no_track() -> TrackError:
    return TrackError(f"a track has up to {_LONGEST} digits and separators: read the card again")
