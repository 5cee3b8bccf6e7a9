"""Feeds and calendars of what a reader of the lists asked for: the same words and filters."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from marketplace.bilingual import LANGUAGES
from marketplace.clock import now
from marketplace.web.version import public_version
from tenders.documents.calendar import deadlines_calendar
from tenders.documents.feeds import Entry, amendment_entry, award_entry, call_entry, write_feed
from tenders.forms.search import read_search
from tenders.queries import feeds
from tenders.queries.counts import count_facets
from tenders.queries.narrowing import chosen as chosen_of
from tenders.queries.search import AWARDS, CALLS, Listing, Search
from tenders.queries.search import View as Tab

SECONDS = 300


@dataclass(frozen=True)
class Told:
    """What is told: its title, the list that it belongs to, its rows."""

    title: Any
    page: str
    listing: Listing
    rows: Callable[..., Sequence[Any]]


KINDS = {
    "calls": Told(_("Calls"), "tenders:list", CALLS, feeds.newest_calls),
    "amendments": Told(_("Amendments to calls"), "tenders:list", CALLS, feeds.newest_amendments),
    "awards": Told(_("Awards"), "tenders:awards", AWARDS, feeds.newest_awards),
}
ENTRIES: dict[str, Callable[[Any, str], Entry]] = {
    "calls": call_entry,
    "amendments": amendment_entry,
    "awards": award_entry,
}
CLOSINGS = Told(_("Closings"), "tenders:list", CALLS, feeds.next_closings)


class Syndicated(View):
    """In the language of the address, with the parameters of a list. Caches may keep it.

    Calls open and closed, whatever tab the reader was on: an entry that vanishes
    when a call closes would look like a correction.
    """

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        etag = self.etag()
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None:
            with translation.override(kwargs["language"]):
                response = super().dispatch(request, *args, **kwargs)
            response["ETag"] = etag
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    def etag(self) -> str:
        """Changes when a notice does, and every hour, since deadlines pass by themselves."""
        basis = f"{self.request.get_full_path()} {public_version()} {now():%Y%m%d%H}"
        return f'"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'

    def rows(self, told: Told) -> Sequence[Any]:
        return told.rows(self.search(told), language=self.kwargs["language"], at=now())

    def search(self, told: Told) -> Search:
        return read_search(told.listing, self.request.GET).other(view=Tab.ALL, sort="")

    def title(self, told: Told) -> str:
        """The product, what is told, and what the reader chose."""
        search, language = self.search(told), self.kwargs["language"]
        counts = count_facets(search, language=language, at=now())
        chosen = [str(option.label) for _, option in chosen_of(search, counts, language=language)]
        said = [str(told.title), *filter(None, [search.q]), *chosen]
        return f"{settings.PRODUCT_NAME} – {', '.join(said)}"


class FeedView(Syndicated):
    """``/feeds/fr/calls.atom``."""

    def get(self, request: HttpRequest, language: str, kind: str, form: str) -> HttpResponse:
        told = KINDS[kind]
        text = write_feed(
            [ENTRIES[kind](row, language) for row in self.rows(told)],
            form=form,
            title=self.title(told),
            language=language,
            page=self.address(told, told.page),
            own={each: self.address(told, "feeds:feed", each, kind, form) for each in LANGUAGES},
        )
        return HttpResponse(text, content_type=f"application/{form}+xml; charset=utf-8")

    def address(self, told: Told, name: str, *arguments: str) -> str:
        """An address with the reader's words and filters."""
        query = self.search(told).other(view=Tab.OPEN).query
        return f"{settings.SITE_URL}{reverse(name, args=arguments)}{query and '?'}{query}"


class ClosingsView(Syndicated):
    """``/feeds/fr/closings.ics``: the deadlines to come, as a calendar that keeps itself up."""

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        body = deadlines_calendar(self.rows(CLOSINGS), name=self.title(CLOSINGS))
        return HttpResponse(body, content_type="text/calendar; charset=utf-8")
