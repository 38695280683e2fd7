"""Signatures: a `signature` gets a `signature_upload`; of one that is forgotten an empty cipher stays."""

from __future__ import annotations

from typing import Final

from countertop.journal import Query, Table, columns, rows_of
from countertop.terminal.signing import records

__all__ = ["FORGOTTEN", "QUERIES", "ROWS", "SIGNATURES_IN_BATCH", "SIGNATURES_WAITING", "SIGNATURE_OF", "TABLES"]

_ATTEMPT = ("terminal_id", "batch_number", "stan")

FORGOTTEN: Final = ""
"""`signature_cipher` of a signature that the terminal no longer holds."""

SIGNATURE = Table(
    "signature", columns("terminal_id batch_number stan signature_cipher signed_at#"), _ATTEMPT, replace=True
)
SIGNATURE_UPLOAD = Table(
    "signature_upload", columns("terminal_id batch_number stan upload_code uploaded_at#"), _ATTEMPT
)

TABLES: Final = (SIGNATURE, SIGNATURE_UPLOAD)

SIGNATURE_OF = Query("signature_of", "signature", _ATTEMPT, joined="signature_upload", limit=1)
SIGNATURES_WAITING = Query(
    "signatures_waiting",
    "signature",
    ("terminal_id",),
    without="signature_upload",
    order_by=("signed_at",),
    limit=10_000,
)
SIGNATURES_IN_BATCH = Query(
    "signatures_in_batch", "signature", ("terminal_id", "batch_number"), joined="signature_upload", limit=10_000
)

QUERIES: Final = (SIGNATURE_OF, SIGNATURES_WAITING, SIGNATURES_IN_BATCH)

ROWS: Final = {
    records.SignatureTaken: rows_of(SIGNATURE),
    records.SignatureUploaded: rows_of(SIGNATURE_UPLOAD),
    records.SignatureForgotten: lambda entry: (
        ("signature", (entry.terminal_id, entry.batch_number, entry.stan, FORGOTTEN, entry.forgotten_at)),
    ),
}
