"""A payment that the voice desk approved is told afterwards: the code is looked up, used up, and the amount taken.

What was held for it is let go in the same append. The card was looked at when the code was given.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from countertop.issuer.books import Hold
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.office import Office
from countertop.issuer.records import VoiceApprovalUsed
from countertop.issuer.tables import VOICE_APPROVAL_OF
from countertop.stage import Effect, Read

__all__ = ["decide_offline_post"]

REFER_TO_ISSUER: Final = "01"
"""Whatever is wrong with a code, so that nobody learns by trying what is right with it."""


def decide_offline_post(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:
    """Return what the post comes to."""
    if case.account_id is None or case.token is None:
        return Verdict.declined("14")
    code = case.message.approval_code or ""
    rows = yield Read(VOICE_APPROVAL_OF, case.token, code)
    if not rows or not _is_good(case, rows[0]):
        return Verdict.declined(REFER_TO_ISSUER)
    card = yield from office.books.card(case.token)
    account = yield from office.books.account(case.account_id)
    key, expires_at = rows[0]["family_key"], rows[0]["expires_at"]
    used = VoiceApprovalUsed(case.token, code, case.key)
    verdict = Verdict(
        "00",
        "approved",
        family_key=case.key,
        account=account,
        card=card,
        moved=-case.amount,
        holds=(Hold(key, account.account_id, 0, expires_at),),
        more=() if "issuer.voice-code-usable-twice" in office.planted else (used,),
    )
    verdict.approval_code = code
    return verdict


def _is_good(case: Case, approval: Mapping[str, Any]) -> bool:
    """Tell whether a code is good for this: unused, in time, and given for this amount."""
    return (
        approval["transit_key"] is None
        and approval["expires_at"] > case.now.utc
        and approval["amount"] == case.amount
        and approval["currency"] == case.message.currency
        and approval["account_id"] == case.account_id
    )
