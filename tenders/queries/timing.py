"""When a call may close: working days, the legal minimum, and what a change of substance adds."""

from datetime import date, datetime, timedelta

from django.utils.timezone import get_default_timezone, localtime

from marketplace.reference.models import ParameterKey, parameter
from marketplace.working_days import add_working_days, local_deadline, next_working_day


def local_day(moment: datetime) -> date:
    """The day of ``moment`` on the platform's clock (America/Toronto)."""
    return localtime(moment, get_default_timezone()).date()


def minimum_open_days(at: datetime) -> int:
    """Working days a call stays open at least, by the figure in force at ``at``."""
    return int(parameter(ParameterKey.MINIMUM_OPEN_DAYS, on=local_day(at)))


def earliest_closing_day(published: datetime) -> date:
    """The first day on which a call published at ``published`` may close."""
    return add_working_days(local_day(published), minimum_open_days(published))


def deadline_after_change(deadline: datetime, *, at: datetime) -> datetime:
    """The earliest deadline that a change of substance at ``at`` allows.

    It leaves the days in force (``extension_days``) and falls on a working day
    at the same time of day. Earlier than ``deadline`` if there is time enough.
    """
    zone = get_default_timezone()
    local = deadline.astimezone(zone)
    days = timedelta(days=int(parameter(ParameterKey.EXTENSION_DAYS, on=local_day(at))))
    day = next_working_day((at + days).astimezone(zone).date())
    closing = local_deadline(day, local.time(), zone)
    if closing < at + days:
        closing = local_deadline(add_working_days(day, 1), local.time(), zone)
    return closing.astimezone(deadline.tzinfo)


def next_day_of(deadline: datetime, *, at: datetime) -> datetime:
    """The same time of day on the first working day after both ``deadline`` and ``at``."""
    zone = get_default_timezone()
    day = add_working_days(local_day(max(deadline, at)), 1)
    return local_deadline(day, deadline.astimezone(zone).time(), zone)
