"""Lists to take away, as they were searched and narrowed."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.generic import View

from marketplace.clock import now
from marketplace.web.limits import seconds_to_wait
from marketplace.web.templatetags.wording import reader
from tenders.documents.export import as_csv, as_json, as_xlsx, exported, in_blocks
from tenders.forms.search import read_search
from tenders.models.notice import NoticeQuerySet
from tenders.queries.find import find, in_order
from tenders.queries.search import AWARDS, CALLS, CONTRACTS, Listing

A_MINUTE = 20  # files for one origin
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportView(View):
    """What a list shows, at most 10,000 notices of it, as a file."""

    listing: ClassVar[Listing]
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        if ending not in TYPES:
            raise Http404(ending)
        if wait := seconds_to_wait(request, scope="export", per_minute=A_MINUTE):
            return HttpResponse(status=429, headers={"Retry-After": str(wait)})
        name = f"{self.listing.card}-{now():%Y-%m-%d}.{ending}"
        response = self._file(ending)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        patch_cache_control(response, no_store=True)
        return response

    def _file(self, ending: str) -> HttpResponseBase:
        rows = exported(self._found())
        if ending == "xlsx":
            return HttpResponse(as_xlsx(rows), content_type=TYPES[ending])
        written = as_csv(rows) if ending == "csv" else as_json(rows)
        return StreamingHttpResponse(in_blocks(written), content_type=TYPES[ending])

    def _found(self) -> NoticeQuerySet:
        search = read_search(self.listing, self.request.GET)
        found = find(search, language=reader(), at=now())
        found, order = in_order(found, search, language=reader())
        return found.order_by(*order)


class CallsExportView(ExportView):
    listing = CALLS


class AwardsExportView(ExportView):
    listing = AWARDS


class ContractsExportView(ExportView):
    listing = CONTRACTS
