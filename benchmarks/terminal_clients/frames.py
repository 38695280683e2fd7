"""A terminal's frames, made as cheaply as they can be, and its answers, checked as cheaply.

PIN block and encrypted track belong to one card and stay the same, so a sale differs from the one before it in STAN and
MAC alone. The first answer is decoded whole; those after it have the same form, or are decoded too. One answer in
`SAMPLE` has its MAC verified.
"""

from __future__ import annotations

from collections import Counter

from benchmarks.rig import (
    EXPIRY,
    HEADER,
    MERCHANT_ID,
    NETWORK_CODE,
    OPERATOR,
    PIN,
    SERVICE_CODE,
    TPDU,
    pan,
)
from countertop.crypto.des import des_cipher
from countertop.crypto.macs import MacKey
from countertop.crypto.pin_blocks import encode_format_0
from countertop.crypto.tracks import encrypt_track
from countertop.crypto.working_keys import read_working_keys
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.values import Pan, Pin, PinBlock, Track2

SAMPLE = 16
_ENVELOPE = 11
_OPENING = 21
_MAC_SIZE = 8
_STAN_SIZE = 3
_RRN_SIZE = 12
_OTHER_DIGITS = str.maketrans("0123456789", "1234567890")


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(2, "big") + payload


def sign_in(terminal_id: str, stan: int) -> bytes:
    """Return the frame of a sign-in (0800)."""
    request = Message(
        "0800",
        tpdu=TPDU,
        header=HEADER,
        stan=f"{stan:06d}",
        terminal_id=terminal_id,
        merchant_id=MERCHANT_ID,
        transaction_info=f"00000000{NETWORK_CODE}",
        reserved_data=f"{OPERATOR:0>3}",
    )
    return frame(UNIONPAY_POS.encode(request))


class Sales:
    """Sales of one signed-in terminal; `place` chooses the card that is swiped there."""

    __slots__ = ("_head", "_mac", "_tail", "mac")

    def __init__(self, terminal_id: str, place: int, tmk: bytes, signed_in: Message) -> None:
        assert signed_in.response_code == "00", f"the sign-in was answered {signed_in.response_code}"
        info = signed_in.transaction_info or ""
        keys = read_working_keys(tmk, NETWORK_CODE, signed_in.extended_data or b"")
        card, tracks = Pan(pan(place)), des_cipher(keys["TDK"])
        track = f"{card.reveal()}D{EXPIRY}{SERVICE_CODE}00000000000"
        pin_block = des_cipher(keys["TPK"]).encrypt(encode_format_0(Pin(PIN), card, 8))
        request = Message(
            "0200",
            tpdu=TPDU,
            header=HEADER,
            processing_code="000000",
            amount="000000001234",
            stan="000000",
            entry_mode="021",
            condition_code="00",
            pin_length="12",
            track2=Track2(encrypt_track(tracks, track)),
            terminal_id=terminal_id,
            merchant_id=MERCHANT_ID,
            terminal_information=f"OP{len(OPERATOR):03d}{OPERATOR}",
            currency="156",
            pin_block=PinBlock(pin_block),
            security_control="2610000000000000",
            transaction_info=f"22{info[2:8]}00020",
        )
        unsealed, _ = UNIONPAY_POS.seal_parts(request)
        at = _place_of(request, stan="000000")
        self._head = (len(unsealed) + _MAC_SIZE).to_bytes(2, "big") + unsealed[:at]
        self._tail = unsealed[at + _STAN_SIZE :]
        self.mac = self._mac = MacKey(des_cipher(keys["TAK"])).unionpay_ecb

    def frame(self, stan: int) -> bytes:
        """Return the frame of the sale with this STAN."""
        unsealed = self._head + bytes.fromhex(f"{stan:06d}") + self._tail
        return unsealed + self._mac(unsealed[2 + _ENVELOPE :])


class Verdicts:
    """What came back, over all terminals: answers by response code, and those that were not right."""

    __slots__ = ("codes", "macs_verified", "rrns", "wrong")

    def __init__(self) -> None:
        self.codes: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.macs_verified = 0
        self.rrns: set[bytes] = set()


class Answers:
    """Checks the answers of one terminal."""

    __slots__ = ("_code_at", "_mac", "_opening", "_rrn_at", "_size", "_stan_at", "_verdicts")

    def __init__(self, sales: Sales, verdicts: Verdicts) -> None:
        self._mac = sales.mac
        self._verdicts = verdicts
        self._opening = b""
        self._size = self._stan_at = self._rrn_at = self._code_at = 0

    def check(self, payload: bytes, stan: int) -> None:
        """Count what an answer to the sale with this STAN is."""
        verdicts = self._verdicts
        if (payload[:_OPENING] != self._opening or len(payload) != self._size) and not self._learn(payload):
            return
        if payload[self._stan_at : self._stan_at + _STAN_SIZE] != bytes.fromhex(f"{stan:06d}"):
            verdicts.wrong["not the answer to the request"] += 1
        rrn = payload[self._rrn_at : self._rrn_at + _RRN_SIZE]
        if rrn in verdicts.rrns:
            verdicts.wrong["reference number given twice"] += 1
        verdicts.rrns.add(rrn)
        if len(verdicts.rrns) % SAMPLE == 1:
            verdicts.macs_verified += 1
            if self._mac(payload[_ENVELOPE:-_MAC_SIZE]) != payload[-_MAC_SIZE:]:
                verdicts.wrong["MAC"] += 1
        verdicts.codes[payload[self._code_at : self._code_at + 2].decode()] += 1

    def _learn(self, payload: bytes) -> bool:
        """Find where an answer of this form has its STAN, reference number and code; count one that lacks them."""
        answer = UNIONPAY_POS.decode(payload)
        if answer.mti != "0210" or not (answer.stan and answer.rrn and answer.response_code):
            self._verdicts.wrong[f"{answer.mti} {answer.response_code} without what an answer to a sale has"] += 1
            return False
        self._opening, self._size = payload[:_OPENING], len(payload)
        self._stan_at = _place_of(answer, stan=answer.stan)
        self._rrn_at = _place_of(answer, rrn=answer.rrn)
        self._code_at = _place_of(answer, response_code=answer.response_code)
        return True


def _place_of(message: Message, **field: str) -> int:
    """Return where a field of digits begins in the message's bytes: where they change when all its digits do."""
    changed = {name: value.translate(_OTHER_DIGITS) for name, value in field.items()}
    mine, other = (UNIONPAY_POS.seal_parts(each)[0] for each in (message, message.copy(**changed)))
    return next(place for place, byte in enumerate(mine) if byte != other[place])
