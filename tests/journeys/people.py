"""People at their browsers, who find their way by the names of pages and fields."""

import time
from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal import auth as authenticator
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from marketplace.accounts.models import User
from marketplace.devstack.accounts import PASSWORD, TOTP_SECRET


@dataclass
class Person:
    """Somebody with a page open."""

    page: Page
    language: str
    user: User | None = None

    def go(self, name: str, *args: Any) -> None:
        """Open the page of that name in the person's language; it must be there."""
        with translation.override(self.language):
            address = reverse(name, args=args)
        response = self.page.goto(address)
        assert response is not None
        assert response.status == 200, (address, response.status)

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"main [name='{name}']").fill(text)

    def choose(self, **fields: str) -> None:
        """Pick a value of a list, or of radio buttons."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']")
            if field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def tick(self, *names: str) -> None:
        for name in names:
            self.page.locator(f"main [name='{name}']").check()

    def press(self, value: str = "", *, of: str = "main") -> None:
        """Press the main button of the form, or the one with this value; wait for the answer."""
        if value:
            button = self.page.locator(f"{of} button[value='{value}']")
        else:
            buttons = f"{of} form.form button[type=submit]:not(.visually-hidden)"
            main = self.page.locator(f"{buttons}:not(.secondary):not(.quiet)")
            button = main if main.count() else self.page.locator(buttons)
        with self.page.expect_navigation():
            button.first.click()
        assert not self.refusals(), self.refusals()

    def refusals(self) -> list[str]:
        """What the page complains of."""
        return self.page.locator("main [role=alert], main .field-error").all_inner_texts()

    def reads(self, *texts: str) -> None:
        words = _plain(self.page.locator("main").inner_text())
        for text in texts:
            assert _plain(text) in words, (text, words)

    def sign_in(self, user: User) -> None:
        """With password, and the code of the app where one is enrolled."""
        self.user = user
        self.go("account_login")
        self.fill(login=user.email, password=PASSWORD)
        self.press()
        if self.page.locator("main [name=code]").count():
            self.fill(code=totp())
            self.press()

    def prove(self) -> None:
        """Say again who one is, where a page asks for it."""
        if self.page.locator("main [name=code]").count():
            self.fill(code=totp())
            self.press()
        elif self.page.locator("main [name=password]").count():
            self.fill(password=PASSWORD)
            self.press()


def totp() -> str:
    """The code that the authenticator app shows now."""
    counter = int(time.time()) // 30
    return str(authenticator.format_hotp_value(authenticator.hotp_value(TOTP_SECRET, counter)))


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
