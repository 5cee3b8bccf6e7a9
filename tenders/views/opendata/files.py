"""Files of the open data: our extension of OCDS, and the documents of calls."""

from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import View

from tenders.ocds.schemas import OURS
from tenders.queries.releases import public_documents
from tenders.views.opendata.base import OpenDataView


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
