"""News."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.models.base import WrittenPage

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

ON_A_PAGE = 12


class NewsIndexPage(WrittenPage):
    """The news, newest first."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def items(self) -> "PageQuerySet[NewsPage]":
        """The published items under this page, newest first."""
        return NewsPage.objects.child_of(self).live().order_by("-date", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = Paginator(self.items(), ON_A_PAGE)
        context["items"] = pages.get_page(request.GET.get("page"))
        return context


class NewsPage(WrittenPage):
    """One item. The introduction is its summary."""

    date = models.DateField(_("date"))

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels[:1],
        FieldPanel("date"),
        *WrittenPage.content_panels[1:],
    ]
    search_fields: ClassVar[list[Any]] = [*WrittenPage.search_fields, index.FilterField("date")]
    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
