"""What can be wrong with a scan, a code or a message; each names the part at fault and never repeats its content.

QrError
├── ScanError     scans.py: what a scanner sent cannot be the text of a code
├── CodeError     merchant_codes.py, customer_codes.py: a code that breaks its format
└── ApiError  wallet_wire.py: a message of the wallet's API that is none
"""

from __future__ import annotations

__all__ = ["ApiError", "CodeError", "QrError", "ScanError"]


class QrError(Exception):
    """Text that breaks its format: `field` is the part at fault, `reason` a sentence without content."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class ScanError(QrError):
    """What the scanner sent is no text, or too long."""


class CodeError(QrError):
    """The code breaks its format; `field` is the id or tag of a data object, or `code`."""


class ApiError(QrError):
    """The message cannot be used; `kind` is a stable word for programs (`missing`, `unknown`, `form`, `range`, ...)."""

    def __init__(self, field: str, kind: str, reason: str) -> None:
        super().__init__(field, reason)
        self.kind = kind
