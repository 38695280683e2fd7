"""Ways to states of the terminal's face worth looking at; each begins at a page just opened."""

from playwright.sync_api import Page, expect

from countertop.demo.people import DEMO_SUPERVISOR
from tests.browser.cashier import PATIENCE, Cashier

__all__ = [
    "after_a_wrong_address",
    "after_the_line_broke",
    "at_the_amount",
    "at_the_menu",
    "at_the_pin",
    "at_the_reading",
    "at_the_shops_code",
    "at_the_slip",
]


def at_the_menu(page: Page) -> None:
    """Open the main menu."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.press("confirm", "down")
    cashier.is_in("menu")


def at_the_amount(page: Page) -> None:
    """Key an amount."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.swipe()
    cashier.is_asked("ask.confirm_card")
    cashier.press("confirm")
    cashier.is_asked("ask.amount")
    cashier.press(*"12850")


def at_the_pin(page: Page) -> None:
    """Let the customer key four digits."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.begin_sale("12850")
    cashier.is_asked("ask.pin")
    for digit in "1234":
        cashier.pad.locator(f"[data-key='{digit}']").click()
    cashier.has_keyed("****")


def at_the_shops_code(page: Page) -> None:
    """Show the shop's code for a customer's telephone."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.press("confirm", "8", "4")
    cashier.is_asked("ask.amount")
    cashier.press(*"900", "confirm")
    cashier.sees("screen.code_shown")


def at_the_slip(page: Page) -> None:
    """Sell, with the merchant's copy out and the next asked for."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.begin_sale("12850")
    cashier.key_pin()
    cashier.is_asked("ask.print_next")
    expect(page.locator("#strip img").last).to_have_attribute("width", "232", timeout=PATIENCE)


def at_the_reading(page: Page) -> None:
    """Read a slip again."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.sell("12850")
    cashier.tear()
    page.locator("#papers button").first.click()
    page.wait_for_timeout(300)


def after_the_line_broke(page: Page) -> None:
    """Lose the line in the middle of a sale."""
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.break_something("mend")
    cashier.break_something("cut-line")
    cashier.begin_sale("2000")
    cashier.key_pin()
    cashier.is_in("result")


def after_a_wrong_address(page: Page) -> None:
    """Choose a printer that there cannot be; nothing is changed by it."""
    page.locator("#connection").select_option("usb")
    page.locator("#address").fill("lp0")
    page.locator("#printer_password").fill(DEMO_SUPERVISOR.password)
    page.locator("form[action='/devices/printer'] .is-primary").click()
    page.locator("[role='alert']").wait_for()
