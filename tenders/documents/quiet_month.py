"""The mail after a month without news: what was awarded in one's categories, what nearly fitted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.notifications.notify import Letter
from tenders.models import Alert, Award, Subscriber
from tenders.queries.alert_words import Labels
from tenders.queries.facts import tender_facts
from tenders.queries.quiet_month import (
    Near,
    awarded_in,
    concerns,
    month_before,
    near_misses,
    open_calls,
)

SHOWN = 5  # of each


def quiet_letters(subscribers: Sequence[Subscriber], *, at: datetime) -> list[Letter]:
    """One letter for each of ``subscribers`` to whom there is something to tell of last month."""
    begin, end = month_before(at)
    awards, calls = awarded_in(begin, end), open_calls(at=at)
    alerts: dict[int, list[Alert]] = {}
    running = Alert.objects.filter(subscriber__in=subscribers, tender=None, paused_at=None)
    for alert in running.defer("words", "conditions").order_by("pk"):
        alerts.setdefault(alert.subscriber_id, []).append(alert)
    near = {
        subscriber.pk: _nearest(alerts.get(subscriber.pk, []), calls) for subscriber in subscribers
    }
    labels = Labels(key for found in near.values() for each in found for key in each.but)
    letters = [
        _letter(each, alerts.get(each.pk, []), awards, near[each.pk], labels, begin)
        for each in subscribers
        if each.is_reachable
    ]
    return [letter for letter in letters if letter.context["awards"] or letter.context["near"]]


def _nearest(alerts: Sequence[Alert], calls: Sequence[Any]) -> list[Near]:
    """Each call once, by the first alert that it nearly fits; the next to close first."""
    by_call: dict[int, Near] = {}
    for alert in alerts:
        for near in near_misses(alert, calls):
            by_call.setdefault(near.tender.pk, near)
    order = {call.pk: place for place, call in enumerate(calls)}
    return sorted(by_call.values(), key=lambda near: order[near.tender.pk])[:SHOWN]


def _letter(
    subscriber: Subscriber,
    alerts: Sequence[Alert],
    awards: Sequence[Award],
    near: Sequence[Near],
    labels: Labels,
    begin: datetime,
) -> Letter:
    user = subscriber.user
    language = user.language if user else subscriber.language
    fitting = [each for each in awards if concerns(alerts, each.keys or ())]  # type: ignore[attr-defined]
    context = {
        "subscriber": str(subscriber.public_id),
        "has_account": user is not None,
        "month": begin.isoformat(),
        "awards": [_award(each) for each in fitting[:SHOWN]],
        "near": [_near(each, labels, language) for each in near],
    }
    occasion = f"{subscriber.pk}:{begin:%Y-%m}"
    return Letter(subscriber.recipient, language, occasion, context, person=user)


def _award(award: Award) -> dict[str, Any]:
    return {
        **tender_facts(award.tender),
        "vendor": award.bid.vendor.name,
        "amount": str(award.amount),
    }


def _near(near: Near, labels: Labels, language: str) -> dict[str, Any]:
    """``but`` says what the call has instead of what was asked for; empty for mere words."""
    said = ", ".join(labels.of(key, language) for key in near.but)
    return {**tender_facts(near.tender), "alert": near.alert.name, "but": said}
