"""Debian's Chromium, without what a test has no use for: a drawing processor in software, calls home, updates, popups."""

import shutil

from playwright.sync_api import Browser, Playwright

__all__ = ["launched"]

INSTALL = "Chromium is missing: apt-get install chromium fonts-noto-cjk (make develop does it)"
WITHOUT = ("sandbox", "first-run")
DISABLED = ("gpu", "background-networking", "component-update", "extensions", "dev-shm-usage")
# Two pages of its own below the address bar of every window, which nobody sees: dearer than most that are tested.
POPUPS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# Our list takes the place of Playwright's: what of that matters here.
CALLS_HOME = ("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "MediaRouter")
GUESSES = ("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable")
AS_PLAYWRIGHT_HAS_IT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding", "LensOverlay"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"),
)


def launched(playwright: Playwright) -> Browser:
    """Start it; raises AssertionError that names the packages where it is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, INSTALL
    features = ",".join((*POPUPS, *CALLS_HOME, *GUESSES, *AS_PLAYWRIGHT_HAS_IT))
    switches = [*(f"--no-{what}" for what in WITHOUT), *(f"--disable-{what}" for what in DISABLED)]
    return playwright.chromium.launch(executable_path=chromium, args=[*switches, f"--disable-features={features}"])
