"""Somebody at the live site without a browser: cookies, forms and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from marketplace.accounts.models import User
from tests.plumbing.live import LiveStack

TAG = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms, which a browser would send back."""
        fields = (dict(ATTRIBUTE.findall(tag)) for tag in TAG.findall(self.text))
        return {
            field["name"]: field.get("value", "")
            for field in fields
            if field.get("type") == "hidden" and "name" in field
        }


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Visitor:
    """Signed in as ``user``, with a proof of identity just given; redirects are not followed.

    To be made within ``live_stack.database()`` and the live site's SECRET_KEY.
    """

    def __init__(self, stack: LiveStack, user: User | None = None) -> None:
        self.stack = stack
        self.cookies: dict[str, str] = {}
        if user is not None:
            self.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    def get(self, path: str) -> Answer:
        return self._send(path)

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        return self._send(path, urlencode({name: str(data[name]) for name in data}).encode())

    def _send(self, path: str, body: bytes | None = None) -> Answer:
        address = self.stack.url + path
        request = Request(address, body, {"Referer": address})  # noqa: S310  our own site's
        request.add_header("Cookie", "; ".join(f"{n}={v}" for n, v in self.cookies.items()))
        try:
            reply = build_opener(_Stay).open(request, timeout=60)
        except HTTPError as error:
            reply = error
        with reply:
            for cookie in reply.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(reply.status or 0, reply.headers, reply.read())


def session_of(user: User) -> str:
    """The key of a new session of ``user``, who has just given a second factor."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    proof = {"method": "mfa", "at": timezone.now().timestamp()}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return str(session.session_key)
