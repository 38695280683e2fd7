"""The messages of the hostile terminal: any field it likes, in the dialect of the specification (3.4 to 3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from countertop.iso8583 import Message
from countertop.values import Pan, PinBlock, Track2

__all__ = ["Counter", "people"]

TPDU: Final = bytes.fromhex("6000030000")
HEADER: Final = "603100310001"
CURRENCY: Final = "156"


@dataclass(slots=True)
class Counter:
    """Where a terminal claims to stand: its id and merchant, and the batch it works in."""

    terminal_id: str
    merchant_id: str
    batch_number: str = "000000"

    def sign_in(self, stan: str) -> Message:
        """Build a sign-in for all three working keys."""
        return self._message(
            "0800",
            stan=stan,
            transaction_info=f"00{self.batch_number}004",
            extended_data=f"Sequence No123060{self.terminal_id}".encode("ascii"),
            reserved_data="001",
        )

    def sale(self, stan: str, amount: int, track2: Track2, pin_block: PinBlock, *, fallback: bool) -> Message:
        """Build a sale by stripe with a PIN, its track encrypted."""
        return self._message(
            "0200",
            processing_code="000000",
            amount=f"{amount:012}",
            stan=stan,
            entry_mode="021",
            condition_code="00",
            pin_length="12",
            track2=track2,
            terminal_information=people("01", None),
            currency=CURRENCY,
            pin_block=pin_block,
            security_control="2610000000000000",
            transaction_info=f"22{self.batch_number}0002{'2' if fallback else '0'}",
        )

    def void(
        self, stan: str, original_stan: str, amount: int, pan: Pan, rrn: str, approval_code: str, supervisor: str | None
    ) -> Message:
        """Build a void by the number on a slip."""
        return self._message(
            "0200",
            pan=pan,
            processing_code="200000",
            amount=f"{amount:012}",
            stan=stan,
            entry_mode="012",
            condition_code="00",
            rrn=rrn,
            approval_code=approval_code,
            terminal_information=people("01", supervisor),
            currency=CURRENCY,
            transaction_info=f"23{self.batch_number}00020",
            original_info=f"{self.batch_number}{original_stan}",
        )

    def reversal(self, stan: str, amount: int, pan: Pan | None = None) -> Message:
        """Build the reversal of a sale, or of a void when the card number is given."""
        return self._message(
            "0400",
            pan=pan,
            processing_code="000000" if pan is None else "200000",
            amount=f"{amount:012}",
            stan=stan,
            entry_mode="021" if pan is None else "012",
            condition_code="00",
            response_code="98",
            currency=CURRENCY,
            transaction_info=f"{'22' if pan is None else '23'}{self.batch_number}00020",
        )

    def totals(self, stan: str) -> Message:
        """Build the settlement of a batch in which there is nothing."""
        return self._message(
            "0500",
            stan=stan,
            private_data="0" * 62,
            currency=CURRENCY,
            transaction_info=f"00{self.batch_number}201",
            reserved_data="001",
        )

    def end(self, stan: str, code: str) -> Message:
        """Build the end of a batch of which no details were sent: 207 balanced, 202 not."""
        return self._message("0320", stan=stan, private_data="0000", transaction_info=f"00{self.batch_number}{code}")

    def _message(self, mti: str, **fields: Any) -> Message:
        return Message(
            mti, tpdu=TPDU, header=HEADER, terminal_id=self.terminal_id, merchant_id=self.merchant_id, **fields
        )


def people(operator: str, supervisor: str | None) -> str:
    """Build F46: who worked, and who approved."""
    return f"OP{len(operator):03}{operator}" + ("" if supervisor is None else f"SV{len(supervisor):03}{supervisor}")
