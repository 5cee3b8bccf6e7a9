"""Files of the open data: by month, our extension of OCDS, code lists, documents of calls."""

from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.generic import View

from tenders.ocds import dictionary
from tenders.ocds.catalogue import catalogue, ckan
from tenders.ocds.codelists import CODELISTS, codelist
from tenders.ocds.manifest import NAME, bulk_files
from tenders.ocds.schemas import OURS, release_schema
from tenders.ocds.turtle import turtle
from tenders.queries.releases import public_documents
from tenders.views.opendata.base import OpenDataView


class BulkView(OpenDataView):
    """A file of a month, or their manifest. In production nginx serves them past us."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        path = settings.BULK_ROOT / name
        if name != NAME and name not in {file.name for file in bulk_files()}:
            raise Http404(name)
        try:
            changed = int(path.stat().st_mtime)
        except FileNotFoundError as missing:
            raise Http404(name) from missing
        unchanged = get_conditional_response(request, last_modified=changed)
        if unchanged is not None:
            return unchanged
        response = FileResponse(path.open("rb"), filename=name)
        response["Last-Modified"] = http_date(changed)
        return response


class SchemaView(OpenDataView):
    """The schema of our releases: the standard's with all extensions that we declare."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(orjson.dumps(release_schema()), content_type="application/json")


class CodelistView(OpenDataView):
    """One of our code lists, in both languages."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        if name not in CODELISTS:
            raise Http404(name)
        return HttpResponse(codelist(name), content_type="text/csv; charset=utf-8")


class DictionaryFileView(OpenDataView):
    """What each field means, as CSV."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(dictionary.PATH.read_bytes(), content_type="text/csv; charset=utf-8")


class CatalogueView(OpenDataView):
    """What there is, for catalogues of data."""

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        if form == "ttl":
            return HttpResponse(turtle(catalogue()), content_type="text/turtle; charset=utf-8")
        if form not in ("jsonld", "ckan.json"):
            raise Http404(form)
        told = catalogue() if form == "jsonld" else ckan()
        kind = "application/ld+json" if form == "jsonld" else "application/json"
        return HttpResponse(orjson.dumps(told, option=orjson.OPT_INDENT_2), content_type=kind)


class ExtensionView(OpenDataView):
    """The files of our own OCDS extension, by their names."""

    files: ClassVar = {str(path.relative_to(OURS)): path for path in OURS.rglob("*.*")}

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        path = self.files.get(name)
        if path is None:
            raise Http404(name)
        kind = "application/json" if path.suffix == ".json" else "text/csv; charset=utf-8"
        return HttpResponse(path.read_bytes(), content_type=kind)


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
