"""Real devices at the terminal's face: a wedge that types into the page, a printer beside it, the page that chooses them."""

import json

import pytest
from playwright.sync_api import expect

from countertop.demo.people import DEMO_SUPERVISOR
from countertop.printing.picture import png
from countertop.runtime.premises import read_wallet_file
from tests.browser.cashier import PATIENCE, Cashier
from tests.printing.network_printer import NetworkPrinter

CARD = read_wallet_file(None)["debit-east"]
PAN = CARD.pan.reveal()
TRACK2 = CARD.track2.reveal().replace("D", "=")
BEHIND = TRACK2.partition("=")[2]
TRACKS = f"%B{PAN}^DEMO/CARD^{BEHIND}?;{TRACK2}?"
SLOWEST = "1000"
"""Milliseconds between two characters: a browser that is driven from outside types slower than a wedge."""


class Talk:
    """What a page says to the machine."""

    def __init__(self, page):
        self.said = []
        page.on("websocket", self._follow)

    def _follow(self, socket):
        if "/live?" in socket.url:  # the face's own; that of the pad has no language
            socket.on("framesent", lambda frame: self.said.append(json.loads(frame)))

    def of(self, touch):
        return [said for said in self.said if said["touch"] == touch]


@pytest.fixture
def counter(open_page, sites):
    """The page of the devices and that of the machine; everything is drawn again afterwards."""
    page = open_page("Terminal", "devices", viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.talk = Talk(page)
    yield page
    at_the_machine(page, sites)  # where somebody is asked something, nothing is chosen meanwhile
    choose(page, sites, "wedge", scanner=False, stripe=False)
    choose(page, sites, "printer", connection="drawn")


def choose(page, sites, part, **options):
    """Choose on the page of the devices, as a person does."""
    if not page.url.endswith("/devices"):
        page.goto(f"{sites['Terminal']}devices")
    for name, value in options.items():
        field = page.locator(f"form[action='/devices/{part}'] [name='{name}']")
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator(f"#{part}_password").fill(DEMO_SUPERVISOR.password)
    page.locator(f"form[action='/devices/{part}'] .is-primary").click()
    page.wait_for_url("**/devices")


def at_the_machine(page, sites):
    page.goto(sites["Terminal"])
    cashier = Cashier(page)
    cashier.is_ready()
    return cashier


def test_a_stripe_reader_types_a_card_and_the_page_keeps_nothing_of_it(counter, sites, serving):
    choose(counter, sites, "wedge", stripe=True, pause=SLOWEST)
    cashier = at_the_machine(counter, sites)
    counter.talk.said.clear()
    counter.keyboard.type(TRACKS)
    counter.keyboard.press("Enter")
    cashier.is_asked("ask.confirm_card")
    assert counter.talk.said == [{"touch": "wedge", "keys": TRACKS}]
    assert TRACK2 not in counter.content()
    cashier.press("confirm")
    cashier.is_asked("ask.amount")
    cashier.press(*"1250", "confirm")
    cashier.key_pin(CARD.pin.reveal())
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.is_in("result")
    kept = counter.evaluate(
        "JSON.stringify([localStorage, sessionStorage, document.cookie, location.href, history.state])"
    )
    for place in (kept, counter.content(), serving.text, *logs(serving)):
        assert PAN not in place
        assert BEHIND not in place


def logs(serving):
    return [path.read_text("utf-8") for path in serving.data.rglob("*.jsonl")]


def test_a_scanner_types_a_payment_code_and_keys_of_a_person_stay_keys(counter, sites):
    choose(counter, sites, "wedge", scanner=True, pause=SLOWEST)
    cashier = at_the_machine(counter, sites)
    counter.locator("[data-phone='code']").click()
    code = counter.locator("#code")
    expect(code).not_to_have_value("")
    shown = code.input_value().replace(" ", "")
    code.fill("")
    counter.locator("#screen").focus()
    cashier.press("confirm", "8", "1")
    cashier.is_asked("ask.amount")
    counter.keyboard.press("9")  # alone, so it is a person's
    cashier.has_keyed("0.09")
    cashier.press("0", "0", "confirm")
    cashier.is_asked("ask.payment_code")
    counter.talk.said.clear()
    counter.keyboard.type(shown)
    counter.keyboard.press("Enter")
    expect(counter.locator("#title")).not_to_have_attribute("data-id", "ask.payment_code", timeout=PATIENCE)
    assert counter.talk.said == [{"touch": "wedge", "keys": shown}]
    expect(counter.locator("#told")).to_have_text("The scanner read a code")


def test_a_card_that_is_typed_where_no_stripe_reader_is_chosen_goes_nowhere(counter, sites):
    choose(counter, sites, "wedge", scanner=True, scanner_prefix="%", pause=SLOWEST)
    cashier = at_the_machine(counter, sites)
    counter.keyboard.type(TRACKS)
    counter.keyboard.press("Enter")
    expect(counter.locator("#told")).to_contain_text("no stripe reader is chosen", timeout=PATIENCE)
    assert cashier.title == "front.ready"
    assert PAN not in counter.content()


def test_a_card_that_is_typed_while_a_pin_is_asked_is_no_pin(counter, sites):
    choose(counter, sites, "wedge", stripe=True, pause=SLOWEST)
    cashier = at_the_machine(counter, sites)
    cashier.begin_sale()
    cashier.is_asked("ask.pin")
    counter.talk.said.clear()
    counter.keyboard.type(TRACKS)
    counter.keyboard.press("Enter")
    cashier.key_pin(CARD.pin.reveal())
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    assert counter.talk.of("wedge") == []


def test_slips_come_out_of_the_real_printer_and_are_kept_to_be_read(counter, sites):
    with NetworkPrinter() as printer:
        choose(counter, sites, "printer", connection="tcp", address=f"127.0.0.1:{printer.port}")
        expect(counter.locator("#printer-badge")).to_have_text("Ready to print", timeout=PATIENCE)
        printer.has_paper = False
        expect(counter.locator("#printer-badge")).to_have_text("No paper", timeout=PATIENCE)
        expect(counter.locator("#printer-problem")).to_contain_text("load some, then print again")
        printer.has_paper = True
        cashier = at_the_machine(counter, sites)
        kept, hanging = (counter.locator(papers).count() for papers in ("#papers li", "#strip .paper"))
        cashier.sell("7700")
        assert len(printer.drawn()) == 2
        assert all("77.00" in text for text in printer.texts())
        expect(counter.locator("#papers li")).to_have_count(kept + 2)
        expect(counter.locator("#strip .paper")).to_have_count(hanging)
        counter.locator("#papers button").first.click()
        drawn = counter.locator("#reading-picture").get_attribute("src")
        shown = counter.request.get(f"{sites['Terminal'].rstrip('/')}{drawn}").body()
        assert shown == png(printer.drawn()[-1:])  # the page's picture is that of the bytes the printer got
        counter.keyboard.press("Escape")
        choose(counter, sites, "printer", connection="drawn")
