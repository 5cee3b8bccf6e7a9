"""Confirming the opening of a closed call: two officers, each with a second factor just given."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from marketplace.accounts.proof import ask_second_factor, second_factor_at
from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.opening import advance_opening
from tenders.actions.opening_approval import approve_opening
from tenders.queries.opening import consents_of
from tenders.sealing import is_away
from tenders.views.mixins import CallView


@method_decorator(never_cache, name="dispatch")
class ApproveOpeningView(CallView, TemplateView):
    """What opening does, who has consented already, and one's own consent."""

    permission = "tenders.open_bids"
    template_name = "tenders/evaluation/opening_approval.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.tender.opened_at is not None:
            return redirect("tenders:evaluation", self.tender.ocid)
        return ask_second_factor(request) or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tender=self.tender,
            consents=consents_of(self.tender, self.user),
            sealer_is_away=is_away(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = now()
        try:
            complete = approve_opening(
                tender_id=self.tender.pk,
                proved_at=second_factor_at(request),
                actor=self.user,
                at=at,
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("tenders:opening_approval", self.tender.ocid)
        self._tell(complete and advance_opening(tender_id=self.tender.pk, at=at), complete)
        return redirect("tenders:evaluation", self.tender.ocid)

    def _tell(self, is_open: bool, complete: bool) -> None:
        if is_open:
            messages.success(self.request, _("The bids are open. Everybody concerned is told."))
        elif complete and is_away():
            messages.warning(
                self.request,
                _("Confirmed. The sealer does not answer just now: the bids open once it is back."),
            )
        elif complete:
            messages.success(self.request, _("Confirmed. The bids open within a minute."))
        else:
            messages.success(
                self.request, _("Your consent is on record. Another person must give theirs.")
            )
