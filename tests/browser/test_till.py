"""The page of the till API: read in both languages, by anybody, at any width."""

import pytest

from tests.browser.axe import barriers


@pytest.mark.parametrize(
    ("language", "width", "scheme", "heading"), [("en", 1280, "light", "Till API"), ("zh", 390, "dark", "收银接口")]
)
def test_the_reference_is_read_without_a_barrier(open_page, language, width, scheme, heading):
    shown = open_page(
        "Till API", f"?language={language}", viewport={"width": width, "height": 844}, color_scheme=scheme
    )
    assert shown.locator("h1").inner_text() == heading
    assert barriers(shown) == {}
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.get_by_role("link", name={"en": "Problems", "zh": "出错时"}[language]).click()
    assert shown.locator("#problems").is_visible()
