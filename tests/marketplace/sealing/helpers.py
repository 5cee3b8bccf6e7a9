"""What tests of the seal need to build."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.ledger.record import record
from marketplace.sealing import evidence
from marketplace.sealing.evidence import CopyAccess
from tests.factories import UserFactory, VendorFactory
from vendors.models import Vendor

VENDOR = "00000000-0000-4000-8000-000000000001"


def firm(public_id: str = VENDOR) -> Vendor:
    """A firm of that public id."""
    return VendorFactory(public_id=public_id)


def enter(tender: str, *actions: str, **data: Any) -> None:
    """Enter these events of ``tender`` in the ledger."""
    for action in actions:
        record(action, subject=f"tender:{tender}", actor=SYSTEM, at=now(), data=data)


def approve(tender: str, *officers: Any, proved_ago: timedelta = timedelta(minutes=1)) -> None:
    """Each officer (a new one, if none) consents to the opening of ``tender``."""
    for officer in officers or [UserFactory()]:
        record(
            evidence.APPROVED,
            subject=f"tender:{tender}",
            actor=officer,
            at=now(),
            data={"proved_at": (now() - proved_ago).isoformat()},
        )


def announce(tender: str) -> None:
    """All that the record of a tender says when its bids may be opened by one officer."""
    enter(tender, evidence.CLOSED)
    approve(tender)
    enter(tender, evidence.OPENING)


def access_of(user: Any, *, confirmed_at: datetime | None = None) -> CopyAccess:
    """The evidence that ``user`` is signed in, with a real session behind it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    if confirmed_at is not None:
        at = (confirmed_at - (now() - timezone.now())).timestamp()  # allauth stamps by the wall
        session["account_authentication_methods"] = [{"method": "mfa", "at": at}]
    session.create()
    return CopyAccess(str(user.pk), session.session_key)
