"""Judging bids: where the evaluation stands, one's own notes on each bid, handing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
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
from tenders.queries.desk import desk_of
from tenders.queries.judging import (
    all_own_notes,
    own_notes,
    progress,
    read_bid,
    seat_of,
)
from tenders.states import BidStatus, EvaluationStatus
from tenders.values import Note
from tenders.views.mixins import CallView
from tenders.views.refusals import show
from vendors.actions.access import enter_access
from vendors.states import Opened

OK, STALE, UNREADABLE = 200, 409, 422  # how an autosave that was refused is answered


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
        facts = {"tender": self.tender, "evaluation": self.evaluation, "seat": self.seat}
        return super().get_context_data(**{**facts, **kwargs})  # type: ignore[misc]

    def at_step(self, *statuses: EvaluationStatus) -> bool:
        return self.evaluation is not None and self.evaluation.status in statuses


class BidPage(EvaluationView):
    """A page about one opened bid of the call. A bid one may not see is a 404.

    Its firm can read that the page was opened, by which body and when.
    """

    opened = Opened.BID

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and answer.status_code == OK:
            enter_access(
                vendor_id=self.bid.vendor_id,
                opened=self.opened,
                about=self.tender.number,
                organisation=self.tender.buyer.name_fr,
                actor=self.user,
                at=now(),
            )
        return answer

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
        return super().get_context_data(**desk_of(self.tender, self.user), **kwargs)


class NotesPage(BidPage, FormView):
    """Notes on one bid, saved while typing. A stale save keeps the typed beside the saved."""

    form_class = NotesForm
    comment_label: Any = None

    def save(self, form: NotesForm) -> int:
        raise NotImplementedError

    def saved_notes(self) -> tuple[dict[int, Note], int]:
        raise NotImplementedError

    def answer(self) -> HttpResponse:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "criteria": self.criteria}
        if typed := self.typed():
            kwargs["data"] = typed
        return {**kwargs, "comment_label": self.comment_label}

    def get_initial(self) -> dict[str, Any]:
        return NotesForm.initial_of(*self.saved_notes())

    def form_valid(self, form: NotesForm) -> HttpResponse:
        try:
            version = self.save(form)
        except StaleNotes as refusal:
            there, version = self.saved_notes()
            form.renew(version)
            show(refusal, form)
            return self.refused(form, STALE, meanwhile=there)
        except DomainError as refusal:
            show(refusal, form)
            return self.refused(form, UNREADABLE)
        if self.is_autosave:
            return JsonResponse({"fields": {"version": version}})
        return self.answer()

    def form_invalid(self, form: NotesForm) -> HttpResponse:
        return self.refused(form, UNREADABLE)

    def refused(self, form: NotesForm, status: int, **more: Any) -> HttpResponse:
        if self.is_autosave:
            said = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"message": said[0]}, status=status)
        return self.render_to_response(self.get_context_data(form=form, **more))

    @property
    def is_autosave(self) -> bool:
        return "X-Autosave" in self.request.headers


class SheetView(NotesPage):
    """Read a bid and note it."""

    permission = "tenders.score_bids"
    template_name = "tenders/evaluation/sheet.html"

    @property
    def own_seat(self) -> Evaluator:
        assert self.seat is not None  # noqa: S101  the permission says who sits
        return self.seat

    def saved_notes(self) -> tuple[dict[int, Note], int]:
        return own_notes(self.own_seat, self.bid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        noting = self.at_step(EvaluationStatus.SCORING) and self.bid.status == BidStatus.OPENED
        answers, meanwhile = context["read"].answers, context.get("meanwhile", {})
        return {
            **context,
            "rows": list(rows(context["form"], answers, meanwhile)),
            "may_write": noting and not self.bid.opening_fault and not self.own_seat.submitted_at,
            "sheets": progress(self.own_seat, self.tender),
        }

    def save(self, form: NotesForm) -> int:
        return save_scores(
            tender_id=self.tender.pk,
            bid_id=self.bid.pk,
            notes=form.notes(),
            version=form.cleaned_data["version"],
            actor=self.user,
            at=now(),
        )

    def answer(self) -> HttpResponse:
        messages.success(self.request, _("Your notes on this bid are saved."))
        ocid = self.tender.ocid
        if "next" not in self.request.POST:
            return redirect("tenders:sheet", ocid, self.bid.public_id)
        left = [each.bid for each in progress(self.own_seat, self.tender) if not each.is_complete]
        others = [bid for bid in left if bid.pk != self.bid.pk]
        if others:
            return redirect("tenders:sheet", ocid, others[0].public_id)
        return redirect("tenders:evaluation", ocid)


class HandInView(EvaluationView, TemplateView):
    """Look over one's own notes, then hand them in for good."""

    permission = "tenders.score_bids"
    template_name = "tenders/evaluation/hand_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.seat is not None  # noqa: S101  permission says who sits
        given = all_own_notes(self.seat)
        sheets = [
            (each, [(given.get((each.bid.pk, row.pk)), row) for row in self.criteria])
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

    opened = Opened.BID_FILE

    def get(self, request: HttpRequest, ocid: str, bid: UUID, public_id: UUID) -> HttpResponseBase:
        files = BidFile.objects.filter(bid=self.bid, opened__isnull=False)
        file = get_object_or_404(files.select_related("opened"), public_id=public_id)
        assert file.opened is not None  # noqa: S101  filtered above
        return serve(file.opened)
