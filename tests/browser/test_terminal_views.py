"""The terminal's face for everybody: both languages, light and dark, phone and desktop, without a barrier."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import barriers
from tests.browser.cashier import Cashier

SEEN = [("zh", "light"), ("en", "dark")]
FINGER = 40  # pixels
WIDTHS = [(390, 844), (820, 1180), (1280, 800), (1920, 1080)]


@pytest.fixture(scope="module")
def serving(shared_house):
    return shared_house


@pytest.mark.parametrize(("code", "scheme"), SEEN)
def test_no_part_of_the_face_or_the_pad_is_a_barrier(open_page, code, scheme):
    page = open_page("Terminal", f"?language={code}", color_scheme=scheme, bypass_csp=True)
    cashier = Cashier(page)
    cashier.is_ready()
    cashier.open_panel()
    cashier.press("confirm")
    cashier.is_in("menu")
    assert barriers(page) == {}
    cashier.press("cancel")
    pad = page.locator("#pin-pad").get_attribute("src")
    page.goto(pad)
    assert barriers(page) == {}


def test_the_machine_speaks_the_language_that_is_chosen_and_slips_that_of_the_shop(open_page):
    page = open_page("Terminal")
    cashier = Cashier(page)
    cashier.is_ready()
    expect(page.locator("#title")).to_contain_text("Swipe a card")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#title")).to_contain_text("请刷卡")
    expect(page.frame_locator("#pin-pad").get_by_role("status")).to_contain_text("请稍候")
    cashier.sell("1000")
    slip = page.locator("#strip .paper").last.inner_text()
    assert "交易金额(AMOUNT)" in slip
    cashier.tear()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#papers li").first).to_contain_text("cardholder copy")


def test_a_finger_has_room_on_every_key_and_at_every_slot(open_page):
    page = open_page("Terminal", viewport={"width": 1280, "height": 900})
    narrow = page.evaluate(f"""[...document.querySelectorAll(".case button")].filter((part) => {{
        const {{ x, y, width, height }} = part.getBoundingClientRect();
        const [left, top] = [x + width / 2, y + height / 2];
        const reach = {FINGER} / 2 - 1;
        const aims = [[0, -reach], [0, reach], [Math.min(reach, width / 2 - 1), 0]];
        return aims.some(([across, down]) => !part.contains(document.elementFromPoint(left + across, top + down)));
    }}).map((part) => part.dataset.key ?? part.dataset.slot ?? part.id)""")
    assert narrow == []


def test_nothing_sticks_out_and_the_machine_is_there_at_once(open_page):
    page = open_page("Terminal")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("#screen")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "document.querySelector('#screen').scrollWidth <= document.querySelector('#screen').clientWidth"
        )


def test_on_a_phone_the_pad_comes_up_while_a_pin_is_asked(open_page):
    page = open_page("Terminal", viewport={"width": 390, "height": 844})
    cashier = Cashier(page)
    cashier.is_ready()
    assert not in_view(page)
    cashier.begin_sale()
    cashier.is_asked("ask.pin")
    expect(page.locator("#pin-pad")).to_be_in_viewport(ratio=1)
    cashier.key_pin()
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.is_in("result")
    cashier.tear()


def in_view(page):
    return page.locator("#pin-pad").evaluate("pad => pad.getBoundingClientRect().top < innerHeight")
