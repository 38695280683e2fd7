"""psec, the second implementation our algorithms are compared with, and the draws the comparisons share."""

import warnings

from hypothesis import strategies

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from psec import des, mac, pinblock, tr31

__all__ = ["DES_KEYS", "DOUBLE_KEYS", "LMK", "PANS", "PINS", "QUIET", "des", "mac", "pinblock", "tr31"]

# psec hands two-part keys to its library, which warns at each of them.
QUIET = "ignore::cryptography.utils.CryptographyDeprecationWarning"

LMK = bytes(range(32))

DES_KEYS = strategies.sampled_from([8, 16, 24]).flatmap(lambda size: strategies.binary(min_size=size, max_size=size))
DOUBLE_KEYS = strategies.binary(min_size=16, max_size=16)
PINS = strategies.text("0123456789", min_size=4, max_size=12)
PANS = strategies.text("0123456789", min_size=13, max_size=19)
