"""How the API answers, errors included."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.renderers import BaseRenderer

from marketplace.web.open_data import problem
from tenders.api.schemas import Problem

View = TypeVar("View", bound=Callable[..., Any])
REFUSALS = (400, 404, 429)


class Orjson(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


def reading(router: Router, path: str, *, answers: Any, summary: Any) -> Callable[[View], View]:
    """Answer GET at ``path`` with ``answers``. The summary is translated when it is shown."""
    return router.get(
        path,
        response={200: answers, **dict.fromkeys(REFUSALS, Problem)},
        summary=summary,
        by_alias=True,
    )


def handed_on(request: HttpRequest, failure: Any) -> HttpResponse:
    """Let whoever answers for all open data answer for this too."""
    raise failure


def unfit(request: HttpRequest, refusal: Any) -> HttpResponse:
    """Name what was asked for and can't be, in the reader's language."""
    names = sorted({str(error["loc"][-1]) for error in refusal.errors})
    why = _("This has a value that is not allowed here: %(names)s.") % {"names": ", ".join(names)}
    return problem(400, _("Bad request"), why)
