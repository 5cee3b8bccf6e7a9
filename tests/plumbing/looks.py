"""What every page owes its readers, measured in the browser."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
AXE = Axe().axe_script
IS_THERE = "() => window.axe !== undefined"
LOOK = """async (rules) => ({
  violations: (await axe.run({runOnly: rules, resultTypes: ["violations"]})).violations,
  sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  headings: document.querySelectorAll("h1").length,
})"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 5)
  .map((part) => part.outerHTML.slice(0, 120))"""


def faults(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """What is wrong with the page as it stands: axe's findings, sideways scrolling, headings.

    ``rules`` are tags or rules of axe, which is put into a document once: it is large.
    """
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE)
    seen = page.evaluate(LOOK, list(rules))
    found = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in seen["violations"]
        for node in violation["nodes"]
    ]
    if seen["sideways"]:
        found.append(f"scrolls sideways: {page.evaluate(TOO_WIDE)}")
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} h1")
    return [f"{page.url}: {fault}" for fault in found]
