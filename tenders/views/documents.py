"""The documents of a draft: added, removed, read by the buyer's people."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.files.store import serve
from tenders.actions.document import add_document, remove_document
from tenders.forms.amendment import DocumentForm
from tenders.models import TenderDocument
from tenders.views.mixins import CallView, FormPage
from tenders.views.refusals import show


class AddDocumentView(CallView, FormPage):
    """A form of its own, so that a refused file takes no typed text with it."""

    permission = "tenders.change_tender"
    form_class = DocumentForm
    template_name = "tenders/authoring/add_document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tender=self.tender, **kwargs)

    def form_valid(self, form: DocumentForm) -> HttpResponse:
        try:
            document = self._add(**form.cleaned_data)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” is added.") % {"title": document.title})
        return redirect("tenders:draft_conditions", self.tender.ocid)

    def _add(self, file: Any, title: str, language: str) -> TenderDocument:
        return add_document(
            tender_id=self.tender.pk,
            content=file,
            title=title,
            language=language,
            actor=self.user,
            at=now(),
        )


class RemoveDocumentView(CallView):
    """A button, so POST only."""

    permission = "tenders.change_tender"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        present = self.tender.documents.filter(removed_at__isnull=True)
        document = get_object_or_404(present, file__public_id=self.kwargs["public_id"])
        try:
            remove_document(
                tender_id=self.tender.pk, document_id=document.pk, actor=self.user, at=now()
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": document.title})
        return redirect("tenders:draft_conditions", self.tender.ocid)


class OwnDocumentView(CallView):
    """A document of a call that may not be public yet, for the buyer's people."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        documents = self.tender.documents.select_related("file")
        document = get_object_or_404(documents, file__public_id=self.kwargs["public_id"])
        return serve(document.file)
