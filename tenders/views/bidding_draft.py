"""The steps of a bid. Each saves its section of the sealed draft, and goes on to the next."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView

from marketplace.clock import earliest_now, now
from marketplace.errors import Conflict, DomainError
from marketplace.money import Money, TaxBreakdown, with_quebec_taxes
from tenders.actions.bid_draft import read_draft, save_bid_draft
from tenders.forms.bid import AnswersForm, ConditionsForm, PriceForm, SectionForm
from tenders.models import Bid
from tenders.queries.bid_steps import step_after, steps_of
from tenders.queries.bidding import fitted
from tenders.values import Offer
from tenders.views.bidding_base import ChangeBidMixin, copy_access


def taxes_of(offer: Offer) -> TaxBreakdown:
    """The total with its taxes, as the firm charges them."""
    return with_quebec_taxes(Money(offer.total), charged=offer.charges_taxes)


class DraftMixin(ChangeBidMixin):
    """A step of a bid that has a draft; of another, the way leads to the bid's page."""

    step: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.bid.has_draft:
            return redirect("tenders:bid", self.bid.public_id)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def offer(self) -> Offer:
        offer = read_draft(bid=self.bid, access=copy_access(self.request), actor=self.person)
        return fitted(self.bid.tender, offer, charges_taxes=self.bid.vendor.charges_taxes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = steps_of(self.bid.tender)
        place = [step.name for step in steps].index(self.step) + 1
        context = {
            "steps": steps,
            "place": place,
            "offer": self.offer,
            "is_open": self.bid.tender.accepts_bids(at=earliest_now()),
        }
        return super().get_context_data(**context, **kwargs)


class SectionView(DraftMixin, FormView):
    """A step that is one form. Autosave posts the same form and gets no page back."""

    form_class: type[SectionForm]

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"tender": self.bid.tender, "offer": self.offer, "version": self.bid.draft_version}
        return {**super().get_form_kwargs(), **own}

    def form_valid(self, form: SectionForm) -> HttpResponse:
        try:
            version = self.save(form)
        except Conflict as refusal:
            form.shown_version(Bid.objects.get(pk=self.bid.pk).draft_version)
            form.add_error(None, refusal.message)
            return self.form_invalid(form, status=409)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return self.answer(form, version)

    def save(self, form: SectionForm) -> int:
        return save_bid_draft(
            bid_id=self.bid.pk,
            section=form.section(),
            version=form.cleaned_data["version"],
            access=copy_access(self.request),
            actor=self.person,
            at=now(),
        )

    def answer(self, form: SectionForm, version: int) -> HttpResponse:
        if "X-Autosave" in self.request.headers:
            return HttpResponse(status=204, headers={"X-Draft-Version": str(version)})
        if "stay" in self.request.POST:
            messages.success(self.request, _("Saved."))
            return redirect(self.request.path)
        if "later" in self.request.POST:
            messages.success(self.request, _("Saved. You can come back until the deadline."))
            return redirect("tenders:bid", self.bid.public_id)
        return redirect(step_after(self.bid.tender, self.step).view, self.bid.public_id)

    def form_invalid(self, form: SectionForm, status: int = 422) -> HttpResponse:
        if "X-Autosave" in self.request.headers:
            return HttpResponse(status=status)
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ConditionsView(SectionView):
    template_name = "tenders/bidding/conditions.html"
    form_class = ConditionsForm
    step = "conditions"


class PriceView(SectionView):
    """The price, with its taxes shown."""

    template_name = "tenders/bidding/price.html"
    form_class = PriceForm
    step = "price"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(taxes=taxes_of(self.offer), **kwargs)

    def answer(self, form: SectionForm, version: int) -> HttpResponse:
        if "X-Autosave" not in self.request.headers:
            return super().answer(form, version)
        offer = replace(self.offer, **form.section())
        context = {"offer": offer, "taxes": taxes_of(offer)}
        totals = render(self.request, "tenders/bidding/totals.html", context)
        totals["X-Draft-Version"] = str(version)
        return totals


class AnswersView(SectionView):
    template_name = "tenders/bidding/answers.html"
    form_class = AnswersForm
    step = "answers"
