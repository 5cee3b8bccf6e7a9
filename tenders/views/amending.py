"""A published call is changed: write, look at what it does, publish the change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.errors import Conflict, DomainError
from tenders.actions.amendment import amend_tender, rehearse_amendment
from tenders.actions.document import keep_for_amendment
from tenders.forms.amendment import (
    AmendForm,
    DeliverableForm,
    DocumentForm,
    documents_of,
    token_of,
)
from tenders.queries.amendments import described
from tenders.values import Change, NewDocument
from tenders.views.mixins import CallView
from tenders.views.refusals import show


class AmendView(CallView):
    """Three answers to a POST: add a file, show what the change does, or publish it."""

    permission = "tenders.amend_tender"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.tender.accepts_bids(at=now()):
            messages.info(request, _("Only an open call can be changed, before its deadline."))
            return redirect("tenders:tender", self.tender.ocid)
        typed = self.typed()
        self.bind(typed)
        return self.page(was_signed_out=typed is not None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.bind(request.POST)
        command = request.POST.get("do", "look")
        if command == "file":
            return self.add_file()
        if command == "edit" or not self.is_valid():
            return self.page()
        try:
            return self.publish() if command == "publish" else self.look()
        except Conflict as refusal:
            return self.stale(refusal)
        except DomainError as refusal:
            show(refusal, self.form)
            return self.page()

    def bind(self, data: QueryDict | None) -> None:
        self.form = AmendForm(data, tender=self.tender)
        rows = self.tender.deliverables.all()
        self.deliverables = [DeliverableForm(data, row=row) for row in rows]
        self.documents = documents_of(data.getlist("kept") if data else [])
        self.document_form = DocumentForm(prefix="document")

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in (self.form, *self.deliverables)]
        return all(checked)  # each was asked, so that everything wrong is said at once

    def add_file(self) -> HttpResponse:
        """Keep the file now, so that it travels by name on the pages that follow."""
        form = DocumentForm(self.request.POST, self.request.FILES, prefix="document")
        self.document_form = form
        if form.is_valid():
            try:
                self.documents.append(self._kept(form.cleaned_data))
                self.document_form = DocumentForm(prefix="document")
            except DomainError as refusal:
                show(refusal, form)
        return self.page()

    def _kept(self, data: dict[str, Any]) -> NewDocument:
        kept = keep_for_amendment(
            tender_id=self.tender.pk, content=data["file"], actor=self.user, at=now()
        )
        return NewDocument(str(kept.public_id), data["title"] or kept.name, data["language"])

    @cached_property
    def arguments(self) -> dict[str, Any]:
        texts = {form.row.pk: form.text() for form in self.deliverables}
        change: Change = self.form.change(texts, self.documents)
        return {
            "tender_id": self.tender.pk,
            "change": change,
            "of_substance": self.form.cleaned_data["of_substance"],
            "version": self.form.cleaned_data["version"],
            "actor": self.user,
            "at": now(),
        }

    def look(self) -> HttpResponse:
        """What the change does, before anybody is told."""
        rehearsal = rehearse_amendment(**self.arguments)
        carried = self.request.POST.copy()
        for name in ("csrfmiddlewaretoken", "do"):
            carried.pop(name, None)
        context = {
            "tender": self.tender,
            "rehearsal": rehearsal,
            "changes": described(self.tender, rehearsal.changes),
            "rationale": self.form.cleaned_data["rationale_fr"],
            "carried": [(name, value) for name, values in carried.lists() for value in values],
        }
        return render(self.request, "tenders/authoring/amend_look.html", context)

    def publish(self) -> HttpResponse:
        amend_tender(
            **self.arguments,
            rationale_fr=self.form.cleaned_data["rationale_fr"],
            rationale_en=self.form.cleaned_data["rationale_en"],
        )
        messages.success(self.request, _("The change is published. Those concerned are told."))
        return redirect("tenders:tender", self.tender.ocid)

    def stale(self, refusal: Conflict) -> HttpResponse:
        """Keep what was typed, over the call as it now is."""
        data = self.request.POST.copy()
        self.tender.refresh_from_db()
        data["version"] = str(self.tender.version)
        self.bind(data)
        show(refusal, self.form)
        return self.page()

    def page(self, **more: Any) -> HttpResponse:
        context = {
            "tender": self.tender,
            "form": self.form,
            "deliverables": self.deliverables,
            "forms": [self.form, *self.deliverables],
            "documents": [(new, token_of(new)) for new in self.documents],
            "document_form": self.document_form,
            **more,
        }
        return render(self.request, "tenders/authoring/amend.html", context)
