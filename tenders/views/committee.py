"""Composing the committee, and the declaration that comes before any bid."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.committee import compose_committee, declare_interest
from tenders.forms.evaluation import CommitteeForm, DeclarationForm
from tenders.queries.judging import bidders, seats
from tenders.values import Capability
from tenders.views.evaluating import EvaluationView
from tenders.views.mixins import FormPage
from tenders.views.refusals import show


class CommitteeView(EvaluationView, FormPage):
    """Who sits and who presides."""

    permission = "tenders.compose_committee"
    form_class = CommitteeForm
    template_name = "tenders/evaluation/committee.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = self.tender.buyer.holders(Capability.EVALUATOR).order_by("full_name", "email")
        return {**super().get_form_kwargs(), "people": people}

    def get_initial(self) -> dict[str, Any]:
        sitting = seats(self.evaluation) if self.evaluation else []
        chair = next((seat.user for seat in sitting if seat.is_chair), None)
        return {
            "members": [seat.user.public_id for seat in sitting],
            "chair": chair.public_id if chair else None,
        }

    def form_valid(self, form: CommitteeForm) -> HttpResponse:
        try:
            compose_committee(
                tender_id=self.tender.pk,
                members=list(form.cleaned_data["members"]),
                chair=form.cleaned_data["chair"],
                actor=self.user,
                at=now(),
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The committee is composed. New members are told."))
        return redirect("tenders:evaluation", self.tender.ocid)


class DeclarationView(EvaluationView, FormPage):
    """The names of the bidders, and nothing else of the bids: are there ties?"""

    permission = "tenders.declare_interest"
    form_class = DeclarationForm
    template_name = "tenders/evaluation/declaration.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.seat and self.seat.declared_at:
            return redirect("tenders:evaluation", self.tender.ocid)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = bidders(self.tender) if self.tender.opened_at else []
        return super().get_context_data(bidders=names, **kwargs)

    def form_valid(self, form: DeclarationForm) -> HttpResponse:
        tied = form.cleaned_data["has_interest"]
        try:
            declare_interest(
                tender_id=self.tender.pk, actor=self.user, at=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        if tied:
            messages.success(self.request, _("Thank you. You no longer sit; the buyer is told."))
            return redirect("tenders:work")
        messages.success(self.request, _("Thank you. Your declaration is on record."))
        return redirect("tenders:evaluation", self.tender.ocid)
