"""Looking at the site twice a minute, so that nobody has to say afterwards when it was down."""

from datetime import datetime

from marketplace.ledger.signing import can_sign
from marketplace.web.probe import site_answers
from tenders.models import WatchSpan
from tenders.queries.outages import BETWEEN_LOOKS
from tenders.sealing import is_away

SITE, SEALER, RECEIPTS = "site", "sealer", "receipts"


def submission_fault() -> str:
    """The part without which no bid can be prepared and submitted now; empty if none is away."""
    if not site_answers():
        return SITE
    if is_away():
        return SEALER
    return "" if can_sign() else RECEIPTS


def note_watch(*, fault: str, at: datetime) -> WatchSpan:
    """Note what a look ``at`` that moment saw. Looks that follow closely make one span.

    A clock that was set back notes nothing. Two workers that look at once do no harm.
    """
    last = WatchSpan.objects.order_by("seen_at").last()
    if last and last.seen_at >= at:
        return last
    if last and last.fault == fault and at - last.seen_at <= BETWEEN_LOOKS:
        WatchSpan.objects.filter(pk=last.pk, seen_at__lt=at).update(seen_at=at)
        last.seen_at = at
        return last
    return WatchSpan.objects.create(began_at=at, seen_at=at, fault=fault)
