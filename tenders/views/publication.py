"""The last look at a draft, the second person's decision, and giving a call up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.cancellation import cancel_tender
from tenders.actions.publication import approve_publication, return_to_author, submit_for_review
from tenders.forms.buyer import ReasonForm
from tenders.forms.publication import CancelForm, ScheduleForm
from tenders.forms.sections import BY_NAME, SECTIONS
from tenders.models import Tender
from tenders.queries.clarity import advice, minutes_to_bid
from tenders.queries.completeness import languages
from tenders.queries.notice import notice_of
from tenders.queries.readiness import lacks
from tenders.states import TenderStatus
from tenders.views.authoring import section_steps
from tenders.views.mixins import CallView, FormPage
from tenders.views.refusals import sentences, show


def verdict(tender: Tender) -> dict[str, Any]:
    """What a reader needs to judge a call that isn't published yet."""
    at, both = now(), languages(tender)
    addresses = dict(
        zip(BY_NAME, [url for _label, url in section_steps(tender.ocid)], strict=False)
    )
    return {
        "lacks": [(lack, BY_NAME[lack.section], addresses[lack.section])
                  for lack in lacks(tender, at=at)],
        "advice": [(remark, BY_NAME[remark.section], addresses[remark.section])
                   for remark in advice(tender, at=at)],
        "minutes": minutes_to_bid(tender),
        "languages": both,
        "texts": [(row, BY_NAME[row.section], addresses[row.section]) for row in both.rows],
        "notice": notice_of(tender, at=at),
    }  # fmt: skip


class ReviewView(CallView, TemplateView):
    """The last step of writing: what is missing or unclear, and what the public will see."""

    permission = "tenders.change_tender"
    template_name = "tenders/authoring/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.tender.status != TenderStatus.DRAFT:
            return redirect("tenders:tender", self.tender.ocid)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tender=self.tender,
            steps=section_steps(self.tender.ocid),
            place=len(SECTIONS) + 1,
            **verdict(self.tender),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            submit_for_review(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            return self.render_to_response(self.get_context_data(refused=sentences(refusal)[:1]))
        messages.success(request, _("Sent. Those who approve calls are told."))
        return redirect("tenders:tender", self.tender.ocid)


class ApprovalView(CallView, TemplateView):
    """A second person reads the call as the public will, and publishes, schedules or returns it."""

    permission = "tenders.approve_tender"
    template_name = "tenders/authoring/approval.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = {"return_form": ReasonForm(), "schedule_form": ScheduleForm()}
        return super().get_context_data(
            tender=self.tender, **verdict(self.tender), **{**forms, **kwargs}
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.tender.status not in (TenderStatus.IN_REVIEW, TenderStatus.SCHEDULED):
            messages.info(request, _("This call isn't in review any more."))
            return redirect("tenders:tender", self.tender.ocid)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decisions = {"publish": self.publish, "schedule": self.schedule, "return": self.give_back}
        return decisions.get(request.POST.get("do", ""), self.ask_again)()

    def ask_again(self, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**more))

    def publish(self) -> HttpResponse:
        try:
            approve_publication(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            return self.ask_again(refused=sentences(refusal))
        messages.success(self.request, _("The call is published."))
        return redirect("tenders:tender", self.tender.ocid)

    def schedule(self) -> HttpResponse:
        form = ScheduleForm(self.request.POST)
        if form.is_valid():
            moment = form.cleaned_data["publish_at"]
            try:
                approve_publication(
                    tender_id=self.tender.pk, actor=self.user, at=now(), publish_at=moment
                )
            except DomainError as refusal:
                show(refusal, form)
            else:
                messages.success(self.request, _("Approved. It will be published by itself."))
                return redirect("tenders:tender", self.tender.ocid)
        return self.ask_again(schedule_form=form, form=form)

    def give_back(self) -> HttpResponse:
        form = ReasonForm(self.request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                return_to_author(tender_id=self.tender.pk, reason=reason, actor=self.user, at=now())
            except DomainError as refusal:
                show(refusal, form)
            else:
                messages.success(self.request, _("Returned. The author is told."))
                return redirect("tenders:tender", self.tender.ocid)
        return self.ask_again(return_form=form, form=form)


class CancelView(CallView, FormPage):
    """Asks for the reason and for certainty; then the call is given up, for good."""

    permission = "tenders.cancel_tender"
    form_class = CancelForm
    template_name = "tenders/authoring/cancel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tender=self.tender, **kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        if "confirmed" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, to_confirm=True))
        try:
            cancel_tender(tender_id=self.tender.pk, actor=self.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The call is cancelled. Everybody concerned is told."))
        return redirect("tenders:tender", self.tender.ocid)
