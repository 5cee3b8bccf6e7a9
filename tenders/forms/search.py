"""What a reader of the lists may ask for. Whatever can't be understood is left out."""

from typing import TYPE_CHECKING

from marketplace.web.search import clean_words
from tenders.queries.search import Listing, Search, View

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

MOST = 10  # values of one facet


def read_search(listing: Listing, asked: "MultiValueDict[str, str]") -> Search:
    """The search that the parameters of an address describe."""
    view = asked.get("view", "")
    search = Search(
        listing=listing,
        q=clean_words(asked.get("q", "")),
        view=view if listing.has_views and view in View else View.OPEN,
        sort=asked.get("sort", ""),
    )
    for facet in search.facets:
        values = dict.fromkeys(filter(facet.takes, asked.getlist(facet.name)))
        for value in list(values)[:MOST]:
            search = search.toggled(facet, value)
    return search
