"""OCDS packages, made of what was stored."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase

from marketplace.web.pagination import Page
from tenders.models import Record, Release
from tenders.ocds.package import record_package, release_package
from tenders.queries.releases import (
    record_of,
    record_page,
    release_feed,
    release_page,
    releases_of,
)
from tenders.views.opendata.base import ListView, OpenDataView


class ReleasesView(ListView):
    """Releases of every call: the newest first or, with ``since``, what came after one of them."""

    usual_size = 50

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if "since" in request.GET:
            return self.feed(request.GET["since"])
        page = release_page(cursor=self.cursor(), size=self.size(), period=self.period())
        return self.package(page.rows, neighbours(self, page))

    def feed(self, since: str) -> HttpResponseBase:
        if self.cursor() or any(self.period()):
            raise BadRequest("since")
        rows, more = release_feed(since=since, size=self.size())
        following = self.uri(since=rows[-1].release_id, limit=self.size()) if more else ""
        return self.package(rows, {"next": following} if more else {})

    def package(self, releases: list[Release], links: dict[str, str]) -> HttpResponseBase:
        return self.answer(
            pks(releases),
            lambda: release_package(releases, uri=self.uri(), links=links),
            links=links,
        )


class RecordsView(ListView):
    """Records of every call, last published first."""

    usual_size = 20

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = record_page(cursor=self.cursor(), size=self.size(), period=self.period())
        links = neighbours(self, page)
        return self.answer(
            states(page.rows),
            lambda: record_package(page.rows, uri=self.uri(), links=links),
            links=links,
        )


class ProcessView(OpenDataView):
    """Every release of one call, oldest first."""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponseBase:
        return package_of(self, releases_of(ocid))


class ReleaseView(OpenDataView):
    """One release."""

    def get(self, request: HttpRequest, ocid: str, release_id: str) -> HttpResponseBase:
        return package_of(self, [r for r in releases_of(ocid) if r.release_id == release_id])


class RecordView(OpenDataView):
    """One call: its releases, its present state and the history of each field."""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponseBase:
        record = record_of(ocid)
        if record is None:
            raise Http404(ocid)
        return self.answer(states([record]), lambda: record_package([record], uri=self.uri()))


def package_of(view: OpenDataView, releases: list[Release]) -> HttpResponseBase:
    if not releases:
        raise Http404
    return view.answer(pks(releases), lambda: release_package(releases, uri=view.uri()))


def neighbours(view: ListView, page: Page) -> dict[str, str]:
    cursors = {"next": page.older, "prev": page.newer}
    kept = view.kept()
    return {name: view.uri(**kept, cursor=cursor) for name, cursor in cursors.items() if cursor}


def pks(rows: Iterable[Any]) -> Iterable[int]:
    return (row.pk for row in rows)


def states(records: Iterable[Record]) -> Iterable[str]:
    return (f"{record.pk}.{record.releases}" for record in records)
