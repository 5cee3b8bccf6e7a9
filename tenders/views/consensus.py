"""The chair's pages: everybody's notes side by side, setting aside, locking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.evaluation import (
    disqualify_bid,
    lock_evaluation,
    save_consensus,
    start_consensus,
)
from tenders.actions.opening import retry_opening
from tenders.forms.evaluation import DisqualificationForm, NotesForm, rows
from tenders.queries.comparison import comparison
from tenders.queries.judging import agreed, agreed_notes, side_by_side
from tenders.states import BidStatus, EvaluationStatus
from tenders.values import Disqualification, Note
from tenders.views.evaluating import BidPage, EvaluationView, NotesPage
from tenders.views.mixins import FormPage
from tenders.views.refusals import show


class StartConsensusView(EvaluationView):
    """The chair begins the consensus. A button, so POST only."""

    permission = "tenders.chair_evaluation"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            start_consensus(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The committee now sees everybody’s notes."))
        return redirect("tenders:evaluation", self.tender.ocid)


class ConsensusView(NotesPage):
    """One bid: everybody's notes side by side, and the committee's, which the chair writes."""

    permission = "tenders.score_bids"
    comment_label = gettext_lazy("Comment for the firm")
    template_name = "tenders/evaluation/consensus.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.at_step(EvaluationStatus.CONSENSUS, EvaluationStatus.LOCKED):
            return redirect("tenders:evaluation", self.tender.ocid)
        return super().get(request, *args, **kwargs)

    def saved_notes(self) -> tuple[dict[int, Note], int]:
        return agreed_notes(self.bid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        assert self.evaluation is not None  # noqa: S101  who may note sits on one
        beside, answers = side_by_side(self.bid, self.evaluation), context["read"].answers
        seen = {pk: {"answer": answers.get(pk, ""), "beside": beside[pk]} for pk in beside}
        return {
            **context,
            "rows": list(rows(context["form"], seen, context.get("meanwhile", {}))),
            "agreed": agreed(self.tender),
            "may_write": self.may_write(),
        }

    def may_write(self) -> bool:
        agreeing = self.at_step(EvaluationStatus.CONSENSUS)
        open_bid = self.bid.status == BidStatus.OPENED and not self.bid.opening_fault
        chairs = self.user.has_perm("tenders.chair_evaluation", self.tender)
        return agreeing and open_bid and chairs

    def save(self, form: NotesForm) -> int:
        return save_consensus(
            tender_id=self.tender.pk,
            bid_id=self.bid.pk,
            notes=form.notes(),
            version=form.cleaned_data["version"],
            actor=self.user,
            at=now(),
        )

    def answer(self) -> HttpResponse:
        messages.success(self.request, _("The committee’s notes on this bid are saved."))
        return redirect("tenders:evaluation", self.tender.ocid)


class DisqualificationView(BidPage, FormPage):
    """Set a bid aside: the reason, then a last look before it is done."""

    permission = "tenders.disqualify_bid"
    form_class = DisqualificationForm
    template_name = "tenders/evaluation/disqualification.html"

    def form_valid(self, form: DisqualificationForm) -> HttpResponse:
        if "confirmed" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, to_confirm=True))
        reason, text = Disqualification(form.cleaned_data["reason"]), form.cleaned_data["text"]
        try:
            disqualify_bid(bid_id=self.bid.pk, reason=reason, text=text, actor=self.user, at=now())
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The bid is set aside. The firm will read your reason."))
        return redirect("tenders:evaluation", self.tender.ocid)


class RetryOpeningView(BidPage):
    """Try once more to open a bid that could not be. A button, so POST only."""

    permission = "tenders.chair_evaluation"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            is_open = retry_opening(bid_id=self.bid.pk, actor=self.user, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("tenders:evaluation", self.tender.ocid)
        if is_open:
            messages.success(request, _("The bid is open now."))
        else:
            messages.error(request, _("The bid still can’t be opened."))
        return redirect("tenders:evaluation", self.tender.ocid)


class LockView(EvaluationView, TemplateView):
    """The committee's notes as they will stay, and what follows from them."""

    permission = "tenders.chair_evaluation"
    template_name = "tenders/evaluation/lock.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            criteria=self.criteria, agreed=agreed(self.tender), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            opened = lock_evaluation(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            return self.render_to_response(self.get_context_data(refused=[refusal.message]))
        if opened:
            messages.success(request, _("The notes are locked and the prices are open."))
        else:
            messages.warning(request, _("The notes are locked. The prices open in a moment."))
        return redirect("tenders:evaluation", self.tender.ocid)


class ComparisonView(EvaluationView, TemplateView):
    """All the bids side by side: answers, prices, notes, as far as one may see them."""

    template_name = "tenders/evaluation/comparison.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = comparison(self.tender, self.user)
        return super().get_context_data(table=table, **kwargs)
