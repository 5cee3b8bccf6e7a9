"""Judging bids: where the evaluation stands, one's own notes on each bid, handing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.files.store import serve
from tenders.actions.evaluation import hand_in_scores, save_scores
from tenders.actions.notes import StaleNotes
from tenders.forms.evaluation import NotesForm, rows
from tenders.models import Bid, BidFile, Criterion, Evaluation, Evaluator
from tenders.queries.awarding import active_award
from tenders.queries.judging import (
    agreed,
    bidders,
    own_notes,
    progress,
    read_bid,
    seat_of,
    seats,
)
from tenders.states import EvaluationStatus
from tenders.views.mixins import CallView
from tenders.views.refusals import show


class EvaluationView(CallView):
    """A page of the evaluation of one call. ``needs`` names the step it belongs to, if any."""

    @cached_property
    def evaluation(self) -> Evaluation | None:
        return Evaluation.objects.filter(tender=self.tender).first()

    @cached_property
    def seat(self) -> Evaluator | None:
        return seat_of(self.tender, self.user)

    @cached_property
    def criteria(self) -> list[Criterion]:
        return list(self.tender.criteria.all()) if self.tender.has_quality else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            tender=self.tender, evaluation=self.evaluation, seat=self.seat, **kwargs
        )

    def at_step(self, *statuses: EvaluationStatus) -> bool:
        return self.evaluation is not None and self.evaluation.status in statuses


class BidPage(EvaluationView):
    """A page about one opened bid of the call. A bid one may not see is a 404."""

    @cached_property
    def bid(self) -> Bid:
        bids = Bid.objects.visible_to(self.user).filter(tender=self.tender)
        bid = get_object_or_404(bids.select_related("vendor"), public_id=self.kwargs["bid"])
        bid.tender = self.tender
        return bid

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bid=self.bid, read=read_bid(self.bid), **kwargs)


class EvaluationHomeView(EvaluationView, TemplateView):
    """Where the evaluation stands, and what each may do next."""

    template_name = "tenders/evaluation/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, tender, evaluation = self.user, self.tender, self.evaluation
        judges = user.has_perm("tenders.score_bids", tender)
        in_notes = self.at_step(EvaluationStatus.SCORING)
        after = self.at_step(EvaluationStatus.CONSENSUS, EvaluationStatus.LOCKED)
        sees_all = after and Bid.objects.visible_to(user).filter(tender=tender).exists()
        return super().get_context_data(
            seats=seats(evaluation) if evaluation else [],
            bidders=bidders(tender) if tender.opened_at else [],
            criteria=self.criteria,
            sheets=progress(self.seat, tender) if self.seat and judges and in_notes else [],
            agreed=agreed(tender) if sees_all else [],
            award=active_award(tender),
            sees_bids=judges or sees_all,
            may_compose=user.has_perm("tenders.compose_committee", tender),
            may_chair=user.has_perm("tenders.chair_evaluation", tender),
            **kwargs,
        )


class SheetView(BidPage, FormView):
    """Read a bid and note it. Saved as a draft; a stale save keeps what was typed."""

    permission = "tenders.score_bids"
    form_class = NotesForm
    template_name = "tenders/evaluation/sheet.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "criteria": self.criteria}
        if typed := self.typed():
            kwargs["data"] = typed
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        return NotesForm.initial_of(*self.saved) if self.seat else {}

    @property
    def saved(self) -> Any:
        assert self.seat is not None  # noqa: S101  permission says who sits
        return own_notes(self.seat, self.bid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        open_now = self.at_step(EvaluationStatus.SCORING) and not self.bid.opening_fault
        handed_in = self.seat is not None and self.seat.submitted_at is not None
        return {
            **context,
            "rows": list(rows(context["form"], context["read"].answers)),
            "may_write": open_now and not handed_in and self.bid.status == "opened",
            "sheets": progress(self.seat, self.tender) if self.seat else [],
        }

    def form_valid(self, form: NotesForm) -> HttpResponse:
        try:
            save_scores(
                tender_id=self.tender.pk,
                bid_id=self.bid.pk,
                notes=form.notes(),
                version=form.cleaned_data["version"],
                actor=self.user,
                at=now(),
            )
        except StaleNotes as refusal:
            form.renew(self.saved[1])
            show(refusal, form)
            return self.form_invalid(form)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        return self.saved_answer()

    def saved_answer(self) -> HttpResponse:
        if self.request.headers.get("X-Autosave"):
            return HttpResponse(status=204)
        messages.success(self.request, _("Your notes on this bid are saved."))
        return redirect(self.next_address())

    def next_address(self) -> str:
        from django.urls import reverse

        ocid = self.tender.ocid
        if "next" in self.request.POST and self.seat:
            left = [each.bid for each in progress(self.seat, self.tender) if not each.is_complete]
            others = [bid for bid in left if bid.pk != self.bid.pk]
            if others:
                return reverse("tenders:sheet", args=[ocid, others[0].public_id])
            return reverse("tenders:evaluation", args=[ocid])
        return reverse("tenders:sheet", args=[ocid, self.bid.public_id])


class HandInView(EvaluationView, TemplateView):
    """Look over one's own notes, then hand them in for good."""

    permission = "tenders.score_bids"
    template_name = "tenders/evaluation/hand_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.seat is not None  # noqa: S101  permission says who sits
        sheets = [
            (each, [own_notes(self.seat, each.bid)[0].get(row.pk) for row in self.criteria])
            for each in progress(self.seat, self.tender)
        ]
        return super().get_context_data(criteria=self.criteria, sheets=sheets, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            hand_in_scores(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            return self.render_to_response(self.get_context_data(refused=[refusal.message]))
        messages.success(request, _("Your notes are handed in. The chair is told."))
        return redirect("tenders:evaluation", self.tender.ocid)


class OpenedFileView(BidPage):
    """Download a file of an opened bid."""

    def get(
        self, request: HttpRequest, ocid: str, bid: UUID, public_id: UUID
    ) -> HttpResponseBase:
        files = BidFile.objects.filter(bid=self.bid, opened__isnull=False)
        file = get_object_or_404(files.select_related("opened"), public_id=public_id)
        assert file.opened is not None  # noqa: S101  filtered above
        return serve(file.opened)
