"""The adaptive arithmetic coder of JBIG, the QM-coder: ITU-T T.82, clauses 6.8 and 7.1.

A coder learns for each context how probable the dot is that it expects there. The encoder keeps the whole code as one
integer, so that a carry goes where it must by itself; a decoder sees sixteen bits of it at a time.

A context is what a dot's place says of it, `above`, and the dots that were coded just before it: as many of the lowest
bits as `history` has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["Decoder", "Encoder"]

CONTEXTS: Final = 1024

_WHOLE: Final = 0x10000
_HALF: Final = 0x8000
_PLACES: Final = 16

_TABLE: Final = """
    5a1d:1!:1 2586:14:2 1114:16:3 080b:18:4 03d8:20:5 01da:23:6 00e5:25:7 006f:28:8 0036:30:9 001a:33:10 000d:35:11
    0006:9:12 0003:10:13 0001:12:13 5a7f:15!:15 3f25:36:16 2cf2:38:17 207c:39:18 17b9:40:19 1182:42:20 0cef:43:21
    09a1:45:22 072f:46:23 055c:48:24 0406:49:25 0303:51:26 0240:52:27 01b1:54:28 0144:56:29 00f5:57:30 00b7:59:31
    008a:60:32 0068:62:33 004e:63:34 003b:32:35 002c:33:9 5ae1:37!:37 484c:64:38 3a0d:65:39 2ef1:67:40 261f:68:41
    1f33:69:42 19a8:70:43 1518:72:44 1177:73:45 0e74:74:46 0bfb:75:47 09f8:77:48 0861:78:49 0706:79:50 05cd:48:51
    04de:50:52 040f:50:53 0363:51:54 02d4:52:55 025c:53:56 01f8:54:57 01a4:55:58 0160:56:59 0125:57:60 00f6:58:61
    00cb:59:62 00ab:61:63 008f:61:32 5b12:65!:65 4d04:80:66 412c:81:67 37d8:82:68 2fe8:83:69 293c:84:70 2379:86:71
    1edf:87:72 1aa9:87:73 174e:72:74 1424:72:75 119c:74:76 0f6b:74:77 0d51:75:78 0bb6:77:79 0a40:77:48 5832:80!:81
    4d1c:88:82 438e:89:83 3bdd:90:84 34ee:91:85 2eae:92:86 299a:93:87 2516:86:71 5570:88!:89 4ca9:95:90 44d9:96:91
    3e22:97:92 3824:99:93 32b4:99:94 2e17:93:86 56a8:95!:96 4f46:101:97 47e5:102:98 41cf:103:99 3c3d:104:100
    375e:99:93 5231:105:102 4c0f:106:103 4639:107:104 415e:103:99 5627:105!:106 50e7:108:107 4b85:109:103
    5597:110:109 504f:111:107 5a10:110!:111 5522:112:109 59eb:112!:111
"""
"""Table 24: for each state the share of the less probable dot, the state after it (! where the two change places), and
the state after the more probable one."""


def _learnt() -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return shares, and what follows the less and the more probable dot, by twice the state and the dot expected."""
    shares, after_less, after_more = [], [], []
    for entry in _TABLE.split():
        share, less, more = entry.split(":")
        for expected in (0, 1):
            shares.append(int(share, 16))
            after_less.append(2 * int(less.rstrip("!")) + (expected ^ less.endswith("!")))
            after_more.append(2 * int(more) + expected)
    return tuple(shares), tuple(after_less), tuple(after_more)


_SHARES, _AFTER_LESS, _AFTER_MORE = _learnt()


class Encoder:
    """Takes dots; `code` is what they become."""

    __slots__ = ("_bits", "_code", "_interval", "_states")

    def __init__(self) -> None:
        self._states = [0] * CONTEXTS
        self._interval = _WHOLE
        self._code = 0
        self._bits = _PLACES

    def encode(self, above: Iterable[int], dots: Iterable[int], history: int = 0b11) -> None:
        """Code a row of dots."""
        states, shares = self._states, _SHARES
        interval, code, bits = self._interval, self._code, self._bits
        before = 0
        for place, dot in zip(above, dots, strict=True):
            context = place | before
            before = (before << 1 | dot) & history
            state = states[context]
            share = shares[state]
            interval -= share
            if dot == state & 1:
                if interval >= _HALF:
                    continue
                states[context] = _AFTER_MORE[state]
                is_upper = interval < share
            else:
                states[context] = _AFTER_LESS[state]
                is_upper = interval >= share
            if is_upper:  # the larger part is always that of the more probable dot
                code += interval
                interval = share
            steps = _PLACES - interval.bit_length()
            interval <<= steps
            code <<= steps
            bits += steps
        self._interval, self._code, self._bits = interval, code, bits

    @property
    def code(self) -> bytes:
        """The code so far, without zeroes at its end: of the values that mean these dots one with many of them."""
        end = self._code + self._interval - 1
        code = end & ~(_WHOLE - 1)
        if code < self._code:
            code += _HALF
        code <<= -self._bits % 8
        return code.to_bytes((self._bits + 7) // 8, "big").rstrip(b"\0")


class Decoder:
    """Gives the dots of a code back; behind its end it reads zeroes."""

    __slots__ = ("_at", "_byte", "_code", "_interval", "_left", "_states", "_window")

    def __init__(self, code: bytes) -> None:
        self._states = [0] * CONTEXTS
        self._interval = _WHOLE
        self._window = int.from_bytes(code[:2].ljust(2, b"\0"), "big")
        self._code, self._at = code, 2
        self._byte = self._left = 0

    @property
    def is_spent(self) -> bool:
        """Tell whether no byte is left that says anything; the window was filled from those before."""
        return self._at >= len(self._code)

    def decode(self, above: Sequence[int], history: int = 0b11) -> list[int]:
        """Return a row of dots."""
        states, shares, code = self._states, _SHARES, self._code
        interval, window, at, byte, left = self._interval, self._window, self._at, self._byte, self._left
        dots = []
        before = 0
        for place in above:
            context = place | before
            state = states[context]
            dot = state & 1
            share = shares[state]
            interval -= share
            if window < interval:
                if interval >= _HALF:
                    dots.append(dot)
                    before = (before << 1 | dot) & history
                    continue
                is_less = interval < share
            else:
                is_less = interval >= share
                window -= interval
                interval = share
            if is_less:
                dot ^= 1
                states[context] = _AFTER_LESS[state]
            else:
                states[context] = _AFTER_MORE[state]
            while interval < _HALF:
                if not left:
                    byte, left, at = (code[at] if at < len(code) else 0), 8, at + 1
                left -= 1
                interval <<= 1
                window = window << 1 | (byte >> left & 1)
            dots.append(dot)
            before = (before << 1 | dot) & history
        self._interval, self._window, self._at, self._byte, self._left = interval, window, at, byte, left
        return dots
