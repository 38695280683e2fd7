"""A cashier at the terminal's face in a browser: looks at its screen, presses its keys, uses cards, telephone and paper."""

import re

from playwright.sync_api import expect

__all__ = ["Cashier"]

PATIENCE = 30_000
HELD = 2300
SETTLED = re.compile("^(off|idle|menu|question|result|power_save|stopping)$")


class Cashier:
    """Works one open page."""

    def __init__(self, page):
        self.page = page
        self.pad = page.frame_locator("#pin-pad")

    # What is seen

    @property
    def state(self):
        return self.page.evaluate("document.body.dataset.state")

    @property
    def title(self):
        return self.page.locator("#title").get_attribute("data-id")

    def is_asked(self, title):
        expect(self.page.locator("#title")).to_have_attribute("data-id", title, timeout=PATIENCE)

    def is_in(self, state):
        expect(self.page.locator("body")).to_have_attribute("data-state", state, timeout=PATIENCE)

    def sees(self, message):
        expect(self.page.locator(f"#rows [data-id='{message}']")).to_have_count(1, timeout=PATIENCE)

    def bar_tells(self, message):
        expect(self.page.locator(f"#bar [data-id='{message}']")).to_have_count(1, timeout=PATIENCE)

    def has_keyed(self, entry):
        expect(self.page.locator("#entry")).to_have_text(entry)

    def settles(self):
        expect(self.page.locator("body")).to_have_attribute("data-state", SETTLED, timeout=PATIENCE)

    # What is done

    def press(self, *keys):
        for key in keys:
            self.page.locator(f"#pad [data-key='{key}']").click()

    def hold_power(self, milliseconds=HELD):
        power = self.page.locator("#power")
        power.hover()
        self.page.mouse.down()
        self.page.wait_for_timeout(milliseconds)
        self.page.mouse.up()

    def swipe(self, card="debit-east"):
        self.page.locator(f"[data-card='{card}']").click()

    def key_pin(self, pin="123456"):
        self.is_asked("ask.pin")
        for key in (*pin, "confirm"):
            self.pad.locator(f"[data-key='{key}']").click()

    def log_in(self, operator="01", password="0000"):
        self.is_asked("ask.operator_number")
        self.press(*operator, "confirm")
        self.is_asked("ask.operator_password")
        self.press(*password, "confirm")
        self.sees("screen.logged_in")

    def is_ready(self):
        """Bring the machine to its idle screen, logged in and signed in, from wherever it was left."""
        self.page.locator("body[data-state]").wait_for()
        if self.page.locator("#rows img.code").count():
            self.press("cancel")
        for _ in range(20):
            self.settles()
            state, title = self.state, self.title
            if state == "off":
                self.hold_power()
            elif state != "idle":
                self.press("cancel")
            elif title == "front.log_in_first":
                self.press("confirm")
                self.log_in()
            elif title == "front.sign_in_first":
                self.press("1")
                self.sees("screen.signed_in")
            elif title == "front.ready":
                return
            self.page.wait_for_timeout(50)
        raise AssertionError((self.state, self.title))

    def begin_sale(self, amount="1250", card="debit-east"):
        self.swipe(card)
        self.is_asked("ask.confirm_card")
        self.press("confirm")
        self.is_asked("ask.amount")
        self.press(*amount, "confirm")

    def sell(self, amount="1250", card="debit-east", pin="123456"):
        """Sell, with both copies; the result stands."""
        self.begin_sale(amount, card)
        self.key_pin(pin)
        self.is_asked("ask.print_next")
        self.press("confirm")
        self.is_in("result")

    def tear(self):
        self.page.locator("#tear").click()
        expect(self.page.locator("#strip .paper")).to_have_count(0)

    def break_something(self, fault):
        self.open_panel()
        self.page.locator(f"[data-fault='{fault}']").click()
        expect(self.page.locator("#faults-told")).not_to_be_empty()

    def set_device(self, device, condition):
        self.open_panel()
        button = self.page.locator(f"[data-device='{device}'][data-condition='{condition}']")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    def open_panel(self):
        if not self.page.locator("#faults-title").evaluate("title => title.closest('details').open"):
            self.page.locator("#faults-title").click()
