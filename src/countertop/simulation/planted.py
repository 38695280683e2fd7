"""The planted bugs: faults that can be switched on in the actors, to prove that simulator and audit find them.

Each is one visible line in the production path (`settings.planted`). A bug that no seed finds means that the faults are
too tame or that an invariant is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["FOUND_BY", "PLANTED", "UNPLAYED"]

PLANTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "terminal.send-before-persist": "the request leaves before its record is durable",
        "terminal.pending-dropped-at-reboot": "what was cut off by a power cut is forgotten instead of reversed",
        "terminal.late-approval-accepted": "an approval that comes too late ends the reversal that is owed",
        "terminal.duplicate-stan-after-reboot": "numbers start again after a power cut",
        "terminal.advice-deleted-before-acknowledgement": "a stored transaction counts as told before it is sent",
        "terminal.advice-out-of-order": "the newest stored transaction is told first",
        "terminal.balance-kept": "a balance that the customer saw stays in the terminal's store",
        "terminal.refund-forgotten-at-reboot": "a repetition that is owed is forgotten at a power cut",
        "terminal.settlement-forgotten-at-reboot": "a settlement that was begun is forgotten at a power cut",
        "terminal.mac-not-compared": "an answer with any MAC is believed",
        "terminal.old-answer-signs-in": "an old answer serves another sign-in",
        "acquirer.decided-duplicate-reprocessed": "a repeated request goes to the switch again, and gets no answer",
        "acquirer.reply-before-commit": "the terminal is answered before the decision is durable",
        "acquirer.no-tombstone": "the reversal of an unknown attempt leaves nothing behind",
        "acquirer.reversal-ignored-in-flight": "a reversal is acknowledged while its original goes on",
        "acquirer.key-without-batch": "an attempt's key lacks the batch, so numbers collide after a batch",
        "acquirer.fingerprint-not-compared": "other content under a used key gets the old answer",
        "acquirer.reversal-amount-not-compared": "a reversal of another amount is accepted",
        "acquirer.reversal-expires": "an owed reversal is dropped after some tries",
        "acquirer.advice-accepted-twice": "a repeated advice goes to the switch again, as another one",
        "acquirer.batch-closed-over-a-sale-in-flight": "totals are compared while something is on its way",
        "acquirer.completion-beyond-115": "more than 115 % of a pre-authorisation is let pass",
        "acquirer.completion-day-31": "a completion after the thirty days is let pass",
        "acquirer.refund-cap-ignored": "more is let pass than refunds have left",
        "acquirer.totals-include-reversed": "what was reversed counts in the totals",
        "acquirer.upload-posts-twice": "an uploaded record that comes again is disposed of again",
        "switch.timeout-without-reversal": "the asker is told 68 and nobody reverses",
        "switch.no-tombstone": "the reversal of an unknown attempt leaves nothing behind",
        "switch.reply-before-commit": "the acquirer is answered before the decision is durable",
        "switch.advice-expires": "an advice of a stand-in is dropped after some tries",
        "switch.stand-in-beyond-limits": "the centre decides beyond what its rule allows",
        "switch.advice-forgotten-at-reboot": "advices that are owed are forgotten at a power cut",
        "switch.zone-keys-dropped-unconfirmed": "former zone keys are dropped before the member has the new ones",
        "issuer.no-tombstone": "the reversal of an unknown request leaves nothing behind",
        "issuer.debits-duplicate": "a repeated sale is debited again",
        "issuer.credits-twice": "a repeated reversal is credited again",
        "issuer.void-and-reversal-both-credit": "a void and the reversal of its sale both give the money back",
        "issuer.answer-before-commit": "the switch is answered before the ledger is durable",
        "issuer.completion-debits-twice": "a second completion is debited too",
        "issuer.expired-hold-completes": "a completion after the hold's end is debited",
        "issuer.hold-never-released": "what was completed or voided stays held",
        "issuer.voice-code-usable-twice": "a voice code is not used up",
        "issuer.advice-over-own-approval": "an advice is posted over the bank's own approval",
        "issuer.advice-posted-twice": "an advice that comes again is posted again",
        "wallet.answer-before-commit": "the acquirer is answered before the order is durable",
        "wallet.duplicate-order-charged": "a repeated order is paid again",
        "wallet.no-tombstone": "the reversal of an unknown order is refused, and leaves nothing behind",
        "wallet.reverse-keeps-the-money": "a paid order is reversed and its money forgotten",
    }
)
"""Name -> what goes wrong."""

FOUND_BY: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        "terminal.send-before-persist": (0, "I1"),
        "terminal.pending-dropped-at-reboot": (7, "I16"),
        "terminal.late-approval-accepted": (10, "I9"),
        "terminal.duplicate-stan-after-reboot": (6, "I5"),
        "terminal.advice-deleted-before-acknowledgement": (1, "I9"),
        "terminal.advice-out-of-order": (1, "I13"),
        "terminal.balance-kept": (2, "secrecy"),
        "terminal.refund-forgotten-at-reboot": (89, "I16"),
        "terminal.settlement-forgotten-at-reboot": (9, "I11"),
        "terminal.mac-not-compared": (26, "I4"),
        "terminal.old-answer-signs-in": (448, "I16"),
        "acquirer.decided-duplicate-reprocessed": (2, "I1"),
        "acquirer.reply-before-commit": (0, "I9"),
        "acquirer.no-tombstone": (5, "I6"),
        "acquirer.reversal-ignored-in-flight": (34, "I6"),
        "acquirer.key-without-batch": (13, "I16"),
        "acquirer.fingerprint-not-compared": (1, "I5"),
        "acquirer.reversal-amount-not-compared": (1, "I6"),
        "acquirer.reversal-expires": (470, "I16"),
        "acquirer.advice-accepted-twice": (20, "I9"),
        "acquirer.batch-closed-over-a-sale-in-flight": (1, "I11"),
        "acquirer.completion-beyond-115": (2, "I8"),
        "acquirer.completion-day-31": (1, "I8"),
        "acquirer.refund-cap-ignored": (1, "I8"),
        "acquirer.totals-include-reversed": (5, "I11"),
        "acquirer.upload-posts-twice": (466, "I16"),
        "switch.timeout-without-reversal": (7, "I1"),
        "switch.no-tombstone": (5, "I6"),
        "switch.reply-before-commit": (9, "I9"),
        "switch.advice-expires": (5, "I16"),
        "switch.stand-in-beyond-limits": (387, "I13"),
        "switch.advice-forgotten-at-reboot": (35, "I16"),
        "switch.zone-keys-dropped-unconfirmed": (139, "I16"),
        "issuer.no-tombstone": (274, "I6"),
        "issuer.debits-duplicate": (2, "I1"),
        "issuer.credits-twice": (9, "I8"),
        "issuer.void-and-reversal-both-credit": (21, "I8"),
        "issuer.answer-before-commit": (48, "I9"),
        "issuer.completion-debits-twice": (2, "I1"),
        "issuer.expired-hold-completes": (29, "I8"),
        "issuer.hold-never-released": (0, "I8"),
        "issuer.voice-code-usable-twice": (1, "I8"),
        "issuer.advice-over-own-approval": (15, "I8"),
        "issuer.advice-posted-twice": (30, "I8"),
        "wallet.answer-before-commit": (13, "I1"),
        "wallet.duplicate-order-charged": (33, "I2"),
        "wallet.no-tombstone": (33, "I16"),
        "wallet.reverse-keeps-the-money": (4, "I3"),
    }
)
"""Name -> a seed that finds it, and the invariant that shows it there; changing the world moves them."""

UNPLAYED: Final[frozenset[str]] = frozenset(
    {
        "issuer.two-completions-count",
        "wallet.code-usable-twice",
        "wallet.pays-after-close",
        "wallet.refund-cap-ignored",
        "wallet.refund-repeated",
    }
)
"""Bugs that only playbooks find.

An honest host lets through no second completion, and no refund beyond the payment; the others no seed is known to meet.
"""
