"""Somebody who opens pages and notes what is wrong with them."""

import time

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page

from marketplace.accounts.models import User
from tests.plumbing.live import LiveStack
from tests.plumbing.looks import CONTRAST, faults

WIDE, NARROW = 1280, 320
EXPECTED = "the server responded with a status"  # of an error page that is looked at


class Looker:
    """Collects in ``found`` what axe, the ruler and the console (where CSP complains) say."""

    def __init__(self, page: Page, stack: LiveStack) -> None:
        self.page = page
        self.stack = stack
        self.found: list[str] = []
        self.sources: dict[str, str] = {}  # of the pages visited, before a browser mended them
        self.width = WIDE
        self.who = ""
        page.emulate_media(reduced_motion="reduce")
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))

    def become(self, user: User | None) -> None:
        """Sign in as somebody who has just proved who they are; as nobody without ``user``."""
        self.page.context.clear_cookies()
        self.who = str(user or "")
        if user is None:
            return
        with self.stack.database():
            session = _session_of(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.stack.url}
        self.page.context.add_cookies([cookie])

    def visit(self, address: str, *, status: int = 200, dark: bool = False) -> None:
        response = self.page.goto(address)
        assert response is not None
        if response.status != status or self.page.url != f"{self.stack.url}{address}":
            self.found.append(f"{address}: {response.status} at {self.page.url}")
        self.sources[f"{address} {self.who}"] = response.text()
        self.look(dark=dark)

    def source(self, address: str) -> str:
        """The page as it is sent, before a browser has mended it."""
        return self.page.request.get(f"{self.stack.url}{address}").text()

    def look(self, *, dark: bool = False) -> None:
        """At the page as it stands, at both widths; if asked for, at its colours in the dark."""
        self.found += faults(self.page)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self.found += faults(self.page, rules=CONTRAST)
            self.page.emulate_media(color_scheme="light")
        self.width = NARROW if self.width == WIDE else WIDE
        self.page.set_viewport_size({"width": self.width, "height": 900})
        self.found += faults(self.page)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            self.found.append(f"{self.page.url}: {message.text}")


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    session = client.session
    proof = {"method": "mfa", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
