"""What tests of the seal need to build."""

from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from marketplace.sealing.evidence import CopyAccess, Opening

OPENING = Opening(opened_by=("officer-1",), closed_event="event-1", opening_event="event-2")


def access_of(user: Any, *, confirmed_at: datetime | None = None) -> CopyAccess:
    """The evidence that ``user`` is signed in, with a real session behind it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.create()
    return CopyAccess(str(user.pk), session.session_key, confirmed_at)
