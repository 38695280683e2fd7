"""The table of views: a picture is taken of each, and each is walked for barriers; a new page gets a row here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.gallery import at_the_terminal as terminal
from tests.browser.gallery.at_the_consoles import begin_a_refund, compare_two, follow, show_the_bytes

__all__ = ["DESKTOP", "PHONE", "VIEWS", "View"]

DESKTOP, PHONE = (1280, 860), (390, 844)
TERMINAL, MERCHANT, ACQUIRER, TILL = "Terminal", "Merchant console", "Acquirer console", "Till API"

SALES = "transactions?kind=sale&state=approved"

Story = Callable[[Page], None]


@dataclass(frozen=True)
class View:
    """What is seen of a site: at a path, called a name, by an account that is logged in, brought there by a story."""

    site: str
    path: str
    name: str
    story: Story | None = None
    size: tuple[int, int] = DESKTOP
    account: str | None = None


def _seen_by(account: str, site: str, prefix: str, paths: Iterable[str]) -> Iterable[View]:
    for path in paths:
        yield View(site, path, f"{prefix}-{path.replace('/', '-') or 'first'}", account=account)


VIEWS = (
    View(TERMINAL, "", "terminal-menu", terminal.at_the_menu),
    View(TERMINAL, "", "terminal-amount", terminal.at_the_amount),
    View(TERMINAL, "", "terminal-pin", terminal.at_the_pin),
    View(TERMINAL, "", "terminal-code", terminal.at_the_shops_code),
    View(TERMINAL, "", "terminal-slip", terminal.at_the_slip, (1280, 1080)),
    View(TERMINAL, "", "terminal-reading", terminal.at_the_reading),
    View(TERMINAL, "", "terminal-line-broken", terminal.after_the_line_broke),
    View(TERMINAL, "", "terminal-phone", terminal.at_the_amount, PHONE),
    View(TERMINAL, "", "terminal-phone-pin", terminal.at_the_pin, PHONE),
    View(TERMINAL, "devices", "terminal-devices"),
    View(TERMINAL, "devices", "terminal-devices-refused", terminal.after_a_wrong_address),
    View(TERMINAL, "devices", "terminal-devices-phone", size=PHONE),
    View(TILL, "", "till-reference"),
    View(MERCHANT, "", "merchant-entrance"),
    View(MERCHANT, "", "merchant-phone-first", size=PHONE, account="owner"),
    View(MERCHANT, "transactions", "merchant-phone-transactions", size=PHONE, account="owner"),
    *_seen_by(
        "owner",
        MERCHANT,
        "merchant",
        (
            *("", "transactions", "batches", "terminals", "statement", "trail", "password", "api/docs"),
            *("people", "own"),
        ),
    ),
    View(MERCHANT, "transactions", "merchant-story", follow("#lines tbody a"), account="owner"),
    View(MERCHANT, SALES, "merchant-refund", follow("#lines tbody a", "#head a.button"), account="owner"),
    View(MERCHANT, SALES, "merchant-refund-sure", begin_a_refund, account="owner"),
    View(MERCHANT, SALES, "merchant-phone-refund", begin_a_refund, PHONE, account="owner"),
    View(MERCHANT, "batches", "merchant-batch", follow("main tbody a"), account="owner"),
    View(ACQUIRER, "", "acquirer-entrance"),
    View(ACQUIRER, "", "acquirer-phone-first", size=PHONE, account="host-operator"),
    View(ACQUIRER, "live", "acquirer-phone-live", size=PHONE, account="host-operator"),
    *_seen_by(
        "host-operator",
        ACQUIRER,
        "acquirer",
        (
            *("", "live", "unknown", "merchants", "terminals", "blacklist", "rulings", "approvals", "batches", "cases"),
            *("exceptions", "retrievals", "slips", "links", "keys", "banks", "wallet", "api", "deeds/command"),
        ),
    ),
    *_seen_by("host-auditor", ACQUIRER, "acquirer", ("trail",)),
    *_seen_by("host-administrator", ACQUIRER, "acquirer", ("people", "own")),
    View(ACQUIRER, "people/one?name=clerk", "acquirer-person", account="host-administrator"),
    View(MERCHANT, "people/one?name=clerk", "merchant-phone-person", size=PHONE, account="owner"),
    View(ACQUIRER, "inspector", "acquirer-inspector", show_the_bytes, account="host-auditor"),
    View(ACQUIRER, "live", "acquirer-transaction", follow("a[href^='/transactions/']"), account="host-operator"),
    View(ACQUIRER, "terminals", "acquirer-terminal", follow("a[href^='/terminals/']"), account="host-operator"),
    View(ACQUIRER, "merchants", "acquirer-merchant", follow("a[href^='/merchants/']"), account="host-operator"),
    View(
        ACQUIRER,
        "live",
        "acquirer-message",
        follow("a[href^='/transactions/']", "a[href*='/messages/']"),
        account="host-auditor",
    ),
    View(
        ACQUIRER,
        "live",
        "acquirer-compare",
        compare_two,
        account="host-auditor",
    ),
)
"""What there is to see."""
