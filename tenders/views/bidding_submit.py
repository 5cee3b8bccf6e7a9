"""The review of a bid, and its submission: one small form that holds nothing of the offer."""

import uuid
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from marketplace.clock import earliest_now
from marketplace.errors import Conflict, DomainError, Unavailable
from marketplace.money import TaxBreakdown
from marketplace.web.arrival import first_byte_at, last_byte_at
from marketplace.web.wording import say_money
from tenders.actions.bid_prepare import fitting, review_bid
from tenders.actions.bid_submit import OtherSubmission, submit_bid
from tenders.documents.receipt import signed_receipt
from tenders.forms.bid import SubmitForm
from tenders.models import LateBid, Submission
from tenders.pricing import is_abnormally_low
from tenders.queries.bidding import gaps, last_change, offered, with_digests
from tenders.queries.papers import lacking
from tenders.values import Offer
from tenders.views.bidding_base import OwnBidMixin, copy_access
from tenders.views.bidding_draft import DraftMixin, taxes_of


def amount_sentence(taxes: TaxBreakdown) -> str:
    """The amount written out, for the person to confirm."""
    language = (get_language() or "fr")[:2]
    before = say_money(taxes.pretax, language)
    if taxes.total == taxes.pretax:
        return _(
            "I confirm my price: %(before)s. My firm is a small supplier and charges no taxes."
        ) % {"before": before}
    return _("I confirm my price: %(before)s before taxes (%(after)s taxes included).") % {
        "before": before,
        "after": say_money(taxes.total, language),
    }


def acknowledged(submission: Submission) -> HttpResponse:
    """To the receipt's page; the very response that leads there holds the signed receipt."""
    bid = submission.bid.public_id
    if isinstance(submission, LateBid):
        response = redirect("tenders:bid_late", bid, submission.public_id)
    else:
        response = redirect("tenders:bid_receipt", bid, submission.number)
    response.content = signed_receipt(submission)
    response["Content-Type"] = "application/json"
    return response


class ReviewView(DraftMixin, FormView):
    """The whole bid on one page, what it lacks, and the confirmation of the amount in full."""

    template_name = "tenders/bidding/review.html"
    form_class = SubmitForm
    step = "review"
    bid = OwnBidMixin.bid  # the action asks who may submit, and so does every page shown

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without the sealer, a bid that was reviewed before is submitted from its own page."""
        try:
            return super().get(request, *args, **kwargs)
        except Unavailable:
            if fitting(self.bid) is None:
                raise
            return redirect("tenders:bid", self.bid.public_id)

    @cached_property
    def offer(self) -> Offer:
        access = copy_access(self.request)
        return review_bid(bid=self.bid, access=access, actor=self.person, at=earliest_now())

    @cached_property
    def taxes(self) -> TaxBreakdown:
        return taxes_of(self.offer)

    @cached_property
    def is_low(self) -> bool:
        return is_abnormally_low(self.bid.tender, self.offer.total)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.request.method == "POST":  # says itself what was on the page: the offer stays shut
            return {**kwargs, "is_low": "is_low" in self.request.POST}
        return {**kwargs, **self.shown()}

    def shown(self) -> dict[str, Any]:
        initial = {
            "submission_key": uuid.uuid4(),
            "reviewed": self.bid.draft_digest,
            "amendment": last_change(self.bid.tender),
        }
        return {"initial": initial, "is_low": self.is_low}

    def get_context_data(self, *, form: SubmitForm | None = None, **kwargs: Any) -> dict[str, Any]:
        if not self.may_bid:
            raise PermissionDenied
        form = form or self.get_form()
        form.fields["confirm"].label = amount_sentence(self.taxes)
        return super().get_context_data(
            form=form,
            gaps=gaps(self.bid.tender, self.offer),
            offered=offered(self.bid.tender, self.offer),
            files=with_digests(self.bid, self.offer.files),
            taxes=self.taxes,
            is_low=self.is_low,
            lacks=lacking(self.bid.vendor, self.bid.tender, amount=self.offer.total),
            **kwargs,
        )

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        try:
            submission = self.submit(form)
        except OtherSubmission as refusal:
            context = {"bid": self.bid, "refusal": refusal.message}
            return render(self.request, "tenders/bidding/other.html", context, status=409)
        except DomainError as refusal:
            return self.refused(refusal)
        return acknowledged(submission)

    def submit(self, form: SubmitForm) -> Submission:
        return submit_bid(
            bid_id=self.bid_id,
            submission_key=form.cleaned_data["submission_key"],
            reviewed=form.cleaned_data["reviewed"],
            amendment=form.cleaned_data["amendment"],
            access=copy_access(self.request),
            actor=self.person,
            first_byte_at=first_byte_at(self.request),
            last_byte_at=last_byte_at(self.request),
        )

    def refused(self, refusal: DomainError) -> HttpResponse:
        """The review again, as the bid is now, with the reason; nothing was submitted."""
        fresh = self.get_form_class()(**self.shown())
        context = self.get_context_data(form=fresh, refusal=refusal.message)
        status = 409 if isinstance(refusal, Conflict) else 422
        return self.render_to_response(context, status=status)

    def form_invalid(self, form: SubmitForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
