"""What happened at the terminal. The founding records make a store complete in itself; the others are its work.

Moments are UTC microseconds, amounts minor units, keys key blocks. Messages are kept as hop text
(`countertop.iso8583.hops`): masked, without tracks and PIN blocks. Card numbers are kept as token and ciphertext only.
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "AttemptDecided",
    "AttemptPrepared",
    "LateAnswerReceived",
    "MasterKeyLoaded",
    "OperatorAdded",
    "OperatorUnlocked",
    "PasswordAccepted",
    "PasswordRefused",
    "RequirementNoted",
    "ReversalAcknowledged",
    "ReversalTried",
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


@record("terminal.operator_added")
class OperatorAdded:
    """A person who may work at the terminal: number of two digits, role, hash of the password. Founding record."""

    terminal_id: str
    operator: str
    role: str
    password_hash: str


@record("terminal.password_refused")
class PasswordRefused:
    """A wrong password; `failures` in a row, counting this one. `locked` says that it was one too many."""

    terminal_id: str
    operator: str
    purpose: str
    failures: int
    locked: bool


@record("terminal.password_accepted")
class PasswordAccepted:
    """An operator showed who they are; `purpose` is `log_in`, or what they approved."""

    terminal_id: str
    operator: str
    purpose: str


@record("terminal.operator_unlocked")
class OperatorUnlocked:
    """A lock was lifted by somebody above."""

    terminal_id: str
    operator: str
    by: str


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


@record("terminal.attempt_prepared")
class AttemptPrepared:
    """Everything a reversal needs, durable before the first byte leaves. Without an outcome it *is* a reversal owed.

    `kind` is `sale` or `void`. `transaction_info` and `original_info` are F60 and F61; `original_stan`, `original_rrn`
    and `original_approval_code` name what a void undoes.
    """

    terminal_id: str
    batch_number: str
    stan: str
    kind: str
    amount: int
    currency: str
    processing_code: str
    entry_mode: str
    condition_code: str
    transaction_info: str
    original_info: str | None
    original_stan: str | None
    original_rrn: str | None
    original_approval_code: str | None
    pan_token: str
    pan_cipher: str
    masked_pan: str
    operator: str
    supervisor: str | None
    prepared_at: int
    request: str


@record("terminal.attempt_decided")
class AttemptDecided:
    """What became of an attempt: `state` is `completed`, `declined`, `reversal_owed` or `not_sent`.

    `reason` is that of the reversal (F39 of a 0400) where one is owed. `host_date` is YYYY-MM-DD, its year added here;
    `institutions` is F44, `scheme` and `remark` the parts of F63.
    """

    terminal_id: str
    batch_number: str
    stan: str
    state: str
    reason: str | None
    response_code: str | None
    approval_code: str | None
    rrn: str | None
    host_date: str
    host_time: str
    settlement_date: str | None
    institutions: str | None
    scheme: str | None
    remark: str | None
    decided_at: int
    answer: str | None


@record("terminal.reversal_tried")
class ReversalTried:
    """A reversal is about to leave, for the `tries`-th time."""

    terminal_id: str
    batch_number: str
    stan: str
    tries: int
    tried_at: int
    reversal_request: str


@record("terminal.reversal_acknowledged")
class ReversalAcknowledged:
    """The host acknowledged the reversal: the obligation has ended."""

    terminal_id: str
    batch_number: str
    stan: str
    acknowledged_code: str
    acknowledged_at: int
    acknowledgement: str


@record("terminal.late_answer_received")
class LateAnswerReceived:
    """An answer came for an attempt that was decided already: written down, never acted upon."""

    terminal_id: str
    batch_number: str
    stan: str
    mti: str
    late_code: str | None
    mac_right: bool
    late_at: int
    late_answer: str
