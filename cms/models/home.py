"""The first page."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms import outline
from cms.blocks import BODY
from cms.models.base import PublicPage
from tenders.queries import notices


class HomePage(PublicPage):
    """What this is in one sentence, a search box, and whatever the editors put under it."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"), max_length=300)
    body = StreamField(BODY, blank=True, verbose_name=_("content"))

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "cms.SectionPage",
        "cms.ContentPage",
        "cms.ContactPage",
        "cms.NewsIndexPage",
        "cms.EventIndexPage",
    ]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead")], heading=_("First screen")),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("lead"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        super().clean()
        if wrong := outline.fault(self.body):
            raise ValidationError({"body": wrong})

    def plain_words(self) -> list[str]:
        return [self.lead, *self.body.stream_block.get_searchable_content(self.body)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # Asked for where the page shows it, which is kept.
        context["next_to_close"] = lambda: next(iter(notices.closing_soon(1)), None)
        return context
