"""What the feeds tell: the newest steps of the calls, awards and amendments that were asked for."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tenders.models import Amendment, Award, Tender
from tenders.queries.find import find
from tenders.queries.notices import public_awards, public_tenders
from tenders.queries.search import Search

LENGTH = 50
CLOSINGS = 200


def newest_calls(search: Search, *, language: str, at: datetime) -> list[Any]:
    """Calls, last published first. ``amended_at`` is the moment of the last amendment or None."""
    last = Amendment.objects.filter(tender=OuterRef("pk")).order_by("-number")
    newest = find(search, language=language, at=at).order_by("-published_at", "-tender_id")
    found = public_tenders().filter(pk__in=newest.values("tender_id")[:LENGTH])
    found = found.annotate(amended_at=Subquery(last.values("published_at")[:1]))
    return list(found.order_by("-published_at", "-pk"))


def newest_amendments(search: Search, *, language: str, at: datetime) -> list[Amendment]:
    """Amendments to such calls, last published first."""
    calls = find(search, language=language, at=at).values("tender_id")
    found = Amendment.objects.filter(tender__in=calls).select_related("tender__buyer")
    return list(found.order_by("-published_at", "-pk")[:LENGTH])


def newest_awards(search: Search, *, language: str, at: datetime) -> list[Award]:
    """Approved awards, last decided first; a cancelled one stays and says so."""
    calls = find(search, language=language, at=at).values("tender_id")
    found = public_awards().filter(tender__in=calls)
    return list(found.order_by("-approved_at", "-pk")[:LENGTH])


def next_closings(search: Search, *, language: str, at: datetime) -> list[Tender]:
    """Calls whose deadline is to come, cancelled ones too, first to close first; ``amended``."""
    later = find(search, language=language, at=at).filter(submission_deadline__gt=at)
    first = later.order_by("submission_deadline", "tender_id").values("tender_id")[:CLOSINGS]
    found = with_amended(public_tenders().filter(pk__in=first))
    return list(found.order_by("submission_deadline", "pk"))


def with_amended(found: QuerySet[Tender]) -> QuerySet[Tender]:
    """Each with ``amended``, the number of its amendments."""
    count = Amendment.objects.filter(tender=OuterRef("pk")).order_by().values("tender")
    return found.annotate(
        amended=Coalesce(Subquery(count.annotate(count=Count("pk")).values("count")), 0)
    )
