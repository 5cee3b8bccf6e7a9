"""Information sessions: where and when, the recording afterwards, and a file for calendars."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from cms.invitation import invitation
from cms.models.base import WrittenPage
from marketplace.clock import now

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

PAST_ONES = 24


class EventIndexPage(WrittenPage):
    """The sessions to come, soonest first, then those of the past, latest first."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.EventPage"]

    class Meta:
        verbose_name = _("event list")
        verbose_name_plural = _("event lists")

    def to_come(self) -> "PageQuerySet[EventPage]":
        """Published events that are not over, soonest first."""
        events = EventPage.objects.child_of(self).live()
        return events.filter(ends_at__gt=now()).order_by("starts_at", "pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        over = EventPage.objects.child_of(self).live().filter(ends_at__lte=now())
        context["to_come"] = self.to_come()
        context["past"] = over.order_by("-starts_at", "-pk")[:PAST_ONES]
        return context


class EventPage(RoutablePageMixin, WrittenPage):
    """One session. It has a place, or an address where it is held on line."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online = models.URLField(_("address on line"), max_length=500, blank=True)
    registration = models.URLField(
        _("address to register at"),
        max_length=500,
        blank=True,
        help_text=_("Empty: nobody needs to register."),
    )
    recording = models.URLField(
        _("recording"),
        max_length=500,
        blank=True,
        help_text=_("Give its transcript in the content, as a video block."),
    )

    content_panels: ClassVar[list[Any]] = [
        *WrittenPage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("online"),
                FieldPanel("registration"),
                FieldPanel("recording"),
            ],
            heading=_("When and where"),
        ),
        *WrittenPage.content_panels[2:],
    ]
    search_fields: ClassVar[list[Any]] = [
        *WrittenPage.search_fields,
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("An event ends after it begins.")})
        if not (self.place or self.online):
            raise ValidationError({"place": _("Give a place, or an address on line.")})

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @path("calendar/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The event for a calendar. One that moves keeps its identity there."""
        headers = {"Content-Disposition": f'attachment; filename="{self.slug}.ics"'}
        return HttpResponse(
            invitation(self), content_type="text/calendar; charset=utf-8", headers=headers
        )
