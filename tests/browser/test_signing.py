"""A customer signs on the pad with the mouse: the slip shows it, and so does the host."""

from contextlib import contextmanager
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from countertop.runtime.desk_client import DeskClient
from countertop.slips.plain import read_picture
from tests.browser.cashier import Cashier
from tests.browser.houses import served


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    yield from served(tmp_path_factory, "--set", "terminal.settings.electronic_signature=true")


@pytest.fixture
def cashier(face):
    cashier = Cashier(face)
    cashier.is_ready()
    return cashier


@contextmanager
def asked_to_sign(cashier, amount):
    cashier.begin_sale(amount)
    cashier.key_pin()
    cashier.is_asked("ask.signature")
    pad = cashier.page.locator("#signing")
    expect(pad).to_be_visible()
    yield pad
    expect(pad).to_be_hidden()


def write(page):
    """Draw a wave across the box."""
    box = page.locator("#signing-box").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 30 + step * 20, box["y"] + (130 if step % 2 else 30), steps=4)
    page.mouse.up()


def ink(png):
    with Image.open(BytesIO(png)) as picture:
        return picture.convert("L").histogram()[0]


def test_a_signature_by_mouse_is_on_the_slip_and_at_the_host(cashier, serving, tmp_path):
    page = cashier.page
    with asked_to_sign(cashier, "4242") as pad:
        expect(page.locator("#signing-confirm")).to_be_disabled()
        write(page)
        page.locator("#signing-clear").click()
        expect(page.locator("#signing-confirm")).to_be_disabled()
        write(page)
        pad.screenshot(path=tmp_path / "pad.png")
        page.locator("#signing-confirm").click()
    cashier.is_asked("ask.print_next")
    cashier.press("confirm")
    cashier.is_in("result")
    merchant, cardholder = page.locator("#strip .paper").all()
    expect(merchant).to_contain_text("[已电子签名]")
    expect(cardholder).not_to_contain_text("[已电子签名]")
    picture = page.request.get(merchant.locator("img").evaluate("image => image.src"))
    (tmp_path / "slip.png").write_bytes(picture.body())
    assert ink(picture.body()) > 5000
    with DeskClient(serving.data / "terminal") as desk:
        _, body = desk.request("transactions", {})
        newest = body["transactions"][0]
    with DeskClient(serving.data / "acquirer") as desk:
        _, told = desk.request("slips", {"rrn": newest["rrn"]})
    (slip,) = told["slips"]
    assert "[已电子签名]" in slip["slip"]
    kept = read_picture(slip["signature"])
    assert (kept.width, kept.height) == (474, 158)
    cashier.tear()


def test_a_dot_is_no_signature_and_the_pad_says_so(cashier):
    page = cashier.page
    with asked_to_sign(cashier, "777") as pad:
        expect(pad).to_contain_text("7.77")
        page.locator("#signing-box").click()
        page.locator("#signing-confirm").click()
        expect(page.locator("#signing-said")).to_contain_text("sign again")
        page.locator("#signing-clear").click()
        write(page)
        page.locator("#signing-confirm").click()
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.tear()


def test_who_would_rather_sign_on_paper_presses_cancel(cashier):
    with asked_to_sign(cashier, "1313"):
        cashier.page.locator("#signing-leave").click()
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    expect(cashier.page.locator("#strip .paper").last).to_contain_text("____")
    cashier.tear()
