"""Looking for secrets in files and in what programs have said, in every form in which they might have been written.

Bytes are looked at as they are, as hexadecimal digits (packed digits at either nibble), and without NULs (UTF-16).
"""

import base64
import re
from pathlib import Path

from countertop.demo import TEST_BINS
from countertop.values.cards import luhn_digit

_CARD_NUMBERS = re.compile(rb"(?=((?:%s)[0-9]{10,13}))" % b"|".join(map(str.encode, TEST_BINS)))


class Needles:
    """Secrets by name, each in all its forms; `text` secrets are digits, perhaps with a separator."""

    def __init__(self, text=(), binary=()):
        self._raw, self._nibbles, self._plain = {}, {}, {}
        for name, secret in dict(text).items():
            digits = secret.encode()
            packed = bytes.fromhex(secret if len(secret) % 2 == 0 else secret + "F")
            self._plain[name] = digits
            self._nibbles[name] = digits.lower()
            self._raw[name] = (digits, digits.replace(b"D", b"="), *_printed(digits), *_in_base64(packed))
        for name, secret in dict(binary).items():
            self._raw[name] = (secret, *_printed(secret))

    def found(self, data):
        """Yield the name of every secret that is in the data, and the names of forms of card numbers in it."""
        nibbles, plain = data.hex().encode(), data.replace(b"\0", b"")
        for name, forms in self._raw.items():
            if any(form in data for form in forms):
                yield name
        for view, needles in ((nibbles, self._nibbles), (plain, self._plain)):
            yield from (name for name, needle in needles.items() if needle in view)
        for view in (data, nibbles, plain):
            yield from (f"a card number under {number[:6]}" for number in _card_numbers(view))


def files_under(*places):
    """Yield every file under some directories."""
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.is_file():
                yield path


def found_in_files(needles, *places, apart=()):
    """Return what is found where; `apart` are pairs of a file and the name of the secret that belongs there."""
    return [
        (path.name, name)
        for path in files_under(*places)
        for name in needles.found(path.read_bytes())
        if (path, name) not in apart
    ]


def _printed(secret):
    return (secret.hex().encode(), secret.hex().upper().encode(), *_in_base64(secret))


def _in_base64(secret):
    """Return what base64 makes of the bytes at each of the three places, less what their neighbours change."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + secret)
        first, spare = (0, 2, 3)[before], (before + len(secret)) % 3
        last = len(whole) - (4 if spare else 0)
        yield whole[first:last]
        yield whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def _card_numbers(view):
    for match in _CARD_NUMBERS.finditer(view):
        digits = match[1].decode()
        for length in range(16, len(digits) + 1):
            if luhn_digit(digits[: length - 1]) == digits[length - 1]:
                yield digits
