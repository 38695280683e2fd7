"""What happens to a signature. Its picture is written down encrypted, and only the terminal's HSM gives it back."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["SignatureForgotten", "SignatureTaken", "SignatureUploaded"]


@record("terminal.signature_taken")
class SignatureTaken:
    """Somebody signed on the pad; `signature_cipher` is the compressed picture, with the code of the transaction."""

    terminal_id: str
    batch_number: str
    stan: str
    signature_cipher: str
    signed_at: int


@record("terminal.signature_uploaded")
class SignatureUploaded:
    """The host has answered: `upload_code` is 00 where it keeps the picture, else why it never will."""

    terminal_id: str
    batch_number: str
    stan: str
    upload_code: str
    uploaded_at: int


@record("terminal.signature_forgotten")
class SignatureForgotten:
    """The host keeps the picture and the batch is closed: the terminal's tables hold it no longer."""

    terminal_id: str
    batch_number: str
    stan: str
    forgotten_at: int
