"""Months in which a subscriber's searches found nothing, and what there was beside them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import get_default_timezone

from tenders.models import Alert, Award, News, Subscriber, Tender
from tenders.queries.alerts import MORNING
from tenders.queries.notices import public_awards
from tenders.states import ACTIVE_AWARDS

CATEGORY = "category="


def month_before(at: datetime) -> tuple[datetime, datetime]:
    """The last whole month on the clock of Québec: its beginning, and that of the next."""
    here = at.astimezone(get_default_timezone())
    end = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    begin = (end - timedelta(days=1)).replace(day=1)
    return begin, end


def quiet_subscribers(*, at: datetime, among: Collection[int] | None = None) -> list[int]:
    """Who has searches as old as the last month, none of which found anything in it.

    Nobody before the morning of the first, and each once: of a month that was looked at already,
    nobody is.
    """
    begin, end = month_before(at)
    if at < end.replace(hour=MORNING.hour):
        return []
    searches = Alert.objects.filter(
        subscriber=OuterRef("pk"), tender=None, paused_at=None, created_at__lt=begin
    )
    news = News.objects.filter(
        alert__subscriber=OuterRef("pk"),
        alert__tender=None,
        found_at__gte=begin,
        found_at__lt=end,
    )
    unseen = Q(quiet_seen_at=None) | Q(quiet_seen_at__lt=end)
    found = Subscriber.objects.filter(
        unseen, Exists(searches), ~Exists(news), wants_quiet_month=True
    )
    if among is not None:
        found = found.filter(pk__in=among)
    return list(found.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Near:
    """A call that fits all that an alert asks for but one thing.

    ``but`` are the keys of the call where the alert asked for others; empty where the call fits
    them all and only the words were not found in it.
    """

    alert: Alert
    tender: Tender
    but: tuple[str, ...]


def awarded_in(begin: datetime, end: datetime) -> list[Award]:
    """The awards of a month, each with the ``keys`` of its call's notice, the last first."""
    found = public_awards().filter(
        status__in=ACTIVE_AWARDS, approved_at__gte=begin, approved_at__lt=end
    )
    return list(found.annotate(keys=F("tender__notice__keys")).order_by("-approved_at", "-pk"))


def open_calls(*, at: datetime) -> list[Tender]:
    """The calls that take bids, each with the ``keys`` of its notice, the next to close first."""
    found = (
        Tender.objects.accepting_bids(at).select_related("buyer").annotate(keys=F("notice__keys"))
    )
    return list(found.order_by("submission_deadline", "pk"))


def concerns(alerts: Iterable[Alert], keys: Collection[str]) -> bool:
    """Whether something with these ``keys`` is in a category that an alert asks for, or all are."""
    wanted = {key for alert in alerts for key in alert.keys if key.startswith(CATEGORY)}
    return not wanted or not wanted.isdisjoint(keys)


def near_misses(alert: Alert, calls: Iterable[Tender]) -> list[Near]:
    """The calls that fit ``alert`` but in one thing."""
    groups: dict[str, set[str]] = {}
    for key in alert.keys:
        groups.setdefault(key.partition("=")[0], set()).add(key)
    found = []
    for call in calls:
        keys: list[str] = call.keys or []  # type: ignore[attr-defined]
        missed = [name for name, wanted in groups.items() if wanted.isdisjoint(keys)]
        if len(missed) + bool(alert.q) == 1:
            but = tuple(key for key in keys if missed and key.startswith(f"{missed[0]}="))
            found.append(Near(alert, call, but))
    return found
