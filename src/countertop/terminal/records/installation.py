"""What the terminal is, which keys it has, and how it stands with its host."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "MasterKeyLoaded",
    "RequirementNoted",
    "SignInRequired",
    "SignedIn",
    "SignedOut",
    "StanTaken",
    "TerminalInstalled",
]


@record("terminal.installed")
class TerminalInstalled:
    """A terminal at its merchant's counter. Founding record.

    `tpdu` is 10 digits, `header` 12 (see `countertop.iso8583.PosHeader`), `batch_number` 000000 before the
    first sign-in; `licence` (4) and `serial_number` go into F62 of the sign-in. Without `tmk` it is out of key.
    """

    terminal_id: str
    merchant_id: str
    merchant_name_zh: str
    merchant_name_en: str
    tpdu: str = "6000030000"
    header: str = "603100310001"
    batch_number: str = "000000"
    zone: str = "Asia/Shanghai"
    licence: str = "3060"
    serial_number: str = "00000001"
    tmk: str | None = None


@record("terminal.master_key_loaded")
class MasterKeyLoaded:
    """The key ceremony gave the terminal its TMK. Founding record; working keys under an older one are gone."""

    terminal_id: str
    tmk: str


@record("terminal.stan_taken")
class StanTaken:
    """A STAN went into a message that moves no money; attempts take theirs with their own record."""

    terminal_id: str
    stan: str
    message: str


@record("terminal.signed_in")
class SignedIn:
    """The host gave working keys and the batch to use.

    `clock_offset` is what must be added to this machine's clock to show the host's.
    """

    terminal_id: str
    batch_number: str
    network_code: str
    tpk: str
    tak: str
    tdk: str | None
    clock_offset: int
    operator: str
    at: int


@record("terminal.signed_out")
class SignedOut:
    """The host agreed to the sign-out; the working keys are gone."""

    terminal_id: str
    batch_number: str
    clock_offset: int
    operator: str
    at: int


@record("terminal.sign_in_required")
class SignInRequired:
    """The host does not know our keys or our batch any more; `response_code` is how it said so."""

    terminal_id: str
    batch_number: str
    clock_offset: int
    response_code: str
    at: int


@record("terminal.requirement_noted")
class RequirementNoted:
    """What the host's header asks for (报文头处理要求, one digit); `0` when it has been done."""

    terminal_id: str
    requirement: str
