"""The lists of calls, awards and contracts: words, facets, pages by key."""

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.clock import now
from marketplace.web.kept_pages import keep
from marketplace.web.pagination import Page, paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.templatetags.wording import reader
from marketplace.web.version import public_version
from tenders.documents.cards import live_cards
from tenders.forms.search import read_search
from tenders.models.notice import NoticeQuerySet
from tenders.queries import narrowing
from tenders.queries.counts import Counts, count_facets
from tenders.queries.find import find, in_order, snippets
from tenders.queries.near import near_titles
from tenders.queries.search import AWARDS, CALLS, CONTRACTS, Listing, Search, Sort, View

PAGE_SIZE = 25
ROWS, PAGER = "<!--rows-->", "<!--pager-->"  # in the frame of a list


class NoticeListView(PublicPage):
    """A list of notices. What costs is asked for by the template, inside what it keeps."""

    listing: ClassVar[Listing]
    template_name: str

    def version(self) -> str:
        return public_version()

    @cached_property
    def search(self) -> Search:
        return read_search(self.listing, self.request.GET)

    @cached_property
    def language(self) -> str:
        return reader()

    @cached_property
    def counts(self) -> Counts:
        return count_facets(self.search, language=self.language, at=now())

    def groups(self) -> list[narrowing.Group]:
        return narrowing.groups(self.search, self.counts, language=self.language)

    def chips(self) -> list[tuple[Any, narrowing.Option]]:
        return narrowing.chosen(self.search, self.counts, language=self.language)

    def sorts(self) -> list[tuple[Any, str, bool]]:
        """The orders: label, address, and whether it is this one."""
        return [
            (Sort(sort).label, self.search.other(sort=sort).address, sort == self.search.order)
            for sort in self.search.sorts
        ]

    def near(self) -> list[SafeString]:
        """What may help a reader whose words found nothing: titles that nearly say them."""
        anything = find(self._anything(), language=self.language, at=now())
        rows = self._rows(anything)
        return self._cards(near_titles(rows, self.search.q, listing=self.listing))

    def without_words(self) -> str:
        return self.search.other(q="").address

    def without_filters(self) -> str:
        return self.search.other(chosen=()).address

    def everywhere(self) -> tuple[int, str]:
        """How many notices of any kind say the same, without filters, and where."""
        wider = self._anything(q=self.search.q)
        return count_facets(wider, language=self.language, at=now()).total, wider.address

    def _anything(self, **asked: Any) -> Search:
        return Search(listing=self.listing, view=View.ALL, **asked)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page is a frame, which all pages of the same search share, and its rows."""
        listed, is_ranked = self._listed()
        has_rows = bool(listed.rows)
        asked = {"search": self.search, "is_ranked": is_ranked, "has_rows": has_rows}
        frame = keep(
            request,
            f"{self.search.query} {is_ranked} {has_rows}",
            lambda: render_to_string(self.template_name, self.get_context_data(**asked), request),
        )
        if not has_rows:
            return HttpResponse(frame)
        cards = "".join(self._cards(listed.rows))
        return HttpResponse(frame.replace(ROWS, cards, 1).replace(PAGER, self._pager(listed), 1))

    def _listed(self) -> tuple[Page, bool]:
        """A page of rows, and whether they come by relevance."""
        found = find(self.search, language=self.language, at=now())
        found, order = in_order(found, self.search, language=self.language)
        cursor = self.request.GET.get("cursor", "")
        rows = self._rows(found, order)
        return paginate(rows, order=order, cursor=cursor, size=PAGE_SIZE), "-rank" in order

    def _pager(self, listed: Page) -> str:
        cursors = {"newer": listed.newer, "older": listed.older}
        urls = {
            name: f"?{urlencode([*self.search.pairs, ('cursor', cursor)])}" if cursor else ""
            for name, cursor in cursors.items()
        }
        return render_to_string("components/pager.html", urls)

    def _rows(self, found: NoticeQuerySet, order: tuple[str, ...] = ()) -> Any:
        return found.cards(self._card, *(name.lstrip("-") for name in order))

    @property
    def _card(self) -> str:
        return f"{self.listing.card}_{self.language}"

    def _cards(self, rows: list[Any]) -> list[SafeString]:
        """The cards as they are to be read now, with the words found in them."""
        q = self.search.q
        words = snippets([row.tender_id for row in rows], q, language=self.language) if q else {}
        return live_cards(rows, self._card, at=now(), words=words)


class TenderListView(NoticeListView):
    template_name = "tenders/public/list.html"
    listing = CALLS

    def views(self) -> list[tuple[Any, str, bool]]:
        """The tabs: label, address, and whether it is this one."""
        return [
            (label, self.search.other(view=code).address, code == self.search.view)
            for code, label in View.choices
        ]


class AwardListView(NoticeListView):
    template_name = "tenders/public/awards.html"
    listing = AWARDS


class ContractListView(NoticeListView):
    """The public register of contracts."""

    template_name = "tenders/public/contracts.html"
    listing = CONTRACTS
