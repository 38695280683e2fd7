"""How the machine is: what its self-tests found, and who confirmed that it is the right one."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["IdentityConfirmed", "SelfTested"]


@record("terminal.self_tested")
class SelfTested:
    """The machine tested itself; `failed_parts` are the names of the parts that failed, with commas."""

    terminal_id: str
    tested_at: int
    failed_parts: str


@record("terminal.identity_confirmed")
class IdentityConfirmed:
    """At its first start somebody compared merchant, terminal and serial number with the papers, and confirmed them."""

    terminal_id: str
    serial_number: str
    confirmed_by: str
    confirmed_at: int
