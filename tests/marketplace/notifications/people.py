"""Somebody to tell, and something to tell them."""

from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.notify import notify

REQUIRED, TASK, PROGRESS = "bid-withdrawn", "enquiry-asked", "tender-published"


def person(name: str = "camille", language: str = "fr", **fields: Any) -> User:
    return User.objects.create_user(f"{name}@atelier.example", language=language, **fields)


def tell(*people: User, at: datetime, kind: str = TASK, occasion: str = "1") -> None:
    """Tell ``people`` what the kind's sample says."""
    notify(kind, recipients=people, occasion=occasion, at=at, context=all_kinds()[kind].sample)
