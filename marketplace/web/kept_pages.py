"""Public pages kept in memory: what anybody is answered is made once a minute at most.

A page is kept under the state of what is public (``public_version``) and under the minute, since
deadlines pass without anybody's doing: one made before a change is never shown after it but for
``PUBLIC_VERSION_SECONDS``. Whoever brings a session, or any cookie but the looks, passes by.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from marketplace.clock import now
from marketplace.web.context import THEMES
from marketplace.web.fingerprint import EVERYTHING, fingerprint
from marketplace.web.version import public_version, version_of

A_DAY = 24 * 3600
# The cookies that change nothing of a page, or what the key names.
HARMLESS = {"theme", settings.CSRF_COOKIE_NAME}


def may_be_kept(response: HttpResponseBase) -> HttpResponseBase:
    """Mark an answer that is the same for whoever is signed out."""
    response.may_be_kept = True  # type: ignore[attr-defined]
    return response


class KeepPublicPages:
    """Answer from memory, and keep what a view marked by ``may_be_kept``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anybodys(request):
            return self.get_response(request)
        try:
            key = _key(f"{_looks(request)} {request.build_absolute_uri()}")
        except DatabaseError:
            return self.get_response(request)  # the view will say so
        kept = caches["pages"].get(key)
        if kept is None:
            response = self.get_response(request)
            if not _is_kept(response):
                return response
            response.headers.setdefault("ETag", f'W/"{_digest(response.content)}"')
            kept = (response.content, dict(response.items()))
            caches["pages"].set(key, kept)
        content, headers = kept
        response = HttpResponse(content, headers=headers)
        etag = headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response


def keep(request: HttpRequest, name: str, make: Callable[[], str]) -> str:
    """What ``make`` returns: a part of pages that is the same for whoever is signed out.

    Kept as whole pages are. ``name`` says all that it depends on besides them.
    """
    if not _is_anybodys(request):
        return make()
    return keep_part(f"{_looks(request)} {request.get_host()} {request.path} {name}", make)


def keep_part(name: str, make: Callable[[], str]) -> str:
    """What ``make`` returns, which is the same for everybody, kept as whole pages are."""
    if not settings.KEPT_PAGES:
        return make()
    key = _key(name)
    kept: str | None = caches["pages"].get(key)
    if kept is None:
        kept = make()
        caches["pages"].set(key, kept)
    return kept


def keep_for_long(request: HttpRequest, name: str, make: Callable[[], str]) -> str:
    """The same for a page whose ``name`` names a state of what it tells of that never comes back.

    Kept for a day where all processes share it, whatever else changes; but made anew when the
    house's sources or the editors' words have changed, since they are in its frame.
    """
    if not _is_anybodys(request):
        return make()
    made_with = f"{fingerprint(*EVERYTHING)} {version_of('content')}"
    asked = f"{_looks(request)} {request.path} {name}"
    key = f"page:{_digest(f'{made_with} {asked}'.encode())}"
    kept: str | None = caches["default"].get(key)
    if kept is None:
        kept = make()
        caches["default"].set(key, kept, A_DAY)
    return kept


def _key(name: str) -> str:
    minute = now().strftime("%Y%m%d%H%M")
    return _digest(f"{public_version()} {minute} {name}".encode())


def _is_anybodys(request: HttpRequest) -> bool:
    """Whether whoever asks is nobody in particular."""
    is_read = request.method in ("GET", "HEAD")
    return settings.KEPT_PAGES and is_read and HARMLESS.issuperset(request.COOKIES)


def _looks(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def _is_kept(response: HttpResponse) -> bool:
    """A nonce is for one answer, and a cookie for one reader."""
    return (
        getattr(response, "may_be_kept", False)
        and response.status_code == HttpResponse.status_code
        and not response.cookies
        and "nonce-" not in response.headers.get("Content-Security-Policy", "")
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
