"""Windows onto live facts. The editor says where and how many; ``tenders`` says what."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from marketplace.clock import now
from marketplace.web.templatetags.wording import reader
from marketplace.web.wording import say_month
from tenders.queries import notices, windows


class Window(blocks.StructBlock):
    """A heading over a list that is never written by hand."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    count = blocks.IntegerBlock(min_value=1, max_value=12, default=6, label=_("How many"))

    def facts(self, value: Any) -> Any:
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["facts"] = self.facts(value)
        context["at"] = now()
        return context


class OpenCallsBlock(Window):
    """The newest calls that firms may answer, all of them or those of one category."""

    category = blocks.ChoiceBlock(
        choices=windows.featured_categories, required=False, label=_("Only of this category")
    )

    def facts(self, value: Any) -> Any:
        return windows.open_calls(value["count"], at=now(), category=value.get("category") or "")

    class Meta:
        icon = "list-ul"
        label = _("Open calls")
        template = "cms/blocks/open_calls.html"


class BuyerCallsBlock(Window):
    """The open calls of one public body."""

    buyer = blocks.ChoiceBlock(choices=windows.public_bodies, label=_("Public body"))

    def facts(self, value: Any) -> Any:
        return windows.open_calls(value["count"], at=now(), buyer=value["buyer"])

    class Meta:
        icon = "group"
        label = _("Open calls of a public body")
        template = "cms/blocks/open_calls.html"


class ClosingSoonBlock(Window):
    """The open calls with the nearest deadlines."""

    def facts(self, value: Any) -> Any:
        return notices.closing_soon(value["count"])

    class Meta:
        icon = "time"
        label = _("Closing soon")
        template = "cms/blocks/open_calls.html"


class LatestAwardsBlock(Window):
    """The newest award notices."""

    def facts(self, value: Any) -> Any:
        return notices.latest_awards(value["count"])

    class Meta:
        icon = "success"
        label = _("Latest awards")
        template = "cms/blocks/latest_awards.html"


class FiguresBlock(blocks.StructBlock):
    """Three figures of the market."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["figures"] = notices.figures()
        return context

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "cms/blocks/figures.html"


class AwardsByMonthBlock(blocks.StructBlock):
    """What was awarded in each of the last twelve months, as a chart that is a table."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        months = windows.awards_by_month(at=now())
        context["rows"] = [(say_month(row.first_day, reader()), row.awarded) for row in months]
        context["names"] = (_("Month"), _("Awarded, before taxes"))
        return context

    class Meta:
        icon = "history"
        label = _("Chart of the awards")
        template = "cms/blocks/awards_by_month.html"


class NextEventsBlock(blocks.StructBlock):
    """The next sessions of an event list."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    index = blocks.PageChooserBlock(page_type="cms.EventIndexPage", label=_("Event list"))
    count = blocks.IntegerBlock(min_value=1, max_value=6, default=3, label=_("How many"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        index = value["index"]
        context["items"] = index.specific.to_come()[: value["count"]] if index else []
        return context

    class Meta:
        icon = "calendar-alt"
        label = _("Next events")
        template = "cms/blocks/next_events.html"


class LatestNewsBlock(blocks.StructBlock):
    """The newest items under a news page."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    index = blocks.PageChooserBlock(page_type="cms.NewsIndexPage", label=_("News page"))
    count = blocks.IntegerBlock(min_value=1, max_value=6, default=3, label=_("How many"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        index = value["index"]
        context["items"] = index.specific.items()[: value["count"]] if index else []
        return context

    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        template = "cms/blocks/latest_news.html"


WINDOWS = [
    ("open_calls", OpenCallsBlock()),
    ("closing_soon", ClosingSoonBlock()),
    ("buyer_calls", BuyerCallsBlock()),
    ("latest_awards", LatestAwardsBlock()),
    ("figures", FiguresBlock()),
    ("awards_by_month", AwardsByMonthBlock()),
    ("latest_news", LatestNewsBlock()),
    ("next_events", NextEventsBlock()),
]
