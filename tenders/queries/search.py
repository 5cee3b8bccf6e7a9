"""Finding calls: what a reader asks for, as one query whose cost doesn't grow with the market."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat, Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.reference.models import Category
from tenders.models import Buyer, Tender
from tenders.models.tender import TenderQuerySet
from tenders.queries.notices import SOON, public_tenders
from tenders.states import TenderStatus

NEAR = 8
# Under the operator's own 0.6, so that a word with two wrong letters still finds its title.
NEAR_ENOUGH = 0.4
# Marks that no keyboard types; the template turns them into <mark> after escaping the rest.
MARK = ("\x02", "\x03")


class View(models.TextChoices):
    """The tabs of the list."""

    OPEN = "open", pgettext_lazy("calls", "Open")
    SOON = "soon", _("Closing soon")
    CLOSED = "closed", pgettext_lazy("calls", "Closed")
    ALL = "all", pgettext_lazy("calls", "All")


class Sort(models.TextChoices):
    NEWEST = "newest", _("newest first")
    DEADLINE = "deadline", _("by closing date")


class Budget(models.TextChoices):
    """Ranges of the published budget, in dollars before taxes."""

    UNDER_10 = "0-10000", _("under $10,000")
    UNDER_25 = "10000-25000", _("$10,000 to $25,000")
    UNDER_50 = "25000-50000", _("$25,000 to $50,000")
    OVER_50 = "50000-", _("$50,000 and more")

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """From (included) and to (excluded)."""
        low, _dash, high = self.value.partition("-")
        return Decimal(low), Decimal(high) if high else None


@dataclass(frozen=True)
class Search:
    """What the reader asked for. Empty means any."""

    view: str = View.OPEN
    q: str = ""
    category: Category | None = None
    buyer: Buyer | None = None
    region: str = ""
    place: str = ""
    budget: str = ""
    method: str = ""
    sort: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of the list's order, the last one unique."""
        if self.view == View.SOON or (self.view == View.OPEN and self.sort == Sort.DEADLINE):
            return ("submission_deadline", "pk")
        if self.view == View.CLOSED or self.sort == Sort.DEADLINE:
            return ("-submission_deadline", "-pk")
        return ("-published_at", "-pk")


def find_tenders(search: Search, *, language: str, at: datetime) -> TenderQuerySet:
    """The public calls that fit, with a ``snippet`` around the words found. Unordered."""
    found = _in_view(public_tenders(), search.view, at)
    if search.buyer:
        found = found.filter(buyer=search.buyer)
    if search.region:
        found = found.filter(region=search.region)
    if search.place:
        found = found.filter(place=search.place)
    if search.method:
        found = found.filter(award_method=search.method)
    if search.budget:
        found = _within(found, Budget(search.budget))
    if search.category:
        found = _of_category(found, search.category)
    return _saying(found, search.q, language) if search.q else found


def near_titles(q: str, *, language: str) -> list[Tender]:
    """Public calls whose title nearly says ``q``, the nearest first: for typing mistakes."""
    title = "title_en" if language == "en" else "title_fr"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_THRESHOLD, str(NEAR_ENOUGH)])
        near = public_tenders().filter(
            Q(**{f"{title}__trigram_word_similar": q}) | Q(title_fr__trigram_word_similar=q)
        )
        closeness = Greatest(TrigramWordSimilarity(q, title), TrigramWordSimilarity(q, "title_fr"))
        return list(near.annotate(nearness=closeness).order_by("-nearness", "-pk")[:NEAR])


_THRESHOLD = "pg_trgm.word_similarity_threshold"


def _in_view(found: TenderQuerySet, view: str, at: datetime) -> TenderQuerySet:
    if view == View.OPEN:
        return found.accepting_bids(at)
    if view == View.SOON:
        return found.accepting_bids(at).filter(submission_deadline__lte=at + SOON)
    if view == View.CLOSED:
        return found.filter(~Q(status=TenderStatus.OPEN) | Q(submission_deadline__lte=at))
    return found


def _within(found: TenderQuerySet, budget: Budget) -> TenderQuerySet:
    low, high = budget.bounds
    found = found.filter(budget_is_public=True, budget__gte=low)
    return found.filter(budget__lt=high) if high is not None else found


def _of_category(found: TenderQuerySet, category: Category) -> TenderQuerySet:
    """Calls whose main category, or another, is this one or under it."""
    also = Tender.categories.through.objects.filter(
        tender=OuterRef("pk"), category__code__startswith=category.prefix
    )
    return found.filter(Q(main_category__code__startswith=category.prefix) | Exists(also))


def _saying(found: TenderQuerySet, q: str, language: str) -> TenderQuerySet:
    """Calls that say ``q`` in the reader's language, by number, or by their buyer's name.

    A call without English is searched in French for an English reader too.
    """
    french = SearchQuery(q, config="fr_unaccent", search_type="websearch")
    said = Q(search_fr=french)
    snippet: Any = _headline("fr", french)
    if language == "en":
        english = SearchQuery(q, config="en_unaccent", search_type="websearch")
        said = Q(search_en=english) | Q(title_en="", search_fr=french)
        snippet = Case(When(title_en="", then=snippet), default=_headline("en", english))
    buyers = list(
        Buyer.objects.public().filter(name_fr__unaccent__icontains=q).values_list("pk", flat=True)
    )
    return found.filter(said | Q(number__iexact=q) | Q(buyer__in=buyers)).annotate(snippet=snippet)


def _headline(language: str, query: SearchQuery) -> SearchHeadline:
    summary, need = F(f"summary_{language}"), F(f"need_{language}")
    text = Concat(summary, Value(" "), need, output_field=models.TextField())
    return SearchHeadline(
        text,
        query,
        config=f"{language}_unaccent",
        start_sel=MARK[0],
        stop_sel=MARK[1],
        max_words=32,
        min_words=14,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
