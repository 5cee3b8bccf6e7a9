"""The site as a browser without JavaScript sees it: cookies, forms, and what is not answered."""

import time
from html.parser import HTMLParser
from typing import Any

import requests
from django.contrib.sessions.backends.base import UpdateError
from django.db import Error
from django.urls import reverse
from django.utils.translation import override
from requests.adapters import HTTPAdapter

from tests.faults.journal import Answer, Journal

TIMEOUT = 15
AT_ONCE = 50
SERVER_ERROR = 500
UNAVAILABLE = 503


class Unanswered(Exception):
    """The site could not say yes or no."""


# What a client takes for no answer; of the database, when it signs in.
NO_ANSWER = (requests.RequestException, Error, UpdateError, Unanswered)


class Fields(HTMLParser):
    """The hidden fields of a page's forms, and its boxes, ticked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "input" and of.get("name") and of.get("type") in {"hidden", "checkbox"}:
            self.found[str(of["name"])] = of.get("value") or "on"


class Browser(requests.Session):
    """Somebody signed in by the session ``key``, who reads ``language``. Follows no redirect."""

    def __init__(self, url: str, key: str, language: str, journal: Journal, trouble: str) -> None:
        super().__init__()
        self.url, self.language, self.journal, self.trouble = url, language, journal, trouble
        self.cookies.set("sessionid", key)
        self.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))

    def path(self, page: str, *of: object) -> str:
        with override(self.language):
            return reverse(f"tenders:{page}", args=of)

    def address(self, page: str, *of: object) -> str:
        return self.url + self.path(page, *of)

    def look(self, page: str, *of: object) -> requests.Response:
        return self._ask("GET", self.address(page, *of))

    def fill_in(self, page: str, *of: object, **form: Any) -> requests.Response:
        address = self.address(page, *of)
        return self._ask("POST", address, headers={"Referer": address}, **form)

    def _ask(self, method: str, address: str, **more: Any) -> requests.Response:
        began = time.monotonic()
        answer = self.request(method, address, timeout=TIMEOUT, allow_redirects=False, **more)
        self.heard(answer.status_code, answer.headers, answer.text)
        self.journal.waited(self.trouble, time.monotonic() - began)
        return answer

    def heard(self, status: int, headers: Any, text: str) -> None:
        """Raise Unanswered for what is no answer, and note what it said."""
        if status >= SERVER_ERROR:
            says = "Retry-After" in headers and f'<html lang="{self.language}-CA"' in text
            self.journal.note(Answer(self.trouble, status, says))
            raise Unanswered(status)
        where = headers.get("Location", "")
        if "/compte/" in where or "/account/" in where:  # who are you?
            raise Unanswered(status)
