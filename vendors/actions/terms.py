"""A firm accepts the terms of use: at its registration, and again when they change."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Invalid
from marketplace.ledger.record import record
from vendors.models import TermsAcceptance, Vendor
from vendors.queries.terms import has_accepted


@transaction.atomic
def accept_terms(*, vendor_id: int, version: str, actor: User, at: datetime) -> None:
    """Enter a firm's consent to the terms that the person has read. Twice is once.

    Raises NotAuthorized, and Invalid if the terms changed meanwhile; nothing is then entered.
    """
    vendor = Vendor.objects.get(pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    if version != settings.TERMS_VERSION:
        raise Invalid(_("The terms have just changed. Read them again."), field="terms")
    enter_consent(vendor, actor, at)


def enter_consent(vendor: Vendor, actor: User, at: datetime) -> None:
    """For the actions that ask for it themselves: registering, beginning a bid."""
    if has_accepted(vendor):
        return
    TermsAcceptance.objects.get_or_create(
        vendor=vendor,
        version=settings.TERMS_VERSION,
        defaults={"accepted_by": actor, "accepted_at": at},
    )
    version = {"version": settings.TERMS_VERSION}
    record("vendor.terms-accepted", subject=vendor.reference, actor=actor, at=at, data=version)


def require_terms(vendor: Vendor) -> None:
    """Raise Invalid unless the firm has accepted the terms as they are."""
    if not has_accepted(vendor):
        raise Invalid(_("Accept the terms of use, which have changed."), field="terms")
