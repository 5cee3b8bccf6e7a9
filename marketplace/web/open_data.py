"""How open data is answered: to any site, within limits, compressed, errors by RFC 9457."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.web.compression import compress
from marketplace.web.limits import seconds_to_wait
from marketplace.web.outages import outage_of

View = Callable[..., HttpResponseBase]
KEPT = 60  # seconds
READING = ("GET", "HEAD", "OPTIONS")
FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Accept, Accept-Language",
    "Access-Control-Max-Age": "86400",
    "Allow": ", ".join(READING),
}


def open_data(view: View) -> View:
    """``view``, for the readers of data: see the module. No cookie is read or set by it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _refusal(request) or _answered(view, request, args, kwargs)
        for name, value in FROM_ANYWHERE.items():
            response[name] = value
        if response.status_code < 400:
            patch_cache_control(response, public=True, max_age=KEPT)
        else:
            patch_cache_control(response, no_store=True)
        if isinstance(response, HttpResponse):
            response = _unless_held(request, response)
            compress(request, response)
        return response

    return answer


def _unless_held(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 if the caller holds this very answer. Most views ask before they make one."""
    if response.status_code != 200 or "ETag" in response:
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    held = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast(HttpResponse, held)


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """An error as RFC 9457 has it, in the language that the reader prefers."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.method not in READING:
        response = problem(405, _("Not allowed"), _("Open data can be read, not written."))
        response["Allow"] = PREFLIGHT["Allow"]
        return response
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return problem(400, _("Bad request"), _what_is_wrong("NUL"))
    wait = seconds_to_wait(request, scope="data", per_minute=settings.OPEN_DATA_PER_MINUTE)
    return _too_often(wait) if wait else None


def _too_often(wait: int) -> HttpResponse:
    why = ngettext(
        "Up to %(limit)s requests a minute are answered. Ask again in %(count)s second.",
        "Up to %(limit)s requests a minute are answered. Ask again in %(count)s seconds.",
        wait,
    ) % {"limit": settings.OPEN_DATA_PER_MINUTE, "count": wait}
    response = problem(429, _("Too many requests"), why)
    response["Retry-After"] = str(wait)
    return response


def _answered(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except BadRequest as refusal:
        return problem(400, _("Bad request"), _what_is_wrong(str(refusal)))
    except Http404:
        return problem(404, _("Not found"), _("Nothing is published at this address."))
    except (OSError, Error) as failure:
        outage = outage_of(failure)
        if outage is None:
            raise
        response = problem(503, _("Not available"), str(outage.message))
        response["Retry-After"] = str(KEPT)
        return response


def _what_is_wrong(with_what: str) -> str:
    """A sentence about the part of the address that a BadRequest names."""
    sentences = {
        "cursor": _("“cursor” must come from a link of this very list."),
        "limit": _("“limit” must be a whole number from 1 to 100."),
        "period": _(
            "“from” and “until” must be dates, such as 2026-03-31, or moments of RFC 3339."
        ),
        "since": _("“since” must be the id of a release, or empty to begin with the first."),
    }
    return sentences.get(with_what, _("Something in the address can’t be read."))
