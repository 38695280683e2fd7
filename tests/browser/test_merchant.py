"""The merchant console, as a shop's owner uses it: a sale appears by itself, its slip is found by one key and taken."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.processes import sale, voucher_of

SITE = "Merchant console"


@pytest.fixture(scope="module")
def sold(serving):
    """Something to look at, before anybody does."""
    return [voucher_of(sale(serving.data, amount)) for amount in ("10.01", "20.02")]


def log_in(page, name="owner"):
    page.locator("form", has=page.locator(f"input[value='{name}']")).get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_sale_appears_by_itself_and_its_slip_is_found_by_one_key(open_page, serving, sold):
    page, second = open_page(SITE), open_page(SITE)
    log_in(page)
    log_in(second, "clerk")
    second.get_by_role("link", name="Transactions", exact=True).click()
    expect(page.locator("#newest-lines tbody tr")).to_have_count(len(sold))

    voucher = voucher_of(sale(serving.data, "77.31"))
    for shown in (page.locator("#newest-lines"), second.locator("#lines")):
        expect(shown.locator("tbody tr").first).to_contain_text("77.31")
    expect(page.locator("#figures")).to_contain_text("107.34")
    expect(page.locator("#hours canvas")).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type(voucher.lstrip("0"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("77.31")
    slip = page.get_by_role("img", name=voucher)
    expect(slip).to_be_visible()
    page.wait_for_function("document.querySelector('img.slip').naturalWidth > 300")
    page.locator("#hop-1 summary").click()
    expect(page.locator("#hop-1")).to_contain_text("****")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Merchant PDF").click()
    assert taken.value.suggested_filename.endswith("merchant.pdf")

    page.get_by_role("link", name="Transactions", exact=True).first.click()
    page.get_by_label("Amount").fill("77.31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#lines tbody tr")).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export CSV").click()
    assert "77.31" in taken.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="Activity").click()
    expect(page.get_by_role("main")).to_contain_text("exported")

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_label("Password")).to_be_visible()


def test_two_clicks_lead_to_a_slip(open_page, sold):
    page = open_page(SITE)
    log_in(page, "clerk")
    page.get_by_role("link", name="Transactions", exact=True).click()
    page.locator("#lines tbody tr", has_text=sold[0]).get_by_role("link").first.click()
    expect(page.get_by_role("img", name=sold[0])).to_be_visible()
    expect(page.get_by_role("link", name="Statement")).to_have_count(0)


def test_a_refund_is_pressed_twice_and_made_once(open_page, serving, sold):
    voucher = voucher_of(sale(serving.data, "45.00"))
    page, looking = open_page(SITE), open_page(SITE)
    log_in(page)
    log_in(looking, "clerk")
    for each in (page, looking):
        each.keyboard.press("/")
        each.keyboard.type(voucher)
        each.keyboard.press("Enter")
        expect(each.get_by_role("heading", level=1)).to_contain_text("45.00")
    page.get_by_role("link", name="Refund", exact=True).click()
    wish(page, "45.01")
    expect(page.get_by_text("More than is left")).to_be_visible()
    wish(page, "20")
    expect(page.get_by_role("main")).to_contain_text("Give 20.00 back")
    page.reload()
    page.get_by_label("Password of who approves").fill("fresh-mart-2026")
    page.get_by_role("button", name="Refund now").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("-20.00")
    expect(page.locator("#head")).to_contain_text("Approved")
    expect(looking.locator("#head")).to_contain_text("20.00 refunded so far")
    expect(looking.locator("#course-list").get_by_role("link", name="Refund")).to_have_count(1)
    expect(page.locator("img.slip")).to_have_js_property("complete", value=True)
    page.locator("#course-list").get_by_role("link", name=voucher).click()
    page.get_by_role("link", name="Refund", exact=True).click()
    wish(page, "25.01")
    expect(page.get_by_text("More than is left")).to_be_visible()


def wish(page, amount):
    page.get_by_label("Amount").fill(amount)
    page.get_by_label("Reason").fill("damaged goods")
    page.get_by_role("button", name="Continue").click()
