"""Sections, guides and single pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import WrittenPage


class SectionPage(WrittenPage):
    """A part of the site: some words, and cards of the pages under it."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["cms.SectionPage", "cms.GuidePage", "cms.ContentPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["children"] = self.get_children().live().specific()
        return context


class ContentPage(WrittenPage):
    """A page of words: about, terms, privacy, accessibility, a policy."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class Audience(models.TextChoices):
    """Whom a guide is for."""

    FIRMS = "firms", _("For firms")
    BUYERS = "buyers", _("For public bodies")
    EVERYONE = "everyone", _("For everyone")


AUDIENCE_ICONS = {Audience.FIRMS: "firm", Audience.BUYERS: "building", Audience.EVERYONE: "users"}


class GuidePage(WrittenPage):
    """How to do one thing, from beginning to end."""

    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels[:1],
        FieldPanel("audience"),
        *WrittenPage.content_panels[1:],
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.SectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def audience_icon(self) -> str:
        return AUDIENCE_ICONS[Audience(self.audience)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["next_page"] = self.get_next_siblings().live().first()
        return context


class ContactPage(WrittenPage):
    """How to reach the people: the addresses come from the site settings."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")
