"""How the machine is: what its self-tests found."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["SelfTested"]


@record("terminal.self_tested")
class SelfTested:
    """The machine tested itself; `failed_parts` are the names of the parts that failed, with commas."""

    terminal_id: str
    tested_at: int
    failed_parts: str
