"""The audit: the invariants of money, order and memory, checked on what the parties' stores hold."""

from countertop.audit.books import Kept
from countertop.audit.findings import Finding
from countertop.audit.inspection import audit

__all__ = ["Finding", "Kept", "audit"]
