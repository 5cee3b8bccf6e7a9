"""What all our pages have in common."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms import outline
from cms.blocks import BODY
from cms.models.words import PageWords
from marketplace.web.views.errors import gone

WORDS_A_MINUTE = 200


class PublicPage(Page):
    """A page that anyone may read. Nothing else is kept in this tree, so answers may be cached."""

    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A page that was public and was taken down is gone, unless its address leads on."""
        if not path_components and self.was_taken_down() and not _leads_on(request):
            return RouteResult(self, kwargs={"is_gone": True})
        routed: RouteResult = super().route(request, path_components)
        return routed

    def serve(
        self, request: HttpRequest, *args: Any, is_gone: bool = False, **kwargs: Any
    ) -> HttpResponse:
        if is_gone:
            return gone(request)
        served: HttpResponse = super().serve(request, *args, **kwargs)
        return served

    def was_taken_down(self) -> bool:
        return not self.live and self.first_published_at is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        PageWords.keep(self, self.title, self.plain_words())

    def plain_words(self) -> list[str]:
        """What the page says besides its title, for those who look for it."""
        return []


class WrittenPage(PublicPage):
    """A title, an introduction, and blocks of words."""

    introduction = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences that say what the reader gets here."),
    )
    body = StreamField(BODY, blank=True, verbose_name=_("content"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if wrong := outline.fault(self.body):
            raise ValidationError({"body": wrong})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # Without the root, which nobody sees, and the home page, which comes first by itself.
        context["ancestors"] = self.get_ancestors()[2:]
        context["headings"] = self.headings()
        return context

    def plain_words(self) -> list[str]:
        return [self.introduction, *self.body.stream_block.get_searchable_content(self.body)]

    def headings(self) -> list[dict[str, str]]:
        """The second-level headings and their anchors, for a table of contents."""
        return [
            {"text": str(block.value), "anchor": slugify(str(block.value))}
            for block in self.body
            if block.block_type == "heading"
        ]

    def minutes(self) -> int:
        """How long reading takes, at least a minute."""
        words = len(strip_tags(self.body.render_as_block()).split()) if self.body else 0
        return max(1, round(words / WORDS_A_MINUTE))


def _leads_on(request: HttpRequest) -> bool:
    """Whether an editor sends the readers of this address elsewhere, which happens to a 404."""
    path = Redirect.normalise_path(request.path, decode_unicode=False)
    return get_redirect(request, path) is not None
