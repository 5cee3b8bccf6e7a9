"""When somebody last proved who they are, as allauth notes it in their session."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.clock import from_wall, now
from marketplace.errors import DomainError

FRESH = timedelta(minutes=15)  # how long a proof of identity counts
MARGIN = timedelta(minutes=5)  # what is left of it, at least, when a form is shown


class ProofTooOld(DomainError):
    """Whoever does this must first prove again who they are."""


def is_fresh(proved_at: datetime | None, at: datetime) -> bool:
    return proved_at is not None and at - FRESH <= proved_at <= at


def require_fresh(proved_at: datetime | None, *, at: datetime) -> None:
    """Raise ProofTooOld unless the proof was given just before ``at``."""
    if not is_fresh(proved_at, at):
        raise ProofTooOld(_("Confirm again that it is you, then repeat this."))


def proved_at(request: HttpRequest) -> datetime | None:
    """The last proof of any kind in this session."""
    return _latest(get_authentication_records(request, cast(User, request.user)))


def second_factor_at(request: HttpRequest) -> datetime | None:
    """The last second factor: a code or a passkey."""
    records = get_authentication_records(request, cast(User, request.user))
    return _latest(record for record in records if record["method"] == "mfa")


def ask_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody for a second factor before a form is shown; None if it is recent."""
    proved = second_factor_at(request)
    if proved is not None and now() - proved < FRESH - MARGIN:
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    urls = [method["url"] for method in methods if method["id"].startswith("mfa")]
    page = urls[0] if urls else reverse("mfa_index")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def strongest_proof_at(request: HttpRequest) -> datetime | None:
    """The last proof of the kind that this person is held to: the second factor, if they have one.

    Not only those whose role asks for one: whoever has added a factor trusts in being asked for it.
    """
    return second_factor_at(request) if is_mfa_enabled(request.user) else proved_at(request)


def ask_strongest_proof(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody for that proof before a form is shown; None if it is recent."""
    if is_mfa_enabled(request.user):
        return ask_second_factor(request)
    proved = proved_at(request)
    if proved is not None and now() - proved < FRESH - MARGIN:
        return None
    page = reverse("account_reauthenticate")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def _latest(records: Iterable[dict[str, Any]]) -> datetime | None:
    moments = [record["at"] for record in records]
    return from_wall(max(moments)) if moments else None
