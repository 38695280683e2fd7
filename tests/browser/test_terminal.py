"""The terminal's face, as a cashier uses it: keys, card, PIN on the customer's pad, paper."""

import re

from playwright.sync_api import expect


def shows(page, text):
    expect(page.locator("#screen")).to_contain_text(re.compile(text, re.IGNORECASE))


def press(page, *keys):
    for key in keys:
        page.locator(f"#pad [data-key='{key}']").click()


def test_a_cashier_logs_in_signs_in_and_sells(open_page):
    page = open_page("Terminal")
    pad = page.frame_locator("#pin-pad")
    shows(page, "log in")
    press(page, "confirm")
    shows(page, "operator")
    press(page, "0", "1", "confirm")
    shows(page, "password")
    press(page, "0", "0", "0", "0", "confirm")
    shows(page, "logged in")
    press(page, "confirm")
    shows(page, "sign in first")
    press(page, "1")
    shows(page, "signed in")
    press(page, "confirm")
    page.locator("[data-card]").first.click()
    shows(page, "card")
    press(page, "confirm")
    shows(page, "amount")
    press(page, "1", "2", "5", "0", "confirm")
    expect(pad.get_by_role("status")).to_contain_text("PIN")
    for digit in "123456":
        pad.locator(f"[data-key='{digit}']").click()
    pad.locator("[data-key='confirm']").click()
    shows(page, "approved|next")
    expect(page.locator("#papers")).to_contain_text("12.50")
