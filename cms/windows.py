"""Windows onto live facts. The editor says where and how many; ``tenders`` says what."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from marketplace.clock import now
from tenders.queries import notices


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
    """The newest calls that firms may answer."""

    def facts(self, value: Any) -> Any:
        return notices.open_tenders(value["count"])

    class Meta:
        icon = "list-ul"
        label = _("Open calls")
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
    ("latest_awards", LatestAwardsBlock()),
    ("figures", FiguresBlock()),
    ("latest_news", LatestNewsBlock()),
]
