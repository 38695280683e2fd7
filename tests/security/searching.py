"""Looking for secrets in files and in what programs have said, in every form in which they might have been written.

Bytes are looked at as they are, as hexadecimal digits (packed digits at either nibble), and without NULs (UTF-16).
Card numbers that nobody named are known by their check digit only, so a database is asked for its values one by one:
as bytes, the end of one column and the beginning of the next may look like a number that is nowhere.
"""

import base64
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from countertop.demo import TEST_BINS
from countertop.values.cards import luhn_digit

_CARD_NUMBERS = re.compile(rb"(?=((?:%s)[0-9]{10,13}))" % b"|".join(map(str.encode, TEST_BINS)))
_DATABASE = b"SQLite format 3\0"
_BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")


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
        yield from self.named(data)
        yield from unnamed(data)

    def named(self, data):
        """Yield the name of every secret that is in the data."""
        _, nibbles, plain = _views(data)
        for name, forms in self._raw.items():
            if any(form in data for form in forms):
                yield name
        for view, needles in ((nibbles, self._nibbles), (plain, self._plain)):
            yield from (name for name, needle in needles.items() if needle in view)


def unnamed(data):
    """Yield the forms of card numbers that are in the data, whoever's they are."""
    for view in _views(data):
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
        for name in _found_in(needles, path)
        if (path, name) not in apart
    ]


def _found_in(needles, path):
    data = path.read_bytes()
    if not data.strip(b"\0"):
        return  # room that is held for later: megabytes, and nothing in them
    yield from needles.named(data)
    if path.name.endswith(_BESIDE_A_DATABASE):
        return  # what they hold is among the values of their database
    for value in _values(path) if data.startswith(_DATABASE) else [data]:
        yield from unnamed(value)


def _values(path):
    """Yield every value of every table of a database, in the bytes that it is kept in."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        for (table,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in store.execute(f'SELECT * FROM "{table}"'):
                yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)


def _views(data):
    return data, data.hex().encode(), data.replace(b"\0", b"")


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
