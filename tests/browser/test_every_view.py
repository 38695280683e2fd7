"""Every page of the table of views, once in each language: no barrier, nothing wider than desktop or telephone, no error.

No table of a console is wider than a desktop either, but for the messages of a transaction side by side.

Barriers are looked for in one language: the other has the same elements, and the colours of the dark are those of
`test_design`. The states of the terminal's face that a story leads to are walked by `test_terminal_views`.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import barriers
from tests.browser.gallery.a_day import live_a_day
from tests.browser.gallery.at_the_consoles import log_in
from tests.browser.gallery.views import VIEWS

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
SEARCHED = "zh"
PAGES = [view for view in VIEWS if (view.site != "Terminal" or view.path) and view.size[0] != PHONE["width"]]
WALKED = [view for view in PAGES if not view.name.endswith("-refused")]  # an error in a browser's own words
WALKS = sorted({(view.site, view.account or "") for view in WALKED})

WIDE_TABLES = """[...document.querySelectorAll(".table-frame:not(:has(.side-by-side))")]
    .filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => frame.innerText.slice(0, 60))"""


@pytest.fixture(scope="module")
def house(serving):
    live_a_day(serving.data)
    return serving.data


@pytest.mark.parametrize(("code", "scheme"), [("zh", "light"), ("en", "dark")])
@pytest.mark.parametrize(("site", "account"), WALKS)
@pytest.mark.usefixtures("house")
def test_no_page_is_a_barrier_too_wide_or_in_error(browser, sites, site, account, code, scheme):
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, locale=code, bypass_csp=True)
    page, complaints, found = context.new_page(), [], {}
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{sites[site]}?language={code}")
    if account:
        log_in(page, account)
    for view in WALKED:
        if (view.site, view.account or "") == (site, account):
            page.goto(f"{sites[site]}{view.path}")
            if view.story is not None:
                view.story(page)
            found[view.name] = faults_of(page, code) | ({"said": complaints[:]} if complaints else {})
            complaints.clear()
    if account:
        page.goto(f"{sites[site]}transactions/nothing")  # where a browser itself says that nothing is there
        found["missing"] = faults_of(page, code)
    context.close()
    assert found
    assert not any(found.values()), {name: faults for name, faults in found.items() if faults}


@pytest.mark.usefixtures("house")
def test_the_reference_of_the_till_api_leads_to_its_parts(open_page):
    page = open_page("Till API", "?language=en")
    assert page.locator("h1").inner_text() == "Till API"
    page.get_by_role("link", name="Problems").click()
    expect(page.locator("#problems")).to_be_in_viewport()


def faults_of(page, code):
    faults = barriers(page) if code == SEARCHED else {}
    if not page.evaluate("document.documentElement.lang").startswith(code):
        faults["language"] = page.url
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            faults[f"wider than {size['width']}"] = page.url
    if wide := page.evaluate(WIDE_TABLES):
        faults["tables"] = wide
    return faults
