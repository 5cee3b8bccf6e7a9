"""Contracts of the past as the public reads them."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from marketplace.web.search import spellings
from tenders.models import PastNotice


def find_history(*, q: str = "") -> QuerySet[PastNotice]:
    """Notices with all the words of ``q``, or of this number."""
    found = PastNotice.objects.defer("search")
    if not q:
        return found
    wanted = Q(ocid=f"ocds-ec9k95-{q}")
    for spelling in spellings(q):
        query = SearchQuery(spelling, config="fr_unaccent", search_type="websearch")
        wanted |= Q(search=query)
    return found.filter(wanted)


def has_history() -> bool:
    return PastNotice.objects.exists()
