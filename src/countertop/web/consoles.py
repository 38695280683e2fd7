"""The consoles of a house, with the accounts of those who may open them."""

from __future__ import annotations

from starlette.applications import Starlette

from countertop.web.accounts.demo import add_demo_accounts
from countertop.web.accounts.house import open_register
from countertop.web.acquirer.app import make_acquirer_site
from countertop.web.desk import PageDesk
from countertop.web.merchant.app import make_merchant_site
from countertop.web.sites import Premises

__all__ = ["consoles_of"]


def consoles_of(premises: Premises) -> dict[str, Starlette]:
    """Return the consoles by the names of their sites, none where there is no host; raises AccountFault."""
    if "acquirer" not in premises.parties:
        return {}
    register = open_register(premises.directory, is_demo=premises.is_demo)
    add_demo_accounts(register)
    return {
        "merchant": make_merchant_site(PageDesk(premises.party_of("merchant")), register),
        "acquirer": make_acquirer_site(premises, register),
    }
