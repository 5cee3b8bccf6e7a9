"""Asking about a call, and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.enquiry import answer_enquiry, ask_enquiry, withdraw_enquiry
from tenders.forms.enquiry import AnswerForm, AskForm
from tenders.models import Enquiry, Tender
from tenders.queries.enquiries import (
    answered,
    firms_that_may_ask,
    own_waiting,
    waiting_for_answer,
)
from tenders.views.mixins import CallView, FormPage, WorkView
from tenders.views.refusals import show
from vendors.views.acting import chosen_firm


class AskView(FormPage):
    """A firm asks; it sees its questions that wait, and may take them back."""

    permission = "tenders.ask_enquiry"
    form_class = AskForm
    template_name = "tenders/authoring/ask.html"

    @cached_property
    def subject(self) -> Tender:
        calls = Tender.objects.public().select_related("buyer")
        return get_object_or_404(calls, ocid=self.kwargs["ocid"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "firms": firms_that_may_ask(self.user)}

    def get_initial(self) -> dict[str, Any]:
        return {"vendor": chosen_firm(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tender = self.subject
        return super().get_context_data(
            tender=tender,
            is_open=tender.accepts_enquiries(at=now()),
            waiting=own_waiting(tender, self.user),
            **kwargs,
        )

    def form_valid(self, form: AskForm) -> HttpResponse:
        try:
            self._ask(**form.cleaned_data)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        said = _("Your question is sent. You will be told when it is answered.")
        messages.success(self.request, said)
        return redirect("tenders:ask", self.subject.ocid)

    def _ask(self, vendor: Any, question: str) -> None:
        ask_enquiry(
            tender_id=self.subject.pk,
            vendor=get_object_or_404(firms_that_may_ask(self.user), public_id=vendor),
            question=question,
            language=(get_language() or "fr")[:2],
            actor=self.user,
            at=now(),
        )


class WithdrawEnquiryView(WorkView):
    """A button, so POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = Enquiry.objects.filter(vendor__in=firms_that_may_ask(self.user).values("pk"))
        enquiry = get_object_or_404(
            mine.select_related("tender"), public_id=self.kwargs["public_id"]
        )
        try:
            withdraw_enquiry(enquiry_id=enquiry.pk, actor=self.user, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Your question is taken back."))
        return redirect("tenders:ask", enquiry.tender.ocid)


class EnquiriesView(CallView, TemplateView):
    """All questions on a call, those that wait first."""

    permission = "tenders.view_tender"
    template_name = "tenders/authoring/enquiries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tender=self.tender,
            waiting=waiting_for_answer(self.tender),
            answered=answered(self.tender),
            may_answer=self.tender.accepts_bids(at=now())
            and self.user.has_perm("tenders.answer_enquiry", self.tender),
            **kwargs,
        )


class AnswerView(CallView, FormPage):
    """One question, and the answer that everybody will read."""

    permission = "tenders.answer_enquiry"
    form_class = AnswerForm
    template_name = "tenders/authoring/answer.html"

    @cached_property
    def enquiry(self) -> Enquiry:
        questions = Enquiry.objects.filter(tender=self.tender)
        return get_object_or_404(questions, public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tender=self.tender, enquiry=self.enquiry, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answer_enquiry(
                enquiry_id=self.enquiry.pk, actor=self.user, at=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The answer is published. Those concerned are told."))
        return redirect("tenders:enquiries", self.tender.ocid)
