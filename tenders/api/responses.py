"""How the API answers, errors included."""

from typing import Any

import orjson
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from marketplace.web.open_data import problem
from tenders.api.schemas import Problem

REFUSALS = (400, 404, 429)


class Orjson(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


def answers(schema: Any) -> dict[int, Any]:
    return {200: schema, **dict.fromkeys(REFUSALS, Problem)}


def handed_on(request: HttpRequest, failure: BadRequest | Http404) -> HttpResponse:
    """Let whoever answers for all open data answer for this too."""
    raise failure


def unfit(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Name what was asked for and can't be, in the reader's language."""
    names = sorted({str(error["loc"][-1]) for error in refusal.errors})
    why = _("This has a value that is not allowed here: %(names)s.") % {"names": ", ".join(names)}
    return problem(400, _("Bad request"), why)
