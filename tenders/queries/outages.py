"""For how long submission failed before a deadline, derived from what was seen of the site.

Two looks at a site that works, further apart than looks are, leave a time of which nobody can say
that it worked: the firms get the benefit, and it counts as an outage. So does an outage that began
before the deadline and lasted beyond it, whole. Time before the first look ever is not judged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings

from tenders.models import ClosingHold, Tender, WatchSpan
from tenders.states import TenderStatus

BETWEEN_LOOKS = timedelta(seconds=90)  # two missed ones: a sweep looks twice a minute


@dataclass(frozen=True)
class Outage:
    """``faults`` names the parts that were seen away; none if nobody was there to look."""

    began_at: datetime
    ended_at: datetime
    faults: tuple[str, ...]


def outages_before(deadline: datetime, *, at: datetime) -> list[Outage]:
    """The outages of the hours before ``deadline`` that count, as far as is known ``at``."""
    since = deadline - timedelta(hours=settings.OUTAGE_WINDOW_HOURS)
    spans = _spans(since)
    found = []
    for began_at, ended_at in _gaps(spans, at):
        faults = {
            span.fault
            for span in spans
            if span.fault and span.began_at < ended_at and span.seen_at > began_at
        }
        counts = began_at < deadline and ended_at > since
        if counts and (faults or ended_at - began_at > BETWEEN_LOOKS):
            found.append(Outage(max(began_at, since), ended_at, tuple(sorted(faults))))
    return found


def down_before(deadline: datetime, *, at: datetime) -> timedelta:
    """How long in all submission failed before ``deadline``."""
    outages = outages_before(deadline, at=at)
    return sum((each.ended_at - each.began_at for each in outages), timedelta(0))


def may_be_held(at: datetime) -> list[int]:
    """Open calls whose last hours before the deadline have begun, the nearest first."""
    soon = at + timedelta(hours=settings.OUTAGE_WINDOW_HOURS)
    rows = Tender.objects.filter(status=TenderStatus.OPEN, submission_deadline__lte=soon)
    return list(rows.order_by("submission_deadline").values_list("pk", flat=True))


def hold_of(tender: Tender) -> ClosingHold | None:
    """The hold of the deadline in force, decided or not; one of an earlier deadline is history."""
    if tender.submission_deadline is None:
        return None
    return tender.closing_holds.filter(deadline=tender.submission_deadline).first()


def _spans(since: datetime) -> list[WatchSpan]:
    """What was seen from ``since`` on, and the last time before that it worked."""
    before = WatchSpan.objects.filter(fault="", seen_at__lt=since).order_by("seen_at").last()
    return [*([before] if before else []), *WatchSpan.objects.filter(seen_at__gte=since)]


def _gaps(spans: Sequence[WatchSpan], at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The times between two stretches of work, up to ``at``."""
    if not spans:
        return
    works = [(span.began_at, span.seen_at) for span in spans if not span.fault]
    edges = [(spans[0].began_at, spans[0].began_at), *works, (max(at, spans[-1].seen_at),) * 2]
    for (_began, until), (again, _until) in pairwise(sorted(edges)):
        if again > until:
            yield until, again
