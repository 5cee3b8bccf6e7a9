"""After an outage before a deadline: the buyer extends the call, or lets it close as announced."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.outage import decide_closing
from tenders.forms.publication import ClosingForm
from tenders.models import ClosingHold
from tenders.queries.outages import hold_of, outages_before
from tenders.queries.timing import next_day_of
from tenders.values import ClosingDecision
from tenders.views.mixins import CallView, FormPage
from tenders.views.refusals import show


class ClosingView(CallView, FormPage):
    """What happened, what either decision does, and the decision. It says nothing of bids."""

    permission = "tenders.decide_closing"
    form_class = ClosingForm
    template_name = "tenders/authoring/closing.html"

    @cached_property
    def hold(self) -> ClosingHold | None:
        hold = hold_of(self.tender)
        return None if hold is None or hold.is_decided else hold

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.hold is None:
            messages.info(request, _("The closing of this call does not wait for a decision."))
            return redirect("tenders:tender", self.tender.ocid)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"deadline": next_day_of(self.hold.deadline, at=now())} if self.hold else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hold = self.hold
        outages = outages_before(hold.deadline, at=now()) if hold else []
        context = {"tender": self.tender, "hold": hold, "outages": outages}
        return super().get_context_data(**context, **kwargs)

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        try:
            hold = decide_closing(
                tender_id=self.tender.pk, actor=self.user, at=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        if hold.decision == ClosingDecision.EXTEND:
            messages.success(self.request, _("The deadline is put off. Those concerned are told."))
        else:
            messages.success(self.request, _("The call closes as announced, within a minute."))
        return redirect("tenders:tender", self.tender.ocid)
