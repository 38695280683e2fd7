"""A block cipher under one key, its contexts kept.

Making an OpenSSL context costs ten times what a block costs, so a context is made once for a key and then used for
every message under that key (ECB has no state between blocks). Whoever keeps a key keeps its `BlockCipher`.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, CipherAlgorithm, modes

__all__ = ["BlockCipher"]

Transform = Callable[[bytes], bytes]

_SINGLE_BLOCKS = modes.ECB()  # noqa: S305 - PIN blocks, working keys and MACs are defined over single blocks


class BlockCipher:
    """A cipher of `block_size` bytes under one key.

    `encrypt` and `decrypt` (ECB) take whole blocks and nothing else: a part of a block would stay in the kept context
    and spoil every later answer, so callers check the length of what comes from outside before they call.
    """

    __slots__ = ("_algorithm", "_decrypt", "block_size", "encrypt")

    def __init__(self, algorithm: CipherAlgorithm) -> None:
        assert isinstance(algorithm, BlockCipherAlgorithm)
        self._algorithm = algorithm
        self._decrypt: Transform | None = None
        self.block_size = algorithm.block_size // 8
        self.encrypt: Transform = Cipher(algorithm, _SINGLE_BLOCKS).encryptor().update

    @property
    def decrypt(self) -> Transform:
        """The other direction; its context is made at first use, because MAC keys never need one."""
        kept = self._decrypt
        if kept is None:
            kept = self._decrypt = Cipher(self._algorithm, _SINGLE_BLOCKS).decryptor().update
        return kept

    def chain(self) -> Transform:
        """Return a new CBC encryption that starts from a zero block and goes on from call to call."""
        return Cipher(self._algorithm, modes.CBC(bytes(self.block_size))).encryptor().update
