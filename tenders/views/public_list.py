"""The lists of calls, awards and contracts: words, facets, pages by key."""

from functools import cached_property
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from marketplace.clock import now
from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.templatetags.wording import reader
from marketplace.web.version import public_version
from tenders.documents.cards import live_cards
from tenders.forms.search import read_search
from tenders.models import Notice
from tenders.models.notice import NoticeQuerySet
from tenders.queries import narrowing
from tenders.queries.counts import Counts, count_facets
from tenders.queries.find import find, in_order, near_titles, snippets
from tenders.queries.search import AWARDS, CALLS, CONTRACTS, Listing, Search, Sort, View

PAGE_SIZE = 25


class NoticeListView(PublicPage):
    """A list of notices. What costs is asked for by the template, inside what it keeps."""

    listing: ClassVar[Listing]

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
        found = near_titles(self._rows(Notice.objects.all()), self.search.q, self.language)
        return self._cards(found)

    def without_words(self) -> str:
        return self.search.other(q="").address

    def without_filters(self) -> str:
        return self.search.other(chosen=()).address

    def everywhere(self) -> tuple[int, str]:
        """How many notices of any kind say the same, without filters, and where."""
        wider = Search(listing=self.listing, q=self.search.q, view=View.ALL)
        return count_facets(wider, language=self.language, at=now()).total, wider.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = find(self.search, language=self.language, at=now())
        found, order = in_order(found, self.search, language=self.language)
        cursor = self.request.GET.get("cursor", "")
        listed = paginate(self._rows(found, order), order=order, cursor=cursor, size=PAGE_SIZE)
        return super().get_context_data(
            search=self.search,
            version=self.version(),
            listed=listed,
            cards=self._cards(listed.rows),
            is_ranked="-rank" in order,
            **kwargs,
        )

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
