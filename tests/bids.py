"""Bids for tests, made through the actions: the seal is real."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.base import ContentFile
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.sealing.api import CopyAccess
from tenders.actions.bid import start_bid
from tenders.actions.bid_draft import save_bid_draft
from tenders.actions.bid_files import add_bid_file
from tenders.actions.bid_submit import submit_bid
from tenders.models import Bid, BidVersion, LateBid, Tender
from tenders.queries.bidding import last_change
from tests.factories import VendorFactory, member
from vendors.models import Vendor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def access_of(user: User, *, confirmed_at: datetime | None = None) -> CopyAccess:
    """The evidence that ``user`` is signed in, with a real session behind it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    if confirmed_at is not None:
        at = (confirmed_at - (now() - timezone.now())).timestamp()  # allauth stamps by the wall
        session["account_authentication_methods"] = [{"method": "mfa", "at": at}]
    session.create()
    return CopyAccess(str(user.pk), session.session_key)


def whole_offer(
    tender: Tender, total: Decimal | str = "18000.00", answer: str = "Notre réponse."
) -> dict[str, Any]:
    """Sections of a draft that leave nothing out; the first deliverable takes odd cents."""
    deliverables = list(tender.deliverables.all())
    each = (Decimal(total) / len(deliverables)).quantize(Decimal("0.01"))
    prices = dict.fromkeys((item.pk for item in deliverables), each)
    prices[deliverables[0].pk] += Decimal(total) - sum(prices.values())
    return {
        "prices": prices,
        "answers": {criterion.pk: answer for criterion in tender.criteria.all()},
        "eligibility": tuple(condition.pk for condition in tender.conditions.all()),
    }


def drafted_bid(
    tender: Tender,
    vendor: Vendor | None = None,
    *,
    at: datetime | None = None,
    files: Iterable[tuple[str, bytes]] = (),
    **offer: Any,
) -> Bid:
    """A complete draft. ``offer`` goes to ``whole_offer``."""
    vendor = vendor or VendorFactory()
    actor, at = member(vendor), at or now()
    access = access_of(actor)
    bid = start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=at)
    save_bid_draft(
        bid_id=bid.pk,
        section=whole_offer(tender, **offer),
        version=bid.draft_version,
        access=access,
        actor=actor,
        at=at,
    )
    for name, content in files:
        add_bid_file(
            bid_id=bid.pk,
            name=name,
            content=ContentFile(content),
            access=access,
            actor=actor,
            at=at,
        )
    return Bid.objects.get(pk=bid.pk)


def submit(bid: Bid, *, actor: User | None = None, **changes: Any) -> BidVersion | LateBid:
    """Submit the draft as it is now. ``changes`` are other arguments of ``submit_bid``."""
    actor = actor or member(bid.vendor)
    bid.refresh_from_db()
    arguments: Mapping[str, Any] = {
        "submission_key": uuid.uuid4(),
        "reviewed": bid.draft_digest,
        "amendment": last_change(bid.tender),
        "access": access_of(actor),
        **changes,
    }
    return submit_bid(bid_id=bid.pk, actor=actor, **arguments)


def sealed_bid(
    tender: Tender, vendor: Vendor | None = None, *, at: datetime | None = None, **offer: Any
) -> Bid:
    """A submitted bid, received now or at ``at``. ``offer`` as for ``drafted_bid``."""
    bid = drafted_bid(tender, vendor, at=at, **offer)
    with travel(at or now()):
        submit(bid)
    return Bid.objects.get(pk=bid.pk)
