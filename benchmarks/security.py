"""One financial message's worth of security, ours beside psec: verify the MAC, translate the PIN, make a MAC.

Both sides start from the same keys and the same 277-byte message and must give the same bytes. The two are timed in
turns within one run and the medians compared, because figures of one machine drift while their ratio does not. psec is
given clear keys and does the same steps as its users write them: UnionPay ECB from its DES, its ISO format 0 blocks. It
makes a cipher context for each block, and on this version of its library each of them also costs a warning. The bounds
printed last are the DES blocks in OpenSSL with kept contexts, nothing around them: six for the three commands, and for
the interbank MAC a chain and one block more. Single DES costs what triple DES does, because the library has no other.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

from psec import des as psec_des
from psec import pinblock as psec_pinblock
from psec import tools as psec_tools

from countertop.crypto.des import des_cipher
from countertop.crypto.working_keys import build_working_keys
from countertop.hsm import (
    CHEAPEST_PASSWORDS,
    FormKey,
    ImportWorkingKeys,
    MakeMac,
    ProtectPan,
    SoftwareHsm,
    TranslatePin,
    VerifyMac,
)
from countertop.hsm.components import component_of
from countertop.values import Pan, PinBlock

ROUNDS = 15
REPEATS = 1_000

PAN = "6225000000000014"
MESSAGE = bytes(range(256)) + bytes(21)
TMK, TPK, TAK, ZPK, ZAK = (os.urandom(size) for size in (16, 16, 8, 16, 16))


def psec_unionpay_mac(key: bytes, data: bytes) -> bytes:
    folded = bytes(8)
    for start in range(0, len(data), 8):
        folded = psec_tools.xor(folded, data[start : start + 8].ljust(8, b"\0"))
    text = folded.hex().upper().encode()
    first = psec_des.encrypt_tdes_ecb(key, text[:8])
    return psec_des.encrypt_tdes_ecb(key, psec_tools.xor(first, text[8:])).hex().upper()[:8].encode()


def with_psec(pin_block: bytes, mac: bytes) -> tuple[bytes, bytes]:
    assert psec_unionpay_mac(TAK, MESSAGE) == mac
    pin = psec_pinblock.decode_pinblock_iso_0(psec_des.decrypt_tdes_ecb(TPK, pin_block), PAN)
    translated = psec_des.encrypt_tdes_ecb(ZPK, psec_pinblock.encode_pinblock_iso_0(pin, PAN))
    return translated, psec_unionpay_mac(TAK, MESSAGE)


def medians(candidates: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return microseconds a call, each candidate timed in turn in every round."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, run in candidates.items():
            begun = time.perf_counter_ns()
            for _ in range(REPEATS):
                run()
            times[name].append((time.perf_counter_ns() - begun) / REPEATS / 1_000)
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    hsm = SoftwareHsm(os.urandom(32), os.urandom, CHEAPEST_PASSWORDS)

    def form(key: bytes, usage: str) -> str:
        part = os.urandom(len(key))
        other = bytes(left ^ right for left, right in zip(key, part, strict=True))
        (formed,) = hsm.perform((FormKey((component_of(part), component_of(other)), usage),))
        return str(formed.block)

    field_62 = build_working_keys(TMK, "003", {"TPK": TPK, "TAK": TAK})
    (keys,) = hsm.perform((ImportWorkingKeys(form(TMK, "TMK"), field_62, "003"),))
    zpk, zak = form(ZPK, "ZPK"), form(ZAK, "ZAK")
    block = psec_des.encrypt_tdes_ecb(TPK, psec_pinblock.encode_pinblock_iso_0("123456", PAN))
    mac = psec_unionpay_mac(TAK, MESSAGE)

    def with_countertop() -> tuple[bytes, bytes]:
        commands = (
            VerifyMac(keys.tak, MESSAGE, mac),
            TranslatePin(keys.tpk, zpk, PinBlock(block), Pan(PAN)),
            MakeMac(keys.tak, MESSAGE),
        )
        verified, translated, made = hsm.perform(commands)
        assert verified
        return translated.reveal(), made

    assert with_countertop() == with_psec(block, mac)
    encrypt = des_cipher(TPK).encrypt

    chain = des_cipher(ZAK[:8]).chain()

    def six_blocks() -> None:
        for _ in range(6):
            encrypt(block)

    def thirteen_blocks() -> None:
        chain(MESSAGE[:96])
        encrypt(block)

    figures = medians(
        {
            "verify MAC, translate PIN, make MAC: countertop": with_countertop,
            "verify MAC, translate PIN, make MAC: psec": lambda: with_psec(block, mac),
            "verify MAC alone": lambda: hsm.perform((VerifyMac(keys.tak, MESSAGE, mac),)),
            "translate PIN alone": lambda: hsm.perform((TranslatePin(keys.tpk, zpk, PinBlock(block), Pan(PAN)),)),
            "interbank MAC (X9.19, 104 bytes)": lambda: hsm.perform((MakeMac(zak, MESSAGE[:104]),)),
            "protect a card number": lambda: hsm.perform((ProtectPan(Pan(PAN)),)),
            "bound: six DES blocks": six_blocks,
            "bound: the interbank MAC's thirteen": thirteen_blocks,
        }
    )
    for name, microseconds in figures.items():
        print(f"{name:50} {microseconds:8.2f} us")
    ours, theirs = list(figures.values())[:2]
    print(f"{'psec : countertop':50} {theirs / ours:8.1f} times")


if __name__ == "__main__":
    main()
