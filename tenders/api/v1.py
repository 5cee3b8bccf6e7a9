"""The API itself, and its OpenAPI document."""

from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from tenders.api import calls, organisations
from tenders.api.responses import REFUSALS, Orjson, handed_on, unfit

PREFIX = "/api/v1/"
DESCRIPTION = _(
    "Small public IT calls, their awards and contracts, buyers and firms, as plain JSON. "
    "No key and no account. Everything that is public about one call is in its OCDS record."
)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title=settings.PRODUCT_NAME,
    version="1.0",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    renderer=Orjson(),
)
api.add_router("", calls.router)
api.add_router("", organisations.router)
api.add_exception_handler(BadRequest, handed_on)
api.add_exception_handler(Http404, handed_on)
api.add_exception_handler(ValidationError, unfit)


@cache
def document(language: str) -> bytes:
    """The OpenAPI document in one language, as JSON."""
    with override(language):
        described = api.get_openapi_schema(path_prefix=PREFIX)
        described["info"]["description"] = DESCRIPTION
        described["info"]["license"] = {
            "name": "CC BY 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        }
        described["servers"] = [{"url": settings.SITE_URL}]
        for item in described["paths"].values():
            _tell_of_problems(item["get"]["responses"])
        return orjson.dumps(described, default=force_str, option=orjson.OPT_NON_STR_KEYS)


def _tell_of_problems(responses: dict[int, Any]) -> None:
    """Errors have a media type of their own, of which the library knows nothing."""
    for status in REFUSALS:
        content = responses[status]["content"]
        content["application/problem+json"] = content.pop("application/json")
