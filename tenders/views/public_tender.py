"""The page of one call, its award notice and its calendar."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from marketplace.clock import now
from marketplace.ledger.api import Fixed, fixed
from marketplace.web.kept_pages import keep_for_long
from marketplace.web.public_page import PublicPage
from marketplace.web.templatetags.house import with_time_left
from tenders.documents.calendar import deadlines_calendar
from tenders.models import Award, Notice, Tender
from tenders.queries.awards import AwardNotice, award_notice
from tenders.queries.feeds import with_amended
from tenders.queries.notice import NoticePage, State, notice_of, state_of
from tenders.queries.notices import public_tenders
from tenders.states import TenderStatus
from tenders.views.structured_data import tender_facts_for_machines

APPROVED = "award.approved"


class TenderPage(PublicPage):
    """Whatever is under the address of one call: kept until the call or its phase changes."""

    template_name: str
    permanent = "opendata:call"  # its address without a language, for good

    @cached_property
    def tender(self) -> Tender:
        return get_object_or_404(public_tenders(), ocid=self.kwargs["ocid"])

    @cached_property
    def state(self) -> State:
        try:
            return state_of(self.kwargs["ocid"])
        except Notice.DoesNotExist as absent:
            raise Http404(self.kwargs["ocid"]) from absent

    @cached_property
    def at(self) -> datetime:
        return now()

    @cached_property
    def notice(self) -> NoticePage:
        return notice_of(self.tender, at=self.at)

    def version(self) -> str:
        """Every step that the page tells of draws the notice anew; the clock does the rest."""
        return f"{self.kwargs['ocid']} {self.state.at(self.at)}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"{self.template_name} {self.version()}"
        return HttpResponse(with_time_left(keep_for_long(request, name, self._html), self.at))

    def _html(self) -> str:
        return render_to_string(self.template_name, self.get_context_data(), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = settings.SITE_URL + reverse(self.permanent, args=[self.tender.ocid])
        return super().get_context_data(
            tender=self.tender, notice=self.notice, permanent=address, **kwargs
        )


class TenderView(TenderPage):
    template_name = "tenders/public/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = tender_facts_for_machines(self.notice)
        return super().get_context_data(structured_data=facts, **kwargs)


class AwardView(TenderPage):
    """The award notice, with the ranking that anyone can work out again."""

    template_name = "tenders/public/award.html"
    permanent = "opendata:award"

    @cached_property
    def award(self) -> Award:
        if self.notice.award is None:
            raise Http404(self.tender.ocid)
        return self.notice.award

    @cached_property
    def fixed(self) -> Fixed | None:
        """Where the public ledger holds the decision: a second or so after it."""
        return fixed(f"tender:{self.kwargs['ocid']}", APPROVED)

    def version(self) -> str:
        """Whether the standstill is over is told by the award, which is read for the page alone."""
        told = f"{super().version()} {self.fixed is not None}"
        is_waiting = self.state.status == TenderStatus.AWARDED
        return f"{told} {self.at:%Y%m%d%H%M}" if is_waiting else told

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: AwardNotice = award_notice(self.award, self.notice.bids)
        return super().get_context_data(
            award=self.award, award_notice=shown, fixed=self.fixed, **kwargs
        )


class DeadlinesView(TenderPage):
    """The deadlines of one call as an iCalendar file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        [tender] = with_amended(public_tenders().filter(pk=self.tender.pk))
        name = f"{settings.PRODUCT_NAME} – {tender.number}"
        return HttpResponse(
            deadlines_calendar([tender], name=name),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{tender.number}.ics"'},
        )
