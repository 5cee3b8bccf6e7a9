"""Open data under language-neutral addresses: OCDS packages, our extension, documents."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import View

from marketplace.web.pagination import Page
from tenders.models import Release
from tenders.ocds.package import record_package, release_package
from tenders.ocds.schemas import OURS
from tenders.queries.releases import process_page, public_documents, release_page, releases_of

LARGEST_PAGE = 100
MINUTE = 60


class OpenDataView(View):
    """Readable from any site, cacheable for a minute, 304 by ETag, errors as problem+json."""

    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = super().dispatch(request, *args, **kwargs)
        except BadRequest:
            why = _("“cursor” must come from a link of this list, “limit” be from 1 to 100.")
            response = problem(400, _("Bad request"), why)
        except Http404:
            response = problem(404, _("Not found"), _("Nothing is published at this address."))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        patch_cache_control(response, public=True, max_age=MINUTE)
        return response

    def answer(
        self, releases: Iterable[Release], render: Callable[[], bytes], *, links: str = ""
    ) -> HttpResponseBase:
        """304 if the caller already has what tells of these releases, otherwise ``render()``."""
        told = ",".join(str(release.pk) for release in releases)
        basis = f"{settings.SITE_URL} {self.request.path} {told} {links}"
        etag = f'"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'
        unchanged = get_conditional_response(self.request, etag=etag)
        if unchanged is not None:
            return unchanged
        return HttpResponse(render(), content_type="application/json", headers={"ETag": etag})

    def uri(self) -> str:
        return settings.SITE_URL + self.request.path


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

    def links(self, page: Page) -> dict[str, str]:
        cursors = {"next": page.older, "prev": page.newer}
        return {name: self._link(cursor) for name, cursor in cursors.items() if cursor}

    def _link(self, cursor: str) -> str:
        return f"{self.uri()}?{urlencode({'limit': self.size(), 'cursor': cursor})}"


class ReleasesView(ListView):
    usual_size = 50

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = release_page(cursor=self.cursor(), size=self.size())
        links = self.links(page)
        return self.answer(
            page.rows,
            lambda: release_package(page.rows, uri=self.uri(), links=links),
            links=str(links),
        )


class RecordsView(ListView):
    usual_size = 20

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page, processes = process_page(cursor=self.cursor(), size=self.size())
        links = self.links(page)
        return self.answer(
            (release for releases in processes for release in releases),
            lambda: record_package(processes, uri=self.uri(), links=links),
            links=str(links),
        )


class ReleaseView(OpenDataView):
    """Every release of one call."""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponseBase:
        releases = releases_of(ocid)
        if not releases:
            raise Http404(ocid)
        return self.answer(releases, lambda: release_package(releases, uri=self.uri()))


class RecordView(OpenDataView):
    """One call: its releases, its present state and the history of each field."""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponseBase:
        releases = releases_of(ocid)
        if not releases:
            raise Http404(ocid)
        return self.answer(releases, lambda: record_package([releases], uri=self.uri()))


class ExtensionView(OpenDataView):
    """The files of our own OCDS extension, by their names."""

    files: ClassVar = {str(path.relative_to(OURS)): path for path in OURS.rglob("*.*")}

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        path = self.files.get(name)
        if path is None:
            raise Http404(name)
        kind = "application/json" if path.suffix == ".json" else "text/csv; charset=utf-8"
        return HttpResponse(path.read_bytes(), content_type=kind)


class NothingView(OpenDataView):
    """Any other address of the API: not found, in JSON as its neighbours."""

    def get(self, request: HttpRequest, rest: str) -> HttpResponseBase:
        raise Http404(rest)


class PermanentView(View):
    """The address of a call that releases name for ever: to its page in the reader's language."""

    http_method_names = ("get", "head")
    page = ""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponse:
        if not releases_of(ocid):
            raise Http404(ocid)
        response = redirect(self.page, ocid)
        patch_vary_headers(response, ["Accept-Language"])
        return response


class DocumentView(View):
    """A document of a published call, as the buyer uploaded it, to be saved and not run."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        document = get_object_or_404(public_documents(), file__public_id=public_id)
        stored = document.file
        response = FileResponse(
            stored.content.open("rb"),
            as_attachment=True,
            filename=stored.name,
            content_type=stored.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["ETag"] = f'"{stored.sha256}"'
        return response


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """An error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")
