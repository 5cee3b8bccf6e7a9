"""Alerts for tests, through the real actions, and the sweeps that serve them."""

from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.notifications.models import Message
from tenders.actions.alert import Wish, save_alert
from tenders.forms.search import read_search
from tenders.models import Alert, Tender
from tenders.queries.alerts import keys_of, lasting
from tenders.queries.search import CALLS
from tenders.tasks import sort_announcements, tell_of_alerts
from tests.factories import UserFactory


def wish(query: str = "", *, language: str = "fr", **fields: Any) -> Wish:
    """What somebody wishes who saves the search of this address."""
    search = lasting(read_search(CALLS, QueryDict(query)))
    known: dict[str, Any] = {"name": query or "Tous", "frequency": "at_once"}
    return Wish(**{**known, "language": language, "q": search.q, "keys": keys_of(search), **fields})


def saved(
    query: str = "", *, user: User | None = None, at: datetime | None = None, **fields: Any
) -> Alert:
    """The alert of a person, saved an hour ago unless told."""
    at = at or now() - timedelta(hours=1)
    return save_alert(wish=wish(query, **fields), actor=user or UserFactory(), at=at)


def following(tender: Tender, **fields: Any) -> Alert:
    return saved(name="Suivi", ocid=tender.ocid, at=tender.published_at, **fields)


def sweep() -> int:
    """Both sweeps; how many mails were queued."""
    sort_announcements()
    return tell_of_alerts()


def told(user: User | None = None) -> list[Message]:
    """The mails of alerts so far, the oldest first."""
    mails = Message.objects.filter(kind="alert-digest").order_by("due_at", "pk")
    return list(mails.filter(recipient=user) if user else mails)


def calls_in(mail: Message) -> list[str]:
    return [call["number"] for call in mail.context["calls"]]
