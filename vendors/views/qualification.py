"""A firm's file of papers, and the operator's check of each."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError, Invalid
from marketplace.files.store import serve
from marketplace.web.views.private import OperatorMixin, PrivateMixin
from vendors.actions.access import enter_access
from vendors.actions.qualification import (
    accept_qualification,
    refuse_qualification,
    submit_qualification,
    withdraw_qualification,
)
from vendors.forms.people import ReasonForm
from vendors.forms.qualification import QualificationForm
from vendors.models import Qualification, Vendor
from vendors.queries.qualification import standings
from vendors.states import Opened, QualificationKind, QualificationStatus
from vendors.views.firm import OwnerMixin, OwnFirmMixin


class QualificationsView(OwnFirmMixin, TemplateView):
    """What the firm has to show, what it has, and until when."""

    template_name = "vendors/qualifications.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(now())
        return super().get_context_data(
            standings=standings(self.vendor, on=today),
            papers=self.vendor.qualifications.all(),
            kinds=QualificationKind,
            **kwargs,
        )


class SubmitQualificationView(OwnerMixin, FormView):
    """Hand in one paper, of the kind that the address names."""

    template_name = "vendors/qualification_new.html"
    form_class = QualificationForm

    @cached_property
    def kind(self) -> QualificationKind:
        try:
            return QualificationKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kind=self.kind, **kwargs)

    def form_valid(self, form: QualificationForm) -> HttpResponse:
        content = form.cleaned_data.get("content")
        try:
            submit_qualification(
                vendor_id=self.vendor.pk,
                proof=form.proof,
                content=content,
                actor=self.person,
                at=now(),
            )
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Handed in. You will be told once it is checked."))
        return redirect("vendors:qualifications", self.vendor.public_id)

    def form_invalid(self, form: QualificationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WithdrawQualificationView(OwnerMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        paper = get_object_or_404(self.vendor.qualifications, public_id=kwargs["paper_id"])
        try:
            withdraw_qualification(qualification_id=paper.pk, actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Taken out of the file."))
        return redirect("vendors:qualifications", self.vendor.public_id)


class QualificationFileView(PrivateMixin, View):
    """The document itself, for the firm's people and the operator."""

    def get(self, request: HttpRequest, paper_id: Any) -> FileResponse:
        seen = Qualification.objects.visible_to(request.user).select_related("file")
        paper = get_object_or_404(seen, public_id=paper_id)
        if paper.file is None:
            raise Http404
        if not Vendor.objects.of(request.user).filter(pk=paper.vendor_id).exists():
            note_paper(paper, request.user)
        return serve(paper.file)


def note_paper(paper: Qualification, reader: Any) -> None:
    """Enter for the firm that the operator opens a paper of its file."""
    enter_access(
        vendor_id=paper.vendor_id, opened=Opened.PAPER, about=paper.kind, actor=reader, at=now()
    )


class QualificationListView(OperatorMixin, TemplateView):
    """The papers that wait for a check, the oldest first."""

    template_name = "vendors/qualifications_waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Qualification.objects.waiting().select_related("vendor")
        return super().get_context_data(waiting=waiting, **kwargs)


class CheckQualificationView(OperatorMixin, FormView):
    """One paper, and the decision. The button pressed is named ``decision``: accept or refuse."""

    template_name = "vendors/qualification_check.html"
    form_class = ReasonForm

    @cached_property
    def paper(self) -> Qualification:
        papers = Qualification.objects.select_related("vendor", "file")
        return get_object_or_404(papers, public_id=self.kwargs["paper_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_paper(self.paper, request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = self.paper
        waits = paper.status == QualificationStatus.SUBMITTED
        may = self.request.user.has_perm("vendors.check_qualification", paper)
        return super().get_context_data(paper=paper, may_decide=may and waits, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("decision") != "accept":
            return super().post(request, *args, **kwargs)
        return self._decide(accept_qualification, _("The paper counts from now on."))

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        said = _("Refused. The firm will read why.")
        return self._decide(refuse_qualification, said, reason=reason)

    def form_invalid(self, form: ReasonForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _decide(self, action: Any, said: str, **more: Any) -> HttpResponse:
        actor = cast(User, self.request.user)
        try:
            action(qualification_id=self.paper.pk, actor=actor, at=now(), **more)
        except DomainError as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.request.path)
        messages.success(self.request, said)
        return redirect("vendors:qualifications_waiting")
