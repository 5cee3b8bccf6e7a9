"""The mail that tells somebody what their alerts found: short, the best first, each with why."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from marketplace.notifications.models import Message
from marketplace.notifications.notify import Letter
from tenders.models import News, Subscriber, Tender
from tenders.queries.alert_words import Labels, in_words
from tenders.queries.facts import tender_facts
from tenders.values import PublicStep

SHOWN = 10  # calls; the others are counted


def digests(
    subscribers: Collection[Subscriber], news: Sequence[News], *, frequency: str, at: datetime
) -> list[Letter]:
    """One letter for each of ``subscribers`` with something to tell, of ``news`` that is theirs.

    A new call that takes no bids any more is left out, and one of which the person was told on
    behalf of their firm. As many statements for many as for one.
    """
    labels = Labels(key for each in news for key in each.alert.keys)
    known = _known(subscribers, news)
    theirs: dict[int, list[News]] = {}
    for each in news:
        told = (each.alert.subscriber_id, each.announcement.tender.ocid) in known
        if _is_step(each) or (each.announcement.tender.accepts_bids(at=at) and not told):
            theirs.setdefault(each.alert.subscriber_id, []).append(each)
    return [
        _letter(subscriber, theirs[subscriber.pk], labels, frequency)
        for subscriber in subscribers
        if subscriber.pk in theirs and subscriber.is_reachable
    ]


def _known(subscribers: Collection[Subscriber], news: Sequence[News]) -> set[tuple[int, str]]:
    """Which subscriber had a mail of which call when it was published."""
    people = {subscriber.user_id: subscriber.pk for subscriber in subscribers}
    mails = Message.objects.filter(
        kind="tender-fits",
        recipient__in=[pk for pk in people if pk],
        context__ocid__in=list({each.announcement.tender.ocid for each in news}),
    )
    told = mails.values_list("recipient", "context__ocid")
    return {(people[person], ocid) for person, ocid in told}


def _letter(subscriber: Subscriber, news: list[News], labels: Labels, frequency: str) -> Letter:
    user = subscriber.user
    language = user.language if user else subscriber.language
    calls = _calls([each for each in news if not _is_step(each)], labels, language)
    steps = [_step(each) for each in news if _is_step(each)]
    context = {
        "subscriber": str(subscriber.public_id),
        "has_account": user is not None,
        "frequency": frequency,
        "calls": calls[:SHOWN],
        "count": len(calls),
        "more": max(0, len(calls) - SHOWN),
        "steps": steps,
    }
    occasion = f"{subscriber.pk}:{news[0].pk}"  # each is told once, so this says which mail it is
    return Letter(subscriber.recipient, language, occasion, context, person=user)


def _is_step(news: News) -> bool:
    """Whether it is news of a call that is followed, not a new call."""
    return news.announcement.step != PublicStep.PUBLISHED


def _calls(news: list[News], labels: Labels, language: str) -> list[dict[str, Any]]:
    """Each new call once: first what several alerts found, then what fits its words best."""
    by_call = attrgetter("announcement.tender_id")
    by_rank = sorted(news, key=lambda each: (by_call(each), -each.rank, each.alert_id))
    found = [list(each) for _call, each in groupby(by_rank, key=by_call)]
    found.sort(key=_place)
    return [
        {
            **_facts(same[0].announcement.tender),
            "reasons": [_why(n, labels, language) for n in same],
        }
        for same in found
    ]


def _place(same: list[News]) -> tuple[Any, ...]:
    tender = same[0].announcement.tender
    return (-len(same), -max(each.rank for each in same), tender.submission_deadline, tender.pk)


def _facts(tender: Tender) -> dict[str, Any]:
    budget = str(tender.budget) if tender.budget and tender.budget_is_public else ""
    return {**tender_facts(tender), "budget": budget}


def _why(news: News, labels: Labels, language: str) -> dict[str, str]:
    """Which alert found it, and by what; nothing more where its name says that already."""
    alert = news.alert
    by = in_words(alert.q, alert.keys, labels, language, only=news.call_keys)  # type: ignore[attr-defined]
    return {"alert": alert.name, "by": "" if by == alert.name else by}


def _step(news: News) -> dict[str, Any]:
    announcement = news.announcement
    return {
        **tender_facts(announcement.tender),
        "step": announcement.step,
        "at": announcement.happened_at.isoformat(),
    }
