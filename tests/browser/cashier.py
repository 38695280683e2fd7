"""A cashier at the terminal's face in a browser: looks at its screen, presses its keys, uses cards, telephone and paper."""

import re
from contextlib import contextmanager, suppress

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

__all__ = ["Cashier"]

PATIENCE = 30_000
HELD = re.compile("is-held")
UNMOVED = 5_000
PAPER = "232"
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

    @property
    def slip(self):
        """The newest paper that hangs from the printer, as its text."""
        return self.page.locator("#strip .paper").last.inner_text()

    def has_keyed(self, entry):
        expect(self.page.locator("#entry")).to_have_text(entry)

    def settles(self):
        expect(self.page.locator("body")).to_have_attribute("data-state", SETTLED, timeout=PATIENCE)

    # What is done

    def press(self, *keys):
        for key in keys:
            self.page.locator(f"#pad [data-key='{key}']").click()

    def choose(self, *digits):
        """Open the menu, and take a row of each menu that comes."""
        self.press("confirm", *digits)

    def answer(self, title, keyed):
        """Key an answer on the keyboard."""
        self.is_asked(title)
        self.page.keyboard.type(keyed)
        self.page.keyboard.press("Enter")

    def ends_with(self, message):
        """Wait for the end of a request, which says this, and put it away."""
        self.is_in("result")
        self.sees(message)
        self.press("cancel")
        self.settles()

    def takes_slips(self, copies=2):
        """Let both copies be printed, or one, and see their pictures; return the text of the last."""
        self.is_asked("ask.print_next")
        self.press("confirm" if copies == 2 else "cancel")
        self.is_in("result")
        expect(self.page.locator("#strip .paper")).to_have_count(copies)
        expect(self.page.locator("#strip img").last).to_have_attribute("width", PAPER)
        slip = self.slip
        self.tear()
        self.press("cancel")
        self.is_in("idle")
        return slip

    def hold_power(self, *, long=True):
        """Hold the power key until it takes effect, or let go of it before."""
        power = self.page.locator("#power")
        power.hover()
        self.page.mouse.down()
        expect(power).to_have_class(HELD)
        if long:
            expect(power).not_to_have_class(HELD, timeout=PATIENCE)
        self.page.mouse.up()

    def swipe(self, card="debit-east"):
        self.page.locator(f"[data-card='{card}']").click()

    def show_card(self, card="debit-east"):
        """Swipe a card where one is asked for, and compare its number."""
        self.is_asked("ask.card")
        self.swipe(card)
        self.is_asked("ask.confirm_card")
        self.press("confirm")

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
            elif title == "front.ready":
                return
            elif state == "idle" and title == "front.sign_in_first":
                self.press("1")
            else:
                self.press("confirm" if title == "front.log_in_first" else "cancel")
            self._shows_other_than(state, title)
            if self.title == "ask.operator_number":
                self.log_in()
        raise AssertionError((self.state, self.title))

    def _shows_other_than(self, state, title):
        """Wait until a key has had its effect; one that comes as the screen changes by itself has none."""
        with suppress(PlaywrightTimeout):
            self.page.wait_for_function(
                "([state, title]) => document.body.dataset.state !== state"
                " || document.querySelector('#title').dataset.id !== title",
                arg=[state, title],
                timeout=UNMOVED,
            )

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
        with self.page.expect_response(lambda answer: answer.url.endswith(f"/faults/{fault}")):
            self.page.locator(f"[data-fault='{fault}']").click()
        expect(self.page.locator("#faults-told")).not_to_be_empty()

    def set_device(self, device, condition):
        self.open_panel()
        button = self.page.locator(f"[data-device='{device}'][data-condition='{condition}']")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    @contextmanager
    def with_device(self, device, condition, mended="ok"):
        """Let a device be so for a while."""
        self.set_device(device, condition)
        try:
            yield
        finally:
            self.set_device(device, mended)

    def open_panel(self):
        if not self.page.locator("#faults-title").evaluate("title => title.closest('details').open"):
            self.page.locator("#faults-title").click()
