"""A real Chromium, driven by Playwright, looking at the live stack."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from marketplace.devstack import system
from tests.plumbing.live import LiveStack

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--js-flags=--no-opt --no-maglev --always-sparkplug",  # pages live too briefly to optimise
]

NewPage = Callable[..., Page]


def missing(what: str) -> None:
    """Skip on a newcomer's machine, with the reason; fail where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI=true.")
    pytest.skip(f"{what} is missing.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = system.chromium()
    if path is None:
        missing("Chromium")
    # Playwright's synchronous interface keeps an event loop in this thread; nothing else runs
    # in it, so Django's guard against blocking a loop has nothing to protect here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_stack: LiveStack) -> Iterator[NewPage]:
    """Open a page as somebody new: own cookies, language, width, colours, with or without JS.

    A request to any other host than the site's fails the test: pages load nothing from elsewhere.
    """
    strangers: list[str] = []

    def note(request: Request) -> None:
        # Routes would stop strangers, but also the browser's cache: pages would load slowly.
        if not request.url.startswith((live_stack.url, "data:", "blob:")):
            strangers.append(request.url)

    with ExitStack() as closing:

        def open_page(
            *,
            language: str = "fr",
            width: int = 1280,
            height: int = 900,
            javascript: bool = True,
            colours: str = "light",
        ) -> Page:
            context = browser.new_context(
                base_url=live_stack.url,
                locale=f"{language}-CA",
                viewport={"width": width, "height": height},
                java_script_enabled=javascript,
                color_scheme=colours,
            )
            closing.callback(context.close)
            context.set_default_timeout(45_000)
            context.on("request", note)
            return context.new_page()

        yield open_page
    assert strangers == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One French page, 1280 px wide."""
    return new_page()
