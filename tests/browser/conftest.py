"""A house with its pages, and a real browser: Debian's Chromium, driven by Playwright."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import launched
from tests.browser.houses import served

# Patience of a busy machine, not a measure: what comes sooner is seen sooner.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def browser():
    """A browser of the module: while it is there an event loop runs, in which other tests could start none."""
    with sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """A house of the module's own."""
    yield from served(tmp_path_factory)


@pytest.fixture(scope="session")
def shared_house(tmp_path_factory):
    """A house shared by the modules that leave its terminal as they find it; each of them calls it `serving`."""
    yield from served(tmp_path_factory)


@pytest.fixture(scope="module")
def sites(serving):
    """Where each site is, by the name it has in English."""
    return serving.sites


@pytest.fixture
def open_page(browser, sites):
    """Open a site in a fresh browser profile, in English; every error of its scripts fails the test."""
    contexts, faults = [], []

    def opening(site, path="", **more):
        context = browser.new_context(locale="en", **more)
        contexts.append(context)
        shown = context.new_page()
        shown.on("pageerror", lambda fault: faults.append(str(fault)))
        shown.goto(sites[site] + path)
        return shown

    yield opening
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture(scope="module")
def face(browser, sites):
    """The page of the machine, for all the walks of a module: to open one is dear, and it is one machine."""
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    page, faults = context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(sites["Terminal"])
    yield page
    context.close()
    assert not faults, faults
