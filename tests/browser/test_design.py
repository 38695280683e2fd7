"""The design system on a sample page that shows every component: no barrier, and nothing that sticks out."""

from functools import partial
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

from countertop.web import pages
from countertop.web.language import CODES
from countertop.words import say
from tests.browser.axe import barriers

SAMPLES = Path(__file__).parent / "samples"
SITE = "http://sample.invalid"
WIDTHS = {"phone": 390, "desktop": 1280}


def rendered(code):
    environment = pages._TEMPLATES.overlay(
        loader=ChoiceLoader([FileSystemLoader(pages.ROOM), FileSystemLoader(SAMPLES)])
    )
    told = {"say": partial(say, CODES[code]), "language": code, "path": "/", "in_other_language": "/?language=en"}
    return environment.get_template("design.html").render(told)


@pytest.fixture
def sample(browser):
    contexts = []

    def opening(code, scheme, width):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
        contexts.append(context)
        shown = context.new_page()
        shown.route("**/design/*", lambda route: route.fulfill(path=pages.ROOM / route.request.url[len(SITE) + 1 :]))
        shown.route(SITE + "/", lambda route: route.fulfill(body=rendered(code), content_type="text/html"))
        shown.goto(SITE + "/")
        return shown

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_component_is_a_barrier_in_either_scheme(sample, scheme):
    assert barriers(sample("zh", scheme, WIDTHS["desktop"])) == {}


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_sticks_out_of_the_page(sample, width):
    page = sample("en", "light", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_is_printed_without_what_only_a_screen_needs(sample):
    page = sample("en", "dark", WIDTHS["desktop"])
    page.emulate_media(media="print")
    assert page.locator(".side").is_hidden()
    assert page.locator(".filters").is_hidden()
    assert page.locator(".table").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
