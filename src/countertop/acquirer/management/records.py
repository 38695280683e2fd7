"""What happened in managing terminals. Moments are UTC microseconds; `by` is the person at the host's desk."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "InstructionEnded",
    "InstructionGiven",
    "MasterKeyChanged",
    "MasterKeyFormed",
    "MasterKeyLoaded",
    "MasterKeyTried",
    "OperatorReported",
    "ParametersDownloaded",
    "ParametersSet",
    "PlaceSighted",
    "RelocationProposed",
    "RetrievalAnswered",
    "RetrievalClosed",
    "RetrievalOpened",
    "RulingSigned",
    "SerialBound",
    "SignatureReceived",
    "TerminalBound",
    "TerminalGrouped",
    "TerminalRelocated",
    "TerminalSeen",
    "TerminalStateReported",
]


@record("acquirer.instruction_given")
class InstructionGiven:
    """Somebody at the desk told a terminal to do something; it stands until an `InstructionEnded` of its number."""

    instruction_number: int
    terminal_id: str
    instructed_verb: str
    instructed_text: str
    given_by: str
    given_at: int


@record("acquirer.instruction_ended")
class InstructionEnded:
    """The terminal did it, or said why not: `ended_as` is `done`, or what it reported."""

    instruction_number: int
    terminal_id: str
    ended_verb: str
    ended_as: str
    ended_at: int


@record("acquirer.terminal_seen")
class TerminalSeen:
    """A terminal polled; `seen_at` is when. Of what else it sends other records tell."""

    terminal_id: str
    seen_at: int


@record("acquirer.parameters_set")
class ParametersSet:
    """Somebody at the desk set parameters of a scope: `all`, `group:NAME` or a terminal's number.

    `parameter_values` is the whole of the scope, a line each, `name=value`, names as in `iso8583.private.parameters`.
    """

    parameter_scope: str
    parameter_version: int
    parameter_values: str
    set_by: str
    set_at: int


@record("acquirer.parameters_downloaded")
class ParametersDownloaded:
    """A terminal has taken over its whole set, of this version."""

    terminal_id: str
    downloaded_version: int
    downloaded_at: int


@record("acquirer.terminal_grouped")
class TerminalGrouped:
    """A terminal belongs to a group of terminals, and to no other."""

    terminal_id: str
    terminal_group: str
    grouped_by: str
    grouped_at: int


@record("acquirer.retrieval_opened")
class RetrievalOpened:
    """Somebody asks for a slip (调单); the answer is due at `due_at`."""

    retrieval_number: int
    retrieved_rrn: str
    asked_by: str
    asked_for: str
    opened_at: int
    due_at: int


@record("acquirer.retrieval_answered")
class RetrievalAnswered:
    """The slip was given, with the rows that are on it."""

    retrieval_number: int
    answered_by: str
    answered_at: int
    answer_slip: str


@record("acquirer.retrieval_closed")
class RetrievalClosed:
    """Who asked has what they need."""

    retrieval_number: int
    closed_by: str
    closed_at: int


@record("acquirer.terminal_state_reported")
class TerminalStateReported:
    """A terminal said which of its parts work: `broken_parts` are the tags of the status that do not, with blanks."""

    terminal_id: str
    broken_parts: str
    reported_at: int


@record("acquirer.ruling_signed")
class RulingSigned:
    """Who decided what stands beside it in the same append: the verb of the desk, and what it was about, masked."""

    ruling_number: int
    ruled_verb: str
    ruled_about: str
    ruled_by: str
    ruled_at: int


@record("acquirer.serial_bound")
class SerialBound:
    """A machine belongs to a merchant, and never to another."""

    serial_number: str
    serial_merchant_id: str
    serial_bound_by: str
    serial_bound_at: int


@record("acquirer.terminal_bound")
class TerminalBound:
    """A terminal is one machine at one place of one merchant, and this is what happens elsewhere.

    The serial number stands for acquirer, merchant, its credit code (统一社会信用代码), its settlement account and the
    address. `latitude` and `longitude` are microdegrees; beyond `warn_metres` of them the host warns, beyond
    `refuse_metres` it refuses. `unlocated` says what it does about a machine that finds no position: `accept`, `warn`
    or `refuse`.
    """

    terminal_id: str
    serial_number: str
    bound_merchant_id: str
    credit_code: str
    settlement_account: str
    address: str
    latitude: int
    longitude: int
    warn_metres: int
    refuse_metres: int
    unlocated: str
    bound_by: str
    bound_at: int


@record("acquirer.relocation_proposed")
class RelocationProposed:
    """Somebody at the desk wants a terminal moved; another person must approve it."""

    relocation_number: int
    terminal_id: str
    proposed_address: str
    proposed_position: str
    proposed_reason: str
    proposed_by: str
    proposed_at: int


@record("acquirer.terminal_relocated")
class TerminalRelocated:
    """Somebody at the desk approved a move; from now on the terminal belongs to the new place.

    `asked_by` is who proposed it, None where one person is enough.
    """

    relocation_number: int
    terminal_id: str
    left_address: str
    left_position: str
    new_address: str
    new_position: str
    relocation_reason: str
    asked_by: str | None
    relocated_by: str
    relocated_at: int


@record("acquirer.place_sighted")
class PlaceSighted:
    """A terminal stands otherwise than when it was last looked at, under a right MAC: `standing` is a `Standing`.

    `sighted_metres` is how far from its place, None where it found no position.
    """

    terminal_id: str
    standing: str
    sighted_position: str
    sighted_metres: int | None
    sighted_at: int


@record("acquirer.master_key_formed")
class MasterKeyFormed:
    """The terminal's next master key (a key block); `carried` is field 62 with it under `old_tmk`, hexadecimal."""

    terminal_id: str
    old_tmk: str
    next_tmk: str
    next_kcv: str
    carried: str
    formed_by: str
    formed_at: int


@record("acquirer.master_key_tried")
class MasterKeyTried:
    """The sign-in with this RRN got its working keys under the next master key, the one of this check value.

    The RRN is the host's own and no other sign-in's; a new machine in a terminal's place counts STANs from one again.
    """

    terminal_id: str
    tried_rrn: str
    tried_kcv: str
    tried_at: int


@record("acquirer.master_key_changed")
class MasterKeyChanged:
    """The terminal has proved that it works under the next master key; the old one is gone. The row of a terminal."""

    terminal_id: str
    merchant_id: str
    serial_number: str
    tmk: str
    status: str
    changed_at: int


@record("acquirer.master_key_loaded")
class MasterKeyLoaded:
    """A ceremony gave a terminal its master key, and so ended its session. The row of a terminal."""

    terminal_id: str
    merchant_id: str
    serial_number: str
    tmk: str
    status: str
    loaded_at: int


@record("acquirer.operator_reported")
class OperatorReported:
    """A terminal said, under a right MAC, that somebody came or went; `is_accepted`: the host follows it."""

    terminal_id: str
    change_number: int
    operator: str
    role: str
    is_added: bool
    told_by: str
    is_accepted: bool
    reported_at: int


@record("acquirer.signature_received")
class SignatureReceived:
    """A terminal sent, under a right MAC, what was signed on its pad for an approved transaction.

    `signature_cipher` is the compressed picture as the HSM encrypts it, `signature_digest` the SHA-256 of it.
    """

    attempt_key: str
    terminal_id: str
    rrn: str
    signature_digest: str
    signature_cipher: str
    received_at: int
