"""What a firm does with a submitted bid: read its copy, replace, confirm or withdraw it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from marketplace.clock import earliest_now, now
from marketplace.errors import DomainError
from tenders.actions.bid import confirm_bid, withdraw_bid
from tenders.actions.bid_draft import drop_replacement, read_copy, start_replacement
from tenders.forms.bid import ConfirmForm
from tenders.queries.bid_steps import steps_of
from tenders.queries.bidding import changes_to_confirm, offered, with_digests
from tenders.states import BidStatus
from tenders.views.bidding_base import (
    ChangeBidMixin,
    OwnBidMixin,
    copy_access,
    require_recent_proof,
)
from tenders.views.bidding_draft import taxes_of


class BidCopyView(OwnBidMixin, TemplateView):
    """The firm's own copy of what it submitted. The reading is recorded."""

    template_name = "tenders/bidding/copy.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_recent_proof(request)
        if not self.bid.versions.exists():
            return redirect("tenders:bid", self.bid.public_id)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.bid.versions.latest("number")
        access = copy_access(self.request)
        offer = read_copy(version=version, access=access, actor=self.person, at=now())
        return super().get_context_data(
            version=version,
            offer=offer,
            offered=offered(self.bid.tender, offer),
            files=with_digests(self.bid, offer.files),
            taxes=taxes_of(offer),
            **kwargs,
        )


class ChangeView(ChangeBidMixin, TemplateView):
    """A page that explains one change, and a button that makes it."""

    done: Any
    action: Callable[..., Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_open = self.bid.tender.accepts_bids(at=earliest_now())
        if self.bid.status != BidStatus.SEALED or not is_open:
            return redirect("tenders:bid", self.bid.public_id)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.change()
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("tenders:bid", self.bid.public_id)
        messages.success(request, self.done)
        return self.onward()

    def change(self) -> None:
        type(self).action(bid_id=self.bid.pk, actor=self.person, at=now())

    def onward(self) -> HttpResponse:
        return redirect("tenders:bid", self.bid.public_id)


class WithdrawView(ChangeView):
    template_name = "tenders/bidding/withdraw.html"
    action = staticmethod(withdraw_bid)
    done = _("Your bid is withdrawn. It will never be opened.")


class ConfirmView(ChangeView):
    """What changed in substance since the bid was sealed, and the button to stand by it."""

    template_name = "tenders/bidding/confirm.html"
    done = _("Your bid stands as submitted.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        amendments = list(changes_to_confirm(self.bid))
        last = amendments[-1].number if amendments else self.bid.confirmed_amendment
        return super().get_context_data(amendments=amendments, last=last, **kwargs)

    def change(self) -> None:
        form = ConfirmForm(self.request.POST)
        read = form.cleaned_data["amendment"] if form.is_valid() else 0
        confirm_bid(bid_id=self.bid.pk, amendment=read, actor=self.person, at=now())


class DropReplacementView(ChangeView):
    template_name = "tenders/bidding/drop.html"
    action = staticmethod(drop_replacement)
    done = _("The replacement is given up. What you submitted before stands.")


class ReplaceView(ChangeView):
    """Begin a replacement from the firm's copy, which needs a recent proof of who asks."""

    template_name = "tenders/bidding/replace.html"
    done = _("Change what you want, then submit again. Until then, your sealed bid stands.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_recent_proof(request)
        return super().get(request, *args, **kwargs)

    def change(self) -> None:
        access = copy_access(self.request)
        start_replacement(bid_id=self.bid.pk, access=access, actor=self.person, at=now())

    def onward(self) -> HttpResponse:
        first = steps_of(self.bid.tender)[0]
        return redirect(first.view, self.bid.public_id)
