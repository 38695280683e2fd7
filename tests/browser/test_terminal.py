"""The terminal's face, as people use it: power, keys, cards, PIN on the customer's pad, paper, telephone."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.cashier import HELD, Cashier

PIN = "246810"
"""Of the card debit-west, and nowhere else in this shop."""


@pytest.fixture(scope="module")
def serving(shared_house):
    return shared_house


@pytest.fixture
def cashier(face):
    cashier = Cashier(face)
    cashier.is_ready()
    return cashier


def strip_of(page):
    return page.locator("#strip .paper")


def test_the_power_key_is_held_to_switch_off_and_on_and_the_machine_tests_itself(cashier):
    cashier.hold_power(long=False)
    assert cashier.title == "front.ready"
    cashier.hold_power()
    cashier.is_asked("front.switch_off")
    cashier.press("confirm")
    cashier.is_in("off")
    assert cashier.page.locator("#screen").inner_text().strip() == ""
    cashier.press("1", "confirm")
    assert cashier.state == "off"
    cashier.page.keyboard.down("p")
    expect(cashier.page.locator("#power")).to_have_class(HELD)
    expect(cashier.page.locator("#power")).not_to_have_class(HELD)
    cashier.page.keyboard.up("p")
    cashier.sees("screen.self_test_passed")
    for part in ("printer", "pin_pad", "card_reader", "battery", "line", "keys", "store"):
        cashier.sees(f"part.{part}_ok")
    cashier.press("confirm")
    cashier.log_in()
    cashier.press("confirm")
    cashier.bar_tells("front.bar_battery")
    cashier.bar_tells("front.bar_operator")


def test_a_sale_with_a_pin_lets_no_digit_of_it_out_of_the_pad(open_page, serving):
    page = open_page("Terminal")
    frames, addresses = [], []

    def keep(frame):
        frames.append(frame)

    def followed(socket):
        if "/live?" in socket.url:  # the face's own; that of the pad has no language
            socket.on("framesent", keep)
            socket.on("framereceived", keep)

    page.on("websocket", followed)
    page.on("request", lambda request: addresses.append(request.url))
    page.reload()
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.begin_sale("8850", "debit-west")
    cashier.is_asked("ask.pin")
    frames.clear()
    for digit in PIN[:3]:
        cashier.pad.locator(f"[data-key='{digit}']").click()
    cashier.has_keyed("***")
    # A key that reaches the page instead of the pad goes nowhere, and neither does one of the machine's own.
    page.evaluate("document.querySelector('#pin-pad').blur(); window.focus()")
    page.keyboard.press("9")
    cashier.press("9")
    cashier.has_keyed("***")
    for digit in PIN[3:]:
        cashier.pad.locator(f"[data-key='{digit}']").click()
    cashier.has_keyed("******")
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.body.outerHTML])"
    )
    sent = [frame for frame in frames if '"touch"' in frame]
    cashier.pad.locator("[data-key='confirm']").click()
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.tear()
    assert sent == []
    assert any('"entry":"***"' in frame.replace(" ", "") for frame in frames)
    for told in (*frames, *addresses, kept, serving.text):
        assert PIN not in told
    logs = [path for path in serving.data.rglob("*") if path.is_file() and path.suffix in (".jsonl", ".log", ".toml")]
    assert logs
    for log in logs:
        assert PIN.encode() not in log.read_bytes()


def test_two_slips_slide_out_are_torn_off_read_again_and_taken_away(cashier, sites):
    page = cashier.page
    cashier.sell("3333")
    expect(strip_of(page)).to_have_count(2)
    expect(strip_of(page).last).to_contain_text("33.33")
    for picture in page.locator("#strip img").all():
        expect(picture).to_have_attribute("width", "232")
    kept = page.locator("#papers li").count()
    cashier.tear()
    expect(page.locator("#papers li")).to_have_count(kept + 2)
    page.locator("#papers li").first.get_by_role("button").click()
    expect(page.locator("#reading-text")).to_contain_text("33.33")
    links = {link.get_attribute("data-kind"): link.get_attribute("href") for link in page.locator("#downloads a").all()}
    heads = {"png": b"\x89PNG", "pdf": b"%PDF", "escpos": b"\x1b@", "txt": b""}
    for kind, head in heads.items():
        taken = page.request.get(sites["Terminal"].rstrip("/") + links[kind])
        assert taken.status == 200
        assert taken.body().startswith(head), kind
    page.keyboard.press("Escape")
    expect(page.locator("#reading")).to_be_hidden()
    assert cashier.state in ("result", "idle")


def test_a_customers_code_is_scanned_from_the_telephone(cashier):
    page = cashier.page
    page.locator("[data-slot='scanner']").click()
    expect(page.locator("#told")).not_to_be_empty()
    cashier.press("confirm", "8", "1")
    cashier.is_asked("ask.amount")
    cashier.press(*"700", "confirm")
    cashier.is_asked("ask.payment_code")
    page.locator("[data-phone='code']").click()
    expect(page.locator("#code")).to_have_value(re.compile(r"^[0-9 ]{16,}$"))
    page.locator("[data-slot='scanner']").click()
    expect(page.locator("#code")).to_have_value("")
    cashier.is_asked("ask.print_next")
    cashier.press("confirm")
    cashier.is_in("result")
    expect(strip_of(page).last).to_contain_text("7.00")
    cashier.tear()


def test_the_shops_code_is_scanned_by_the_telephone(cashier):
    cashier.press("confirm", "8", "4")
    cashier.is_asked("ask.amount")
    cashier.press(*"900", "confirm")
    cashier.sees("screen.code_shown")
    expect(cashier.page.locator("#rows img.code")).to_be_visible()
    cashier.page.locator("[data-phone='pay']").click()
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.is_in("result")
    cashier.tear()


def test_two_browsers_see_one_machine(cashier, open_page):
    other = Cashier(open_page("Terminal"))
    other.is_in("idle")
    cashier.swipe()
    other.is_asked("ask.confirm_card")
    other.press("confirm")
    cashier.is_asked("ask.amount")
    cashier.press("1", "2")
    other.press("5", "0")
    for each in (cashier, other):
        each.has_keyed("12.50")
    other.press("confirm")
    cashier.key_pin()
    for each in (cashier, other):
        each.is_asked("ask.print_next")
        expect(strip_of(each.page).last).to_contain_text("12.50")
    cashier.press("cancel")
    other.is_in("result")
    other.tear()
    expect(strip_of(cashier.page)).to_have_count(0)


def test_a_reload_in_the_middle_loses_nothing(cashier):
    cashier.swipe()
    cashier.is_asked("ask.confirm_card")
    cashier.press("confirm")
    cashier.is_asked("ask.amount")
    cashier.press("4", "2")
    cashier.page.reload()
    cashier.is_asked("ask.amount")
    cashier.has_keyed("0.42")
    cashier.press("confirm")
    cashier.is_asked("ask.pin")
    cashier.page.reload()
    cashier.key_pin()
    cashier.is_asked("ask.print_next")
    expect(strip_of(cashier.page).last).to_contain_text("0.42")
    cashier.page.reload()
    expect(strip_of(cashier.page).last).to_contain_text("0.42")
    cashier.press("cancel")
    cashier.is_in("result")
    cashier.tear()


def test_a_sale_is_made_by_the_keyboard_alone(cashier):
    keyboard = cashier.page.keyboard
    keyboard.press("c")
    keyboard.press("Enter")
    cashier.is_asked("ask.confirm_card")
    keyboard.press("Enter")
    cashier.is_asked("ask.amount")
    keyboard.type("56")
    keyboard.press("Backspace")
    keyboard.press(".")
    cashier.has_keyed("5.00")
    keyboard.press("Enter")
    cashier.is_asked("ask.pin")
    expect(cashier.page.locator("#pin-pad")).to_be_focused()
    keyboard.type("123456")
    cashier.has_keyed("******")
    keyboard.press("Enter")
    cashier.is_asked("ask.print_next")
    keyboard.press("Enter")
    cashier.is_in("result")
    keyboard.press("t")
    expect(strip_of(cashier.page)).to_have_count(0)
    keyboard.press("Escape")
    cashier.is_in("idle")
    keyboard.press("Enter")
    cashier.is_in("menu")
    keyboard.press("ArrowDown")
    expect(cashier.page.locator("#rows .is-chosen")).to_have_attribute("data-id", "menu.void")
    keyboard.press("Escape")
    cashier.is_in("idle")


def test_keys_are_the_machines_whatever_was_clicked_but_a_field(cashier):
    page, keyboard = cashier.page, cashier.page.keyboard
    panel = page.locator("#faults-title")
    fold = page.locator("details", has=panel)
    panel.click()
    expect(fold).to_have_attribute("open", "")
    keyboard.press("Enter")
    cashier.is_in("menu")
    expect(fold).to_have_attribute("open", "")
    keyboard.press("Escape")
    cashier.is_in("idle")
    code = page.locator("#code")
    code.click()
    keyboard.type("12")
    expect(code).to_have_value("12")
    panel.click()  # gives the field up
    expect(fold).not_to_have_attribute("open", "")
    keyboard.press("Enter")
    cashier.is_in("menu")
    keyboard.press("Escape")
    cashier.is_in("idle")
    expect(code).to_have_value("12")
    code.fill("")
    page.locator("#faults-title").evaluate("title => title.closest('summary').focus()")  # as Tab does
    keyboard.press("Enter")
    expect(fold).to_have_attribute("open", "")
    assert cashier.state == "idle"
    panel.click()


def test_a_double_click_does_nothing_twice(cashier):
    page = cashier.page
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda payload: sent.append(json.loads(payload))))
    page.reload()
    cashier.is_in("idle")
    page.locator("[data-card='debit-east']").dblclick()
    cashier.is_asked("ask.confirm_card")
    page.locator("#pad [data-key='confirm']").dblclick()
    cashier.is_asked("ask.amount")
    cashier.has_keyed("0.00")
    assert page.locator("#rows [data-id='front.no_amount']").count() == 0
    page.locator("#pad [data-key='1']").dblclick()
    cashier.has_keyed("0.11")
    cashier.press("cancel")
    cashier.is_in("result")
    touches = [each["touch"] for each in sent if "touch" in each]
    assert touches == ["swipe", "press", "press", "press", "press"]


def test_a_card_is_carried_to_a_slot_and_slots_without_their_parts_say_so(cashier):
    page = cashier.page
    for slot in ("chip", "contactless", "finger"):
        told = page.locator(f"[data-slot='{slot}']")
        told.click()
        expect(page.locator("#told")).to_have_text(told.get_attribute("data-told"))
    chip = page.locator("[data-slot='chip']")
    carry(page, "credit-east", chip)
    expect(page.locator("#told")).to_have_text(chip.get_attribute("data-told"))
    assert cashier.state == "idle"
    page.get_by_label("Well").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Turned")).to_be_checked()
    carry(page, "credit-east", page.locator("[data-slot='stripe']"))
    cashier.sees("screen.card_turned")
    page.get_by_label("Well").check()
    carry(page, "credit-east", page.locator("[data-slot='stripe']"))
    cashier.is_asked("ask.confirm_card")
    expect(page.locator("#rows .is-sensitive")).to_contain_text("6225000000000022")
    cashier.press("cancel")
    cashier.is_in("result")


def carry(page, card, slot):
    held, goal = page.locator(f"[data-card='{card}']").bounding_box(), slot.bounding_box()
    page.mouse.move(held["x"] + 20, held["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2, steps=5)
    page.mouse.up()
