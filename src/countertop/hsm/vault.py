"""The inside of the HSM: the local master key, what is derived from it, and the keys that are ready for use.

The vault keeps no keys of its own: each arrives as a key block with its command. Opening a block costs a few hundred
times what using its key costs, so opened keys are kept, in one bounded store for each way of use. A block enters a
store only when its usage allows that use, which makes the usage check cost nothing afterwards.

A vault is for one thread at a time: the contexts of its ciphers go on from message to message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeVar

from countertop.crypto.aes import aes_cipher, derive
from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import is_weak, with_odd_parity
from countertop.crypto.key_blocks import KeyAttributes, KeyWrapper
from countertop.crypto.macs import MacKey, RetailMacKey
from countertop.crypto.tokens import DataCipher, PanCipher, PanTokens
from countertop.hsm.errors import KeyUsageError
from countertop.hsm.usages import CIPHERS, KeyUsage, attributes_for, usage_of

__all__ = ["CHEAPEST_PASSWORDS", "KEPT_KEYS", "KeptKeys", "MacAlgorithms", "OpenedKey", "PasswordCost", "Vault"]

KEPT_KEYS: Final = 32_768  # in each store, about 1.2 KB a key: the working keys of as many terminals

MacAlgorithms = Mapping[str | None, Callable[[bytes], bytes]]

Ready = TypeVar("Ready")


class PasswordCost(NamedTuple):
    """What argon2id spends on one password (RFC 9106): memory in KiB, passes, lanes."""

    memory: int = 19_456
    passes: int = 2
    lanes: int = 1


CHEAPEST_PASSWORDS: Final = PasswordCost(memory=8, passes=1, lanes=1)


class OpenedKey(NamedTuple):
    """A key out of its block."""

    usage: KeyUsage
    attributes: KeyAttributes
    clear: bytes

    def __repr__(self) -> str:
        return f"OpenedKey({self.usage})"


class KeptKeys(dict[str, Ready]):
    """What is ready for one way of use, by key block: opened when first asked for; once full, the oldest goes out."""

    __slots__ = ("_open",)

    def __init__(self, ready: Callable[[str], Ready]) -> None:
        """Take what opens a block and makes its key ready; it raises for a block that may not be used so."""
        super().__init__()
        self._open = ready

    def __missing__(self, block: str) -> Ready:
        ready = self._open(block)
        if len(self) >= KEPT_KEYS:
            del self[next(iter(self))]
        self[block] = ready
        return ready

    def __repr__(self) -> str:
        return f"KeptKeys(<{len(self)}>)"


class Vault:
    """Keys ready for use, under one local master key of 32 bytes."""

    def __init__(self, lmk: bytes, entropy: Callable[[int], bytes], password_cost: PasswordCost) -> None:
        self._wrapper = KeyWrapper(lmk)
        self.entropy = entropy
        self.password_cost = password_cost
        self.pin_reference_cipher = aes_cipher(derive(lmk, b"countertop: PIN references"))
        self.pan_tokens = PanTokens(derive(lmk, b"countertop: card number tokens"))
        self.pan_cipher = PanCipher(derive(lmk, b"countertop: card numbers at rest"))
        self.data_cipher = DataCipher(derive(lmk, b"countertop: other data at rest"))
        self.password_pepper = derive(lmk, b"countertop: passwords")
        self.text_token_key = derive(lmk, b"countertop: tokens of other texts")
        self.pin_ciphers = KeptKeys(self._pin_cipher)
        self.zone_pin_ciphers = KeptKeys(self._zone_pin_cipher)
        self.track_ciphers = KeptKeys(self._track_cipher)
        self.signing_keys = KeptKeys(self._signing_key)
        self.mac_algorithms = KeptKeys(self._mac_algorithms)

    def __repr__(self) -> str:
        return "Vault()"

    def open(self, block: str, *usages: KeyUsage) -> OpenedKey:
        """Take a key out of its block.

        Raises KeyBlockError for an altered block, KeyUsageError for a key of none of these usages.
        """
        attributes, clear = self._wrapper.unwrap(block)
        usage = usage_of(attributes)
        if usage is None:
            raise KeyUsageError("the key block holds a kind of key that this HSM does not know; form the key again")
        if usage not in usages:
            raise KeyUsageError(f"a {usage} cannot be used here: the command takes a {' or '.join(usages)}")
        return OpenedKey(usage, attributes, clear)

    def seal(self, clear: bytes, usage: KeyUsage, *, sm4: bool = False) -> str:
        """Return the block of a key; raises KeyLengthError for a length the usage does not have."""
        return self._wrapper.wrap(attributes_for(usage, len(clear), sm4=sm4), clear, self.entropy)

    def draw(self, size: int, *, sm4: bool = False) -> bytes:
        """Return a new random key, with odd parity for DES."""
        drawn = self.entropy(size)
        assert len(drawn) == size
        assert not is_weak(drawn), "the source of randomness repeats itself"
        return drawn if sm4 else with_odd_parity(drawn)

    def _pin_cipher(self, block: str) -> BlockCipher:
        return _cipher(self.open(block, KeyUsage.TPK, KeyUsage.ZPK))

    def _zone_pin_cipher(self, block: str) -> BlockCipher:
        return _cipher(self.open(block, KeyUsage.ZPK))

    def _track_cipher(self, block: str) -> BlockCipher:
        return _cipher(self.open(block, KeyUsage.TDK))

    def _signing_key(self, block: str) -> bytes:
        return self.open(block, KeyUsage.WSK).clear

    def _mac_algorithms(self, block: str) -> MacAlgorithms:
        opened = self.open(block, KeyUsage.TAK, KeyUsage.ZAK)
        if opened.usage is KeyUsage.ZAK:
            retail = RetailMacKey(opened.clear)
            return {None: retail.x9_19_text, "x9.19": retail.x9_19_text, "x9.19-binary": retail.x9_19}
        key = MacKey(_cipher(opened))
        algorithms: dict[str | None, Callable[[bytes], bytes]] = {
            None: key.unionpay_ecb,
            "unionpay-ecb": key.unionpay_ecb,
        }
        if opened.attributes.algorithm == "D":
            algorithms["x9.9"] = key.x9_9
        return algorithms


def _cipher(opened: OpenedKey) -> BlockCipher:
    return CIPHERS[opened.attributes.algorithm](opened.clear)
