"""What every address of the open data has in common."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.decorators import method_decorator
from django.utils.timezone import make_aware
from django.views.generic import View

from marketplace.web.open_data import open_data
from tenders.queries.releases import Period

LARGEST_PAGE = 100
PERIOD = ("from", "until")


@method_decorator(open_data, name="dispatch")
class OpenDataView(View):
    http_method_names = ("get", "head")

    def answer(
        self, told: Iterable[Any], render: Callable[[], bytes], *, links: Any = ""
    ) -> HttpResponseBase:
        """304 if the caller already has what tells of ``told``, otherwise ``render()``."""
        facts = ",".join(map(str, told))
        basis = f"{settings.SITE_URL} {self.request.path} {facts} {links}"
        etag = f'"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'
        unchanged = get_conditional_response(self.request, etag=etag)
        if unchanged is not None:
            return unchanged
        return HttpResponse(render(), content_type="application/json", headers={"ETag": etag})

    def uri(self, **query: Any) -> str:
        address = settings.SITE_URL + self.request.path
        return f"{address}?{urlencode(query)}" if query else address


class NothingView(OpenDataView):
    """Any other address of the API: not found, in JSON as its neighbours."""

    def get(self, request: HttpRequest, rest: str) -> HttpResponseBase:
        raise Http404(rest)


class ListView(OpenDataView):
    """A page of a list, with links to its neighbours."""

    usual_size: int

    def size(self) -> int:
        text = self.request.GET.get("limit", "")
        if not text:
            return self.usual_size
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST_PAGE):
            raise BadRequest("limit")
        return int(text)

    def cursor(self) -> str:
        return self.request.GET.get("cursor", "")

    def period(self) -> Period:
        first, last = (self.request.GET.get(name, "") for name in PERIOD)
        return _moment(first), _moment(last, day_included=True)

    def kept(self) -> dict[str, Any]:
        """What every link of this list says."""
        asked = {name: self.request.GET.get(name, "") for name in PERIOD}
        return {name: value for name, value in asked.items() if value} | {"limit": self.size()}


def _moment(text: str, *, day_included: bool = False) -> datetime | None:
    """A day begins in Québec; one that is included ends with it. Raises BadRequest."""
    if not text:
        return None
    try:
        day = parse_date(text)
        if day is not None:
            return make_aware(datetime.combine(day + timedelta(days=int(day_included)), time()))
        at = parse_datetime(text)
        if at is None or at.tzinfo is None:
            raise BadRequest("period")
        return at.astimezone(UTC)  # which the end of time is not in every zone
    except (ValueError, OverflowError) as error:
        raise BadRequest("period") from error
