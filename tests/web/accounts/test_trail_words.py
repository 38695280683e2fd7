"""What an entry of the trail was about, in words."""

import pytest

from countertop.web.accounts.trail import Entry
from countertop.web.accounts.trail_words import about_text
from countertop.words import Language


@pytest.mark.parametrize(
    ("what", "about", "zh", "en"),
    [
        ("logged-in", "merchant", "商户台", "Merchant console"),
        ("account-added", "li na merchant-clerk", "li na 商户店员", "li na Merchant clerk"),
        (
            "account-role",
            "li na merchant-clerk → merchant-owner",
            "li na 商户店员 → 商户负责人",
            "li na Merchant clerk → Merchant owner",
        ),
        ("account-added", "li na of-long-ago", "li na of-long-ago", "li na of-long-ago"),
        ("account-closed", "merchant-clerk", "merchant-clerk", "merchant-clerk"),  # an account may be called so
    ],
)
def test_roles_and_sites_are_told_in_words(what, about, zh, en):
    entry = Entry(0, "owner", what, about, "127.0.0.1")
    assert (about_text(entry, Language.CHINESE), about_text(entry, Language.ENGLISH)) == (zh, en)
