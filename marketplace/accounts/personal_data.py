"""What accounts keep about people."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.pseudonym import forget_person, sign_out_everywhere
from marketplace.personal import Fate, Holding, Obstacle, Period, deleted


def is_the_operators(person: Any) -> list[Obstacle]:
    if not person.is_operator:
        return []
    said = _("You operate the platform. Another operator must first take this right from you.")
    return [Obstacle(said)]


def delete_unproved(before: datetime) -> int:
    """Accounts whose address was never proved; they could not even sign in."""
    proved = EmailAddress.objects.filter(verified=True).values("user")
    begun = EmailAddress.objects.filter(verified=False).values("user")
    found = User.objects.filter(
        date_joined__lt=before, last_login=None, pk__in=begun, erased_at=None
    )
    return deleted(found.exclude(pk__in=proved))


def delete_sessions(before: datetime) -> int:
    """Sessions that ended by themselves, and what was noted of the devices they were on."""
    ended = Session.objects.filter(expire_date__lt=before)
    keys = ended.values("session_key")
    UserSession.objects.filter(session_key__in=keys).delete()
    return deleted(ended)


HOLDINGS = (
    Holding(
        "accounts.User",
        _("Your account"),
        ("public_id", "email", "full_name", "language", "date_joined", "last_login"),
        by=("pk",),
        fate=Fate.CLEARED,
        ground=_("a number without a name stays, so that what was signed and decided stands"),
        erase=forget_person,
    ),
    Holding(
        "account.EmailAddress",
        _("Your e-mail addresses"),
        ("email", "verified", "primary"),
        by=("user",),
        fate=Fate.DELETED,
    ),
    Holding(
        "mfa.Authenticator",
        _("Your second factors and passkeys"),
        ("type", "created_at", "last_used_at"),
        by=("user",),
        fate=Fate.DELETED,
    ),
    Holding(
        "usersessions.UserSession",
        _("Where you are signed in"),
        ("created_at", "last_seen_at", "ip", "user_agent"),
        by=("user",),
        fate=Fate.DELETED,
        erase=sign_out_everywhere,
    ),
)
OBSTACLES = (is_the_operators,)
PERIODS = (
    Period(
        "unproved-accounts",
        _("Accounts whose e-mail address was never proved"),
        _("the registration"),
        30,
        delete_unproved,
    ),
    Period(
        "sessions",
        _("Sessions, with network address and browser"),
        _("the end of the session"),
        30,
        delete_sessions,
    ),
)
