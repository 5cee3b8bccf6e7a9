"""When and by which way each person is told, from what each chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone

from marketplace.notifications.kinds import Topic
from marketplace.notifications.models import MessageStatus, Preference, QuietHours, Way

DIGEST_HOUR = time(7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Telling:
    """The state in which a message begins, and the moment from which it may go out."""

    status: MessageStatus
    due_at: datetime


def tellings(people: Sequence[Any], topic: Topic, at: datetime) -> dict[int, Telling]:
    """How each of ``people`` is told, by their primary key: two statements for any number.

    What is required goes to everybody at once, and nothing is looked up.
    """
    now_by_mail = Telling(MessageStatus.QUEUED, at)
    if topic in (Topic.REQUIRED, Topic.GATHERED):
        return {person.pk: now_by_mail for person in people}
    keys = [person.pk for person in people]
    chosen = Preference.objects.filter(topic=topic, person__in=keys)
    ways = dict(chosen.values_list("person_id", "way"))
    quiet = {hours.person_id: hours for hours in QuietHours.objects.filter(person__in=keys)}
    return {
        key: _telling(ways.get(key, Way.AT_ONCE), quiet.get(key), at) if key in ways or key in quiet
        else now_by_mail
        for key in keys
    }  # fmt: skip


def _telling(way: str, quiet: QuietHours | None, at: datetime) -> Telling:
    if way == Way.NEVER:
        return Telling(MessageStatus.KEPT, at)
    if way == Way.DAILY:
        return Telling(MessageStatus.GATHERED, next_digest(at))
    return Telling(MessageStatus.QUEUED, after_quiet(at, quiet) if quiet else at)


def next_digest(at: datetime) -> datetime:
    """The next time that daily messages go out: at seven, on the clock of the site's zone."""
    local = at.astimezone(get_default_timezone())
    day = local.date() if local.time() < DIGEST_HOUR else local.date() + ONE_DAY
    return datetime.combine(day, DIGEST_HOUR, get_default_timezone()).astimezone(at.tzinfo)


def after_quiet(at: datetime, quiet: QuietHours) -> datetime:
    """``at``, or the end of the quiet hours that hold it. Hours may run over midnight."""
    local = at.astimezone(get_default_timezone())
    begins, ends = quiet.begins, quiet.ends
    overnight = begins > ends
    evening = overnight and local.time() >= begins
    if not (evening or (local.time() < ends and (overnight or local.time() >= begins))):
        return at
    day = local.date() + ONE_DAY if evening else local.date()
    return datetime.combine(day, ends, get_default_timezone()).astimezone(at.tzinfo)
