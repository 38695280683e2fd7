"""Ways into the consoles' pages: who looks, and how a page about one thing is reached from a list of many."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from countertop.web.accounts.demo import DEMO_ACCOUNTS

__all__ = ["begin_a_refund", "compare_two", "follow", "log_in", "show_the_bytes"]

PASSWORDS = {account.name: account.password for account in DEMO_ACCOUNTS}


def log_in(page: Page, name: str) -> None:
    """Log in at the entrance that is shown."""
    page.locator("input[name=name]:not([type=hidden])").fill(name)
    page.locator("input[type=password]").fill(PASSWORDS[name])
    page.keyboard.press("Enter")
    expect(page.locator("nav").first).to_be_visible()


def follow(*links: str) -> Callable[[Page], None]:
    """Return the way that follows the first link of each selector in turn."""

    def way(page: Page) -> None:
        for link in links:
            page.goto(str(page.locator(link).first.evaluate("link => link.href")))

    return way


def begin_a_refund(page: Page) -> None:
    """Fill in a refund of the newest sale, as far as the page that asks for a password."""
    follow("#lines tbody a", "#head a.button")(page)
    page.locator("#amount").fill("2.40")
    page.locator("#reason").fill(
        "商品有损" if page.evaluate("document.documentElement.lang").startswith("zh") else "damaged goods"
    )
    with page.expect_navigation():
        page.locator("form.refund button[type=submit]").click()


def show_the_bytes(page: Page) -> None:
    """Give the inspector a sign-in request to read."""
    page.locator("#pasted").fill(
        "600001000060310031000008000020000000C00012000001313233343536373831323334353637383930313233343500110000000100400003303031"
    )
    page.locator("#pasted").press("Tab")
    with page.expect_navigation():
        page.locator("form button[type=submit]").last.click()


def compare_two(page: Page) -> None:
    """Lay the first message of a transaction beside its last."""
    follow("a[href^='/transactions/']")(page)
    with page.expect_navigation():
        page.locator("form[action$='/compare'] button").click()
