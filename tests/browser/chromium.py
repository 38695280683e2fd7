"""Debian's Chromium, without what a test has no use for: a drawing processor in software, calls home, updates."""

import shutil

from playwright.sync_api import Browser, Playwright

__all__ = ["launched"]

INSTALL = "Chromium is missing: apt-get install chromium fonts-noto-cjk (make develop does it)"
WITHOUT = ("sandbox", "first-run")
DISABLED = ("gpu", "background-networking", "component-update", "extensions", "dev-shm-usage")


def launched(playwright: Playwright) -> Browser:
    """Start it; raises AssertionError that names the packages where it is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, INSTALL
    switches = [*(f"--no-{what}" for what in WITHOUT), *(f"--disable-{what}" for what in DISABLED)]
    return playwright.chromium.launch(executable_path=chromium, args=switches)
