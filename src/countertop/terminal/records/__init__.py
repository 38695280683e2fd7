"""What happened at the terminal. The founding records make a store complete in itself; the others are its work.

Moments are UTC microseconds, amounts minor units, keys key blocks. Messages are kept as hop text
(`countertop.iso8583.hops`): masked, without tracks and PIN blocks. Card numbers are kept as token and ciphertext only.
"""

from __future__ import annotations

from countertop.terminal.records.condition import IdentityConfirmed, SelfTested
from countertop.terminal.records.installation import (
    MasterKeyLoaded,
    RequirementNoted,
    SignedIn,
    SignedOut,
    SignInRequired,
    StanTaken,
    TerminalInstalled,
)
from countertop.terminal.records.people import (
    KeypadLocked,
    KeypadUnlocked,
    OperatorAdded,
    OperatorRemoved,
    OperatorUnlocked,
    PasswordAccepted,
    PasswordChanged,
    PasswordRefused,
)
from countertop.terminal.records.till import TillAsked, TillEnded
from countertop.terminal.records.transactions import (
    AttemptDecided,
    AttemptPrepared,
    AttemptStored,
    LateAnswerReceived,
    RepeatOwed,
    RepeatTried,
    ReversalAcknowledged,
    ReversalSettled,
    ReversalTried,
)

__all__ = [
    "AttemptDecided",
    "AttemptPrepared",
    "AttemptStored",
    "IdentityConfirmed",
    "KeypadLocked",
    "KeypadUnlocked",
    "LateAnswerReceived",
    "MasterKeyLoaded",
    "OperatorAdded",
    "OperatorRemoved",
    "OperatorUnlocked",
    "PasswordAccepted",
    "PasswordChanged",
    "PasswordRefused",
    "RepeatOwed",
    "RepeatTried",
    "RequirementNoted",
    "ReversalAcknowledged",
    "ReversalSettled",
    "ReversalTried",
    "SelfTested",
    "SignInRequired",
    "SignedIn",
    "SignedOut",
    "StanTaken",
    "TerminalInstalled",
    "TillAsked",
    "TillEnded",
]
