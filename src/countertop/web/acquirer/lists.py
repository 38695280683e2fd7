"""Everything that can be looked at as a list, one row each: whose desk tells it, who may see it, its columns.

A listing is a table on a page and `GET /api/lists/NAME`. Its filters are arguments of the desk's verb. Where a row
leads to something that can be done, `acts` says to which deeds, with what of the row already filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.web.accounts.roles import Permission
from countertop.web.acquirer.cells import Column, columns_of
from countertop.web.acquirer.rows import (
    batch_rows,
    bill_rows,
    closed_batch_rows,
    left_open_rows,
    proposal_rows,
    under,
)

__all__ = ["LISTINGS", "Act", "Filter", "Listing"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """An argument that a person may name."""

    name: str
    kind: str = "text"

    @property
    def message(self) -> str:
        """Return the message id of its label."""
        return "host.search-text" if self.name == "text" else f"host.column.{self.name}"


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done about a row: the deed, what of the row is filled in (field -> name in the row), and when."""

    deed: str
    filled: Mapping[str, str]
    when: Callable[[Row], bool] = lambda _: True
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """`party` is a kind of party; where a house has several, their rows stand together under `party`.

    `rows` takes a reply apart. `after` names the row's value that the next page comes after, where the verb has pages.
    """

    name: str
    party: str
    verb: str
    rows: Callable[[Mapping[str, Any]], list[Row]]
    columns: tuple[Column, ...]
    permission: Permission = Permission.HOST_LOOK
    arguments: Mapping[str, Any] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    after: str = ""
    acts: tuple[Act, ...] = ()

    @property
    def message(self) -> str:
        """Return the message id of its title."""
        return f"host.list.{self.name}"


_SEARCH: Final = (Filter("text"),)
_CASE_STATE: Final = "cause:cause terminal_id:terminal stan:code terminal_amount:money host_amount:money"
_PROPOSED: Final = "proposed_outcome:outcome proposed_amount:money proposed_by proposed_reason"
_EXCEPTION: Final = "party:code exception:code account:code amount:money reason_code:response opened_at:moment"


def _is_proposed(row: Row) -> bool:
    return bool(row.get("proposed_by"))


def _is_not_proposed(row: Row) -> bool:
    return not row.get("proposed_by")


