"""“Not this time”, and no more of the coach."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from marketplace.accounts.models import User
from marketplace.clock import earliest_now, now
from marketplace.errors import DomainError
from marketplace.web.views.private import PrivateMixin
from tenders.actions.decline import decline_call
from tenders.forms.declining import DeclineForm
from tenders.models import Tender
from tenders.queries.bid_steps import why_not_bid
from tenders.queries.bidding import firms_to_bid_for
from tenders.views.refusals import show
from vendors.actions.coach import dismiss_coach
from vendors.models import Vendor


class CallOfFirmsMixin(PrivateMixin):
    """A page about one public call, for those who may bid for a firm."""

    kwargs: dict[str, Any]

    @cached_property
    def tender(self) -> Tender:
        calls = Tender.objects.public().select_related("buyer")
        return get_object_or_404(calls, ocid=self.kwargs["ocid"])

    @cached_property
    def firms(self) -> list[Vendor]:
        return list(firms_to_bid_for(self.request.user))


class DeclineView(CallOfFirmsMixin, FormView):
    """Say why one's firm doesn't bid."""

    template_name = "tenders/bidding/decline.html"
    form_class = DeclineForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "firms": self.firms}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tender=self.tender,
            firms=self.firms,
            own_firms=Vendor.objects.of(user),
            obstacle=why_not_bid(user, self.tender, self.firms, at=earliest_now()),
            **kwargs,
        )

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        said = dict(form.cleaned_data)
        firm, actor = said.pop("vendor"), cast(User, self.request.user)
        try:
            decline_call(tender_id=self.tender.pk, vendor_id=firm.pk, actor=actor, at=now(), **said)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Thank you. The buyer learns it after the closing, not from whom.")
        )
        return redirect(self.tender)

    def form_invalid(self, form: DeclineForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DismissCoachView(CallOfFirmsMixin, View):
    """No more advice for one's firms. A button, so POST only."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        for firm in self.firms:
            dismiss_coach(vendor_id=firm.pk, actor=cast(User, request.user), at=now())
        return redirect("tenders:bid_start", self.tender.ocid)
