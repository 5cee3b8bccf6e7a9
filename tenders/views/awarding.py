"""The decision: ranking, recommendation, approval; and what each bidder learns of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.accounts.proof import ask_second_factor, second_factor_at
from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.award import approve_award, recommend_award, return_award
from tenders.forms.award import RecommendationForm, ReturnForm
from tenders.models import Award, Bid, Contract, Tender
from tenders.queries.awarding import active_award, decision_of, standstill_end
from tenders.queries.debriefing import debrief_of, is_told, lessons
from tenders.queries.eligibility import barred_from_contract
from tenders.queries.judging import read_bid
from tenders.queries.opening import opening_record
from tenders.queries.papers import lacking
from tenders.states import AwardStatus
from tenders.views.mixins import CallView, FormPage, WorkView
from tenders.views.refusals import show
from vendors.queries.register import last_check


class AwardPage(CallView):
    """A page about the decision on one call, for those who may read its bids."""

    def is_permitted(self) -> bool:
        return Bid.objects.visible_to(self.user).filter(tender=self.tender).exists()

    @cached_property
    def award(self) -> Award | None:
        award = active_award(self.tender)
        if award is not None:
            award.tender = award.bid.tender = self.tender
        return award

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacks = self.award and lacking(
            self.award.bid.vendor, self.tender, amount=self.award.amount, on=now()
        )
        barred = self.award and barred_from_contract(self.award.bid.vendor, at=now())
        check = last_check(self.award.bid.vendor) if self.award else None
        return super().get_context_data(  # type: ignore[misc]
            tender=self.tender,
            award=self.award,
            lacks=lacks,
            barred=barred,
            check=check,
            **kwargs,
        )


class AwardDecisionView(AwardPage, FormPage):
    """The ranking as it stands, and the recommendation; once there is one, its approval."""

    permission_to_send = "tenders.recommend_award"
    form_class = RecommendationForm
    template_name = "tenders/award/decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = decision_of(self.tender, self.award, self.user)
        return super().get_context_data(**decision, **kwargs)

    def form_valid(self, form: RecommendationForm) -> HttpResponse:
        try:
            recommend_award(
                tender_id=self.tender.pk, actor=self.user, at=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("Recommended. Those who approve awards are told."))
        return redirect("tenders:award_decision", self.tender.ocid)


class ApproveAwardView(AwardPage, TemplateView):
    """The last look: what approving does, then it is done."""

    template_name = "tenders/award/approval.html"

    def is_permitted(self) -> bool:
        return self.award is not None and self.user.has_perm("tenders.approve_award", self.award)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.award is None or self.award.status != AwardStatus.RECOMMENDED:
            return redirect("tenders:award_decision", self.tender.ocid)
        return ask_second_factor(request) or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(standstill=standstill_end(now()), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.award is not None  # noqa: S101  is_permitted
        try:
            approve_award(
                award_id=self.award.pk,
                proved_at=second_factor_at(request),
                actor=self.user,
                at=now(),
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The award is approved and public. Everybody is told."))
        return redirect("tenders:award_decision", self.tender.ocid)


class ReturnAwardView(AwardPage, FormPage):
    """Give the recommendation back, with reasons."""

    form_class = ReturnForm
    template_name = "tenders/award/return.html"

    def is_permitted(self) -> bool:
        return self.award is not None and self.user.has_perm("tenders.approve_award", self.award)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        assert self.award is not None  # noqa: S101  is_permitted
        reason = form.cleaned_data["reason"]
        try:
            return_award(award_id=self.award.pk, reason=reason, actor=self.user, at=now())
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("Returned. Whoever recommended it is told."))
        return redirect("tenders:award_decision", self.tender.ocid)


class DebriefView(WorkView, TemplateView):
    """How one's firm's bid was judged. Only for the people of that firm, once the outcome is."""

    template_name = "tenders/award/debrief.html"

    @cached_property
    def bid(self) -> Bid:
        bids = Bid.objects.opened().filter(vendor__memberships__user=self.user.pk)
        bid = get_object_or_404(
            bids.select_related("tender__buyer", "vendor"), public_id=self.kwargs["public_id"]
        )
        if not is_told(bid.tender):
            raise Http404
        return bid

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        debrief = debrief_of(self.bid)
        award = self.bid.tender.awards.public().first()
        contract = Contract.objects.filter(award=award).first() if debrief.is_winner else None
        return super().get_context_data(
            bid=self.bid,
            tender=self.bid.tender,
            debrief=debrief,
            lessons=lessons(self.bid),
            read=read_bid(self.bid),
            award=award,
            contract=contract,
            **kwargs,
        )


class OpeningRecordView(TemplateView):
    """The public record of the opening: who bid, and the prices once they are open."""

    template_name = "tenders/evaluation/opening.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tenders = Tender.objects.public().filter(closed_at__isnull=False)
        tender = get_object_or_404(tenders.select_related("buyer"), ocid=self.kwargs["ocid"])
        return super().get_context_data(tender=tender, record=opening_record(tender), **kwargs)
