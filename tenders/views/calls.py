"""A body's calls: the list, the beginning of one, its home page, copies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.publication import take_back
from tenders.actions.tender import copy_tender, create_tender
from tenders.forms.publication import BeginForm
from tenders.models import Contract, Tender
from tenders.queries.authoring import calls_of, copyable, grouped, next_step
from tenders.queries.declining import declined_on
from tenders.queries.outages import hold_of
from tenders.states import EnquiryStatus, TenderStatus
from tenders.values import Draft
from tenders.views.mixins import BuyerView, CallView, FormPage
from tenders.views.refusals import sentences, show


class BuyerHomeView(BuyerView, TemplateView):
    """Every call of the body by state, each with its next step."""

    permission = "tenders.view_workspace"
    template_name = "tenders/authoring/buyer_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calls = list(calls_of(self.buyer))
        return super().get_context_data(
            buyer=self.buyer,
            groups=[
                (label, [(row, next_step(row)) for row in rows]) for label, rows in grouped(calls)
            ],
            may_write=self.user.has_perm("tenders.add_tender", self.buyer),
            may_change=self.user.has_perm("tenders.change_buyer", self.buyer),
            **kwargs,
        )


class BeginView(BuyerView, FormPage):
    """A new call, from a title or from a previous call."""

    permission = "tenders.add_tender"
    form_class = BeginForm
    template_name = "tenders/authoring/begin.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sources": copyable(self.buyer)[:100]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(buyer=self.buyer, **kwargs)

    def form_valid(self, form: BeginForm) -> HttpResponse:
        try:
            tender = self.begin(**form.cleaned_data)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        return redirect("tenders:draft_basics", tender.ocid)

    def begin(self, title_fr: str, source: str = "") -> Tender:
        if source:
            original = get_object_or_404(Tender, buyer=self.buyer, ocid=source)
            return copy_tender(tender_id=original.pk, actor=self.user, at=now(), title_fr=title_fr)
        draft = Draft(fields={"title_fr": title_fr})
        return create_tender(buyer_id=self.buyer.pk, draft=draft, actor=self.user, at=now())


class CallHomeView(CallView, TemplateView):
    """One call for its buyer's people: where it stands and what may be done."""

    template_name = "tenders/authoring/call.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tender = self.tender
        return super().get_context_data(
            tender=tender,
            buyer=tender.buyer,
            next_step=next_step(tender),
            **self._rights(),
            contract=Contract.objects.visible_to(self.user).filter(award__tender=tender).last(),
            amendments=tender.amendments.order_by("-number"),
            hold=hold_of(tender),
            declined=declined_on(tender),
            enquiries_waiting=tender.enquiries.filter(status=EnquiryStatus.ASKED).count(),
            **kwargs,
        )

    def _rights(self) -> dict[str, bool]:
        """What this person may do with the call as it stands."""
        tender, may = self.tender, self.user.has_perm
        writes = may("tenders.change_tender", tender)
        waiting = tender.status in (TenderStatus.IN_REVIEW, TenderStatus.SCHEDULED)
        return {
            "may_write": writes and tender.status == TenderStatus.DRAFT,
            "may_take_back": writes and waiting,
            "may_approve": waiting and may("tenders.approve_tender", tender),
            "may_amend": writes and tender.accepts_bids(at=now()),
            "may_decide_closing": may("tenders.decide_closing", tender),
            "may_cancel": tender.can_be_cancelled and may("tenders.cancel_tender", tender),
            "may_copy": writes,
            "may_relaunch": writes and tender.can_be_relaunched,
        }


class CopyView(CallView):
    """Begin a new call from this one, or relaunch it. A button, so POST only."""

    permission = "tenders.change_tender"

    relaunch = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            copy = copy_tender(
                tender_id=self.tender.pk, actor=self.user, at=now(), relaunch=self.relaunch
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("tenders:tender", self.tender.ocid)
        messages.success(
            request, _("The texts are copied into %(number)s.") % {"number": copy.number}
        )
        return redirect("tenders:draft_basics", copy.ocid)


class TakeBackView(CallView):
    """Make a call that isn't published yet a draft again. A button, so POST only."""

    permission = "tenders.change_tender"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take_back(tender_id=self.tender.pk, actor=self.user, at=now())
        except DomainError as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
        else:
            messages.success(request, _("The call is a draft again."))
        return redirect("tenders:tender", self.tender.ocid)
