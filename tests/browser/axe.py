"""The accessibility engine axe in a page, and what it finds wrong there."""

from axe_playwright_python.sync_playwright import Axe

__all__ = ["barriers"]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],  # what is right need not be told
}


def barriers(page, **more):
    """Return each rule that is broken, with the elements that break it; the page must be opened with `bypass_csp`."""
    found = Axe().run(page, options={**RULES, **more}).response["violations"]
    return {rule["id"]: [node["html"][:120] for node in rule["nodes"]] for rule in found}
