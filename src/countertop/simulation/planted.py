"""The planted bugs: faults that can be switched on in the actors, to prove that simulator and audit find them.

Each is one visible line in the production path (`settings.planted`). A bug that no seed finds means that the faults are
too tame or that an invariant is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["PLANTED", "UNPLAYED"]

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
        "issuer.no-tombstone": "the reversal of an unknown request leaves nothing behind",
        "issuer.debits-duplicate": "a repeated sale is debited again",
        "issuer.credits-twice": "a repeated reversal is credited again",
        "issuer.void-and-reversal-both-credit": "a void and the reversal of its sale both give the money back",
        "issuer.answer-before-commit": "the switch is answered before the ledger is durable",
        "issuer.completion-debits-twice": "a second completion is debited too",
        "issuer.expired-hold-completes": "a completion after the hold's end is debited",
        "issuer.hold-never-released": "what was completed or voided stays held",
        "issuer.voice-code-usable-twice": "a voice code is not used up",
    }
)
"""Name -> what goes wrong."""

UNPLAYED: Final = frozenset(
    {
        "switch.advice-expires",
        "switch.advice-forgotten-at-reboot",
        "switch.stand-in-beyond-limits",
        "issuer.advice-over-own-approval",
        "issuer.advice-posted-twice",
        "issuer.two-completions-count",
    }
)
"""Bugs of transactions that the made-up world does not play yet; playbooks find them."""
