"""What every page owes its readers, measured in the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 5)
  .map((part) => part.outerHTML.slice(0, 120))"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands: axe's findings, sideways scrolling, headings."""
    found = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in Axe().run(page, options={"runOnly": RULES}).response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate(SIDEWAYS):
        found.append(f"scrolls sideways: {page.evaluate(TOO_WIDE)}")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} h1")
    return [f"{page.url}: {fault}" for fault in found]