_LISTINGS: Final = (
    # Registered
    Listing(
        "merchants",
        "acquirer",
        "merchants",
        under("merchants"),
        columns_of(
            "merchant_id:merchant name name_en city category:code is_open:yes terminals:count "
            "largest_amount:bound day_amount:bound"
        ),
        filters=_SEARCH,
        after="merchant_id",
    ),
    Listing(
        "terminals",
        "acquirer",
        "find-terminals",
        under("terminals"),
        columns_of(
            "terminal_id:terminal merchant_name serial_number:code signed_in:yes locked:wrong standing:standing "
            "batch_number:code broken_parts:text seen_at:moment"
        ),
        filters=(Filter("text"), Filter("merchant_id")),
        after="terminal_id",
    ),
    # Open
    Listing(
        "unknown",
        "acquirer",
        "unknown",
        under("unknown"),
        columns_of(
            "rrn:rrn state:state since:age:age since:moment kind:kind terminal_id:terminal amount:money card:code "
            "cause:owed-cause tries:count"
        ),
    ),
    Listing(
        "switch-reversals",
        "switch",
        "obligations",
        under("obligations"),
        columns_of("transit_key:code debtor_id:code owed_at:age:age owed_at:moment cause:owed-cause tries:count"),
    ),
    Listing(
        "advices",
        "switch",
        "advices",
        under("advices"),
        columns_of(
            "transit_key:code debtor_id:code kind:kind amount:money approval_code:code stood_in_at:moment "
            "cause:owed-cause tries:count"
        ),
    ),
    # Batches
    Listing(
        "batches",
        "acquirer",
        "batches",
        batch_rows,
        columns_of(
            "terminal_id:terminal batch_number:code batch_instance:count state:state debit_count:count "
            "debit_amount:money credit_count:count credit_amount:money uploaded:count"
        ),
        filters=(Filter("terminal_id"),),
        acts=(Act("propose-disposition", {"terminal_id": "terminal_id", "batch_instance": "batch_instance"}),),
    ),
    Listing(
        "batch-proposals",
        "acquirer",
        "batches",
        proposal_rows,
        columns_of(
            "terminal_id:terminal batch_instance:count debit_count:count debit_amount:money credit_count:count "
            "credit_amount:money reason proposed_by proposed_at:moment"
        ),
        filters=(Filter("terminal_id"),),
        acts=(
            Act(
                "approve-disposition",
                {"terminal_id": "terminal_id", "batch_instance": "batch_instance", "seen": "seen"},
            ),
        ),
    ),
    Listing(
        "batches-left-open",
        "acquirer",
        "batches",
        left_open_rows,
        columns_of("terminal_id:terminal batch_number:code batch_instance:count"),
        filters=(Filter("terminal_id"),),
        acts=(Act("propose-disposition", {"terminal_id": "terminal_id", "batch_instance": "batch_instance"}),),
    ),
    Listing(
        "closed-batches",
        "acquirer",
        "batches",
        closed_batch_rows,
        columns_of(
            "terminal_id:terminal batch_number:code batch_instance:count records:count debit_count:count "
            "debit_amount:money credit_count:count credit_amount:money closed_at:moment disposed_by reason"
        ),
        filters=(Filter("terminal_id"),),
    ),
    Listing(
        "dispositions",
        "acquirer",
        "dispositions",
        under("dispositions"),
        columns_of("stan:code disposition:cause terminal_amount:money host_amount:money disposed_at:moment"),
        filters=(Filter("terminal_id"), Filter("batch_instance", "number")),
    ),
    # Cases
    Listing(
        "cases",
        "acquirer",
        "cases",
        under("cases"),
        columns_of(f"case_name:code {_CASE_STATE} opened_at:moment {_PROPOSED}"),
        acts=(
            Act("close-case", {"case": "case_name"}, _is_not_proposed),
            Act("approve-case", {"case": "case_name", "seen": "seen"}, _is_proposed),
        ),
    ),
    Listing(
        "closed-cases",
        "acquirer",
        "cases",
        under("cases"),
        columns_of(
            f"case_name:code {_CASE_STATE} case_outcome:outcome case_amount:money closed_by approved_by "
            "closed_at:moment case_reason"
        ),
        arguments={"closed": True},
    ),
    Listing(
        "exceptions",
        "issuer",
        "exceptions",
        under("exceptions"),
        columns_of(f"{_EXCEPTION} {_PROPOSED}"),
        acts=(
            Act("close-exception", {"bank": "party", "exception": "exception"}, _is_not_proposed),
            Act("approve-exception", {"bank": "party", "exception": "exception", "seen": "seen"}, _is_proposed),
        ),
    ),
    Listing(
        "closed-exceptions",
        "issuer",
        "exceptions",
        under("exceptions"),
        columns_of(
            f"{_EXCEPTION} exception_outcome:outcome exception_amount:money closed_by approved_by closed_at:moment"
        ),
        arguments={"closed": True},
    ),
    # Retrievals, rules
    Listing(
        "retrievals",
        "acquirer",
        "retrievals",
        under("retrievals"),
        columns_of(
            "number:code rrn:rrn state:state due_date:code late:wrong by reason opened_at:moment answered_at:moment"
        ),
        acts=(
            Act("answer-retrieval", {"number": "number"}, lambda row: row["state"] == "open"),
            Act("close-retrieval", {"number": "number"}, lambda row: row["state"] == "answered"),
        ),
    ),
    Listing(
        "blacklist",
        "acquirer",
        "blacklist",
        under("blacklist"),
        columns_of("kind:sort entry:code code:response"),
        after="place",
        acts=(Act("unblock-prefix", {"prefix": "entry"}, lambda row: row["kind"] == "prefix"),),
    ),
    Listing(
        "rulings",
        "acquirer",
        "rulings",
        under("rulings"),
        columns_of("number:code at:moment by verb:ruling about:code"),
    ),
    Listing(
        "commands",
        "acquirer",
        "commands",
        under("commands"),
        columns_of("number:code given_at:moment by command:command text outcome:state ended_at:moment"),
        filters=(Filter("terminal_id"),),
    ),
    # Links and keys
    Listing(
        "members",
        "switch",
        "status",
        under("members"),
        columns_of("institution_id:code kind:sort name english_name signed_on:yes"),
    ),
    Listing(
        "links",
        "switch",
        "zone_keys",
        under("links"),
        columns_of(
            "institution_id:code name kind:sort state:state generation:count zpk_kcv:code zak_kcv:code "
            "has_master_key:yes offered_at:moment confirmed_at:moment refusal_code:response"
        ),
        acts=(Act("change-zone-keys", {"member_id": "institution_id"}),),
    ),
    Listing(
        "stand-in",
        "switch",
        "stand_in",
        under("rules"),
        columns_of(
            "issuer_id:code kind:kind entry_modes:code most_amount:bound card_count:count card_total:money "
            "issuer_count:count issuer_total:money no_pin_amount:money pin_unchecked:wrong"
        ),
    ),
    # Banks
    Listing(
        "accounts",
        "issuer",
        "accounts",
        under("accounts"),
        columns_of(
            "party:code account:account kind:sort holder:text:account_holder balance:money held:money available:money"
        ),
    ),
    Listing(
        "cards",
        "issuer",
        "cards",
        under("cards"),
        columns_of(
            "party:code card:code account:code expiry:expiry status:state has_pin:yes wrong_pins:count spent:money "
            "sales:count limit_per_sale:bound limit_per_day:bound"
        ),
    ),
    Listing(
        "holds",
        "issuer",
        "holds",
        under("holds"),
        columns_of("party:code account:code for:sort amount:money expires_at:moment"),
    ),
    Listing(
        "postings",
        "issuer",
        "postings",
        under("postings"),
        columns_of(
            "party:code posting_set:code account:account amount:money balance_after:money reason:sort posted_at:moment"
        ),
        filters=(Filter("rrn"), Filter("account")),
    ),
    Listing(
        "voice-approvals",
        "issuer",
        "voice_approvals",
        under("voice_approvals"),
        columns_of("party:code card:code amount:money given_at:moment expires_at:moment used_by:code"),
    ),
    # The wallet
    Listing(
        "orders",
        "wallet",
        "orders",
        under("orders"),
        columns_of(
            "order_number:code merchant_name amount:money state:state reason:text refunded:money code:code "
            "made_at:moment paid_at:moment"
        ),
    ),
    Listing(
        "customers",
        "wallet",
        "customers",
        under("customers"),
        columns_of(
            "customer:code holder:text:account_holder pays_through:sort status:state balance:money free_limit:money"
        ),
    ),
    Listing(
        "bill",
        "wallet",
        "bill",
        bill_rows,
        columns_of("line:code kind:sort order_number:code refund_number:code moved:money moved_at:moment"),
        filters=(Filter("date", "date"),),
    ),
)

LISTINGS: Final[Mapping[str, Listing]] = {listing.name: listing for listing in _LISTINGS}
"""Name -> listing."""
