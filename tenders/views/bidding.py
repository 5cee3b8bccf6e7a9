"""A firm's bids: the list, beginning one, one bid's page."""

from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from marketplace.accounts.models import User
from marketplace.clock import earliest_now, now
from marketplace.errors import DomainError, Unavailable
from marketplace.web.pagination import paginate
from marketplace.web.views.private import PrivateMixin
from tenders.actions.bid import start_bid
from tenders.actions.bid_draft import read_draft
from tenders.forms.bid import StartForm
from tenders.models import Bid, Tender
from tenders.queries.bid_steps import progress, why_not_bid
from tenders.queries.bidding import (
    current_bids,
    firms_to_bid_for,
    fitted,
    is_decided,
    past_bids,
    standing,
)
from tenders.queries.coach import coach_for
from tenders.queries.eligibility import outlook
from tenders.queries.opening import counted_with
from tenders.queries.outages import hold_of
from tenders.views.bidding_away import without_sealer
from tenders.views.bidding_base import OwnBidMixin, copy_access
from tenders.views.refusals import show
from vendors.actions.terms import accept_terms
from vendors.models import Vendor
from vendors.queries.acting import switch_of
from vendors.views.acting import chosen_firm


class BidListView(PrivateMixin, TemplateView):
    """The bids of one's firms, or of the one chosen: those to be changed still, then the others."""

    template_name = "tenders/bidding/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, at = self.request.user, now()
        cursor = self.request.GET.get("cursor", "")
        switch = switch_of(list(Vendor.objects.of(user)), chosen_firm(self.request))
        firm = switch.current if switch else None
        past = paginate(
            past_bids(user, at=at, firm=firm), order=("-created_at", "-pk"), cursor=cursor
        )
        return super().get_context_data(
            current=[(bid, standing(bid, at=at)) for bid in current_bids(user, at=at, firm=firm)],
            past_rows=[(bid, standing(bid, at=at)) for bid in past.rows],
            past=past,
            switch=switch,
            **kwargs,
        )


class BidStartView(PrivateMixin, FormView):
    """What a bid on this call asks for, and the button that begins it."""

    template_name = "tenders/bidding/start.html"
    form_class = StartForm

    @cached_property
    def tender(self) -> Tender:
        calls = Tender.objects.public().select_related("buyer")
        return get_object_or_404(calls, ocid=self.kwargs["ocid"])

    @cached_property
    def firms(self) -> list[Vendor]:
        return list(firms_to_bid_for(self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "firms": self.firms}

    def get_initial(self) -> dict[str, Any]:
        chosen = chosen_firm(self.request)
        return {"vendor": chosen} if chosen in {str(firm.public_id) for firm in self.firms} else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, at = self.request.user, earliest_now()
        return super().get_context_data(
            tender=self.tender,
            firms=self.firms,
            obstacle=why_not_bid(user, self.tender, self.firms, at=at),
            own_firms=Vendor.objects.of(user),
            outlooks=(outlooks := [outlook(self.tender, firm, at=at) for firm in self.firms]),
            coach=coach_for(self.tender, self.firms),
            may_begin=any(each.may_begin for each in outlooks),
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        try:
            bid = self.begin(form.cleaned_data["vendor"], accepts="terms" in form.fields)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        return redirect("tenders:bid", bid.public_id)

    @transaction.atomic
    def begin(self, vendor: Vendor, *, accepts: bool) -> Bid:
        """The bid; before it the firm's consent to the terms, where the form asked for it."""
        actor, at = cast(User, self.request.user), now()
        if accepts:
            version = settings.TERMS_VERSION
            accept_terms(vendor_id=vendor.pk, version=version, actor=actor, at=at)
        return start_bid(tender_id=self.tender.pk, vendor_id=vendor.pk, actor=actor, at=at)


class BidView(OwnBidMixin, TemplateView):
    """One bid: where it stands, what comes next, and its receipts."""

    template_name = "tenders/bidding/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bid, at = self.bid, earliest_now()
        context = {
            "is_open": bid.tender.accepts_bids(at=at),
            "is_decided": is_decided(bid.tender),
            "standing": standing(bid, at=at),
            "versions": bid.versions.order_by("-number"),
            "late": bid.late.all(),
            "hold": (hold := hold_of(bid.tender)),
            "is_held": hold is not None and hold.waits_for(bid.tender),
        }
        context["counted"], context["receipt_hash"] = counted_with(bid) or (None, "")
        if bid.has_draft:
            context |= self.draft()
        return super().get_context_data(**context, **kwargs)

    def draft(self) -> dict[str, Any]:
        bid = self.bid
        try:
            offer = read_draft(bid=bid, access=copy_access(self.request), actor=self.person)
        except Unavailable as silence:
            return without_sealer(bid, silence)
        offer = fitted(bid.tender, offer, charges_taxes=bid.vendor.charges_taxes)
        return {"progress": progress(bid, offer)}
