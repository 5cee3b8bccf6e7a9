"""The market at a glance, and the signals that deserve a look."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View

from marketplace.web.public_page import PublicPage, for_everybody
from marketplace.web.spreadsheets import csv_file
from tenders.documents.insights import HEADING, charts, lines, tiles
from tenders.forms.insights import MarketForm, SliceForm
from tenders.queries import insights, signals
from tenders.queries.insights import Slice


class InsightsPage(PublicPage):
    """A page of one slice of the market; it changes when the figures are made anew."""

    def version(self) -> str:
        return str(insights.made_at())

    @cached_property
    def form(self) -> SliceForm:
        return SliceForm(self.request.GET)

    @cached_property
    def part(self) -> Slice:
        return self.form.part()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form, part=self.part, made_at=insights.made_at(), **kwargs
        )


class MarketView(InsightsPage):
    """Volume, competition, winners and delays, by year, buyer and category."""

    template_name = "tenders/public/market.html"

    @cached_property
    def form(self) -> MarketForm:
        return MarketForm(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure, measure = insights.figures_of(self.part), self.form.drawn()
        counted = signals.counted(self.part)
        return super().get_context_data(
            tiles=tiles(figure) if figure else [],
            measure=measure,
            charts=charts(self.part, measure, self.form.asked()) if figure else [],
            signals=sum(counted.values()),
            **kwargs,
        )


class MarketFileView(View):
    """The same figures as a table for spreadsheets: those of one chart, or all of them."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = MarketForm(request.GET)
        drawn = charts(form.part(), form.drawn(), form.asked())
        for chart in drawn:
            if chart.name == request.GET.get("chart"):
                return for_everybody(csv_file(_("figures"), chart.names, chart.lines))
        rows = lines(insights.all_of(form.part()))
        return for_everybody(csv_file(_("figures"), HEADING, rows))


class SignalsView(InsightsPage):
    """Each indicator: what it means, its limits, and how many calls it points at."""

    template_name = "tenders/public/signals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = signals.counted(self.part)
        shown = [(indicator, counted[indicator.code]) for indicator in signals.INDICATORS]
        return super().get_context_data(indicators=shown, **kwargs)


class SignalView(InsightsPage):
    """The calls that one indicator points at."""

    template_name = "tenders/public/signal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = signals.BY_CODE.get(self.kwargs["code"])
        if indicator is None:
            raise Http404(self.kwargs["code"])
        cursor = self.request.GET.get("cursor", "")
        listed = signals.pointed_at(indicator.code, self.part, cursor=cursor)
        return super().get_context_data(indicator=indicator, listed=listed, **kwargs)
