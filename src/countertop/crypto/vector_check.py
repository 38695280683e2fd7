"""Checks of published vectors: one JSON entry says what goes in, what comes out and what lies between.

An entry is recognised by the names of its `inputs`; its `algorithm` is prose and only tells variants apart. Every
intermediate value an entry gives is checked too, so that a vector that fails says at which step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import des_cipher
from countertop.crypto.errors import CryptoError, VectorError
from countertop.crypto.kcv import check_value
from countertop.crypto.macs import MacKey, RetailMacKey
from countertop.crypto.pin_blocks import decode_format_0, encode_format_0
from countertop.crypto.sm4 import sm4_cipher
from countertop.crypto.tracks import decrypt_track, encrypt_track, segment_of
from countertop.crypto.working_keys import LAYOUTS, build_working_keys, read_working_keys
from countertop.values import Pan, Pin

__all__ = ["check"]

Inputs = Mapping[str, str]
Comparison = tuple[str, str, str]
"""What is compared, what the entry says, what our algorithm gives."""

_PUBLISHED_NAMES: Final = {"TPK": "pik", "TAK": "mak", "TDK": "tdk"}


def check(entry: Mapping[str, Any]) -> None:
    """Recompute one entry with `name`, `algorithm`, `inputs` and `output`.

    Raises VectorError, which names the entry and the step, when the entry does not hold or is none of a known kind.
    """
    name, inputs = entry.get("name", "unnamed"), entry.get("inputs", {})
    known = next((kind for kind in _KINDS if kind in inputs), None)
    if known is None:
        raise VectorError(f"{name}: no check is known for the inputs {', '.join(inputs) or '(none)'}")
    try:
        comparisons = list(_KINDS[known](str(entry["algorithm"]), inputs, entry["output"]))
    except (CryptoError, KeyError, TypeError, ValueError) as fault:
        raise VectorError(f"{name}: the entry cannot be computed ({type(fault).__name__}: {fault})") from fault
    for step, said, computed in comparisons:
        if said != computed:
            raise VectorError(f"{name}: {step} is {computed}, the vector says {said}")


def _cipher(algorithm: str, key: str) -> BlockCipher:
    return (sm4_cipher if "SM4" in algorithm else des_cipher)(bytes.fromhex(key))


def _key(algorithm: str, inputs: Inputs, output: str) -> Iterator[Comparison]:
    cipher = _cipher(algorithm, inputs["key"])
    if "data" in inputs:
        yield "cipher text", output, _hex(cipher.encrypt(bytes.fromhex(inputs["data"])))
    else:
        yield "check value", output, _hex(check_value(cipher))


def _working_keys(_: str, inputs: Inputs, output: Inputs) -> Iterator[Comparison]:
    tmk, field_62 = bytes.fromhex(inputs["tmk"]), bytes.fromhex(inputs["f62"])
    kind = next((kind for kind, layout in LAYOUTS.items() if layout.size == len(field_62)), "unknown")
    keys = read_working_keys(tmk, kind, field_62)
    for name, key in keys.items():
        published = _PUBLISHED_NAMES[name]
        yield published, output[published], _hex(key)
        yield f"{published}_kcv", output[f"{published}_kcv"], _hex(check_value(des_cipher(key)))
    yield "field 62 built again", inputs["f62"], _hex(build_working_keys(tmk, kind, keys))


def _pin_block(algorithm: str, inputs: Inputs, output: str) -> Iterator[Comparison]:
    size = 16 if "SM4" in algorithm else 8
    pin, pan = Pin(inputs["pin"]), Pan(inputs["pan"]) if "pan" in inputs else None
    alone, clear = encode_format_0(pin, None, size), encode_format_0(pin, pan, size)
    card = bytes(left ^ right for left, right in zip(alone, clear, strict=True))
    for step, computed in (("pin_field", alone), ("pan_field", card), ("clear_block", clear)):
        if step in inputs:
            yield step, inputs[step], _hex(computed)
    yield "PIN read back", inputs["pin"], decode_format_0(clear, pan).reveal()
    sent = _cipher(algorithm, inputs["pik"]).encrypt(clear) if "pik" in inputs else clear
    yield "PIN block", output, _hex(sent)


def _mac(algorithm: str, inputs: Inputs, output: str | Inputs) -> Iterator[Comparison]:
    data = bytes.fromhex(inputs["data"])
    if isinstance(output, str):
        if "left half" in algorithm:
            yield "MAC", output, _hex(RetailMacKey(bytes.fromhex(inputs["mak"])).x9_19(data))
        else:
            yield "MAC", output, _hex(MacKey(_cipher(algorithm, inputs["mak"])).x9_9(data))
        return
    cipher = _cipher(algorithm, inputs["mak"])
    key = MacKey(cipher)
    folded = key.fold(data).to_bytes(cipher.block_size, "big")
    text = _hex(folded).encode("ascii")
    first = cipher.encrypt(text[: cipher.block_size])
    between = bytes(left ^ right for left, right in zip(first, text[cipher.block_size :], strict=True))
    steps = {
        "block_xor": folded,
        "first_des": first,
        "first_sm4": first,
        "after_xor": between,
        "second_des": cipher.encrypt(between),
        "second_sm4": cipher.encrypt(between),
    }
    for step, computed in steps.items():
        if step in inputs:
            yield step, inputs[step], _hex(computed)
    mac = key.unionpay_ecb(data)
    yield "f64_hex", output["f64_hex"], _hex(mac)
    yield "f64_ascii", output["f64_ascii"], mac.decode("ascii")


def _track(algorithm: str, inputs: Inputs, output: str) -> Iterator[Comparison]:
    cipher = _cipher(algorithm, inputs["tdk"])
    clear = inputs["track2_clear"] if "track2_clear" in inputs else inputs["track3_clear"]
    sent = encrypt_track(cipher, clear)
    start, end = segment_of(clear, cipher.block_size)
    yield "segment", inputs["segment_clear"], clear[start:end]
    yield "track sent", output, sent
    yield "track read back", clear, decrypt_track(cipher, sent)


def _hex(value: bytes) -> str:
    return value.hex().upper()


# By the input that only entries of this kind have; in this order, because a MAC entry has `data` as a block entry has.
_KINDS: Final[Mapping[str, Callable[[str, Inputs, Any], Iterator[Comparison]]]] = {
    "f62": _working_keys,
    "pin": _pin_block,
    "mak": _mac,
    "tdk": _track,
    "key": _key,
}
