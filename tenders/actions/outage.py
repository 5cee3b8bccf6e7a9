"""An outage before a deadline: the closing waits until the buyer has decided on an extension.

Nothing here counts bids: whoever decides knows no more of them than anybody else.
"""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import SYSTEM, authorize
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from tenders.actions.amendment import extend_deadline
from tenders.actions.notice import stir_notice
from tenders.models import Amendment, ClosingHold, Tender
from tenders.queries.audience import bidders_on, responsible_for
from tenders.queries.facts import tender_facts
from tenders.queries.outages import down_before, hold_of
from tenders.states import TenderStatus
from tenders.values import ClosingDecision


@transaction.atomic
def hold_closing(*, tender_id: int, at: datetime) -> bool:
    """Hold the closing of one open call if submission failed for too long before its deadline.

    For the timer. Idempotent. Returns whether the call is held now, and was not before.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    before = hold_of(tender)
    return holds_closing(tender, at=at) and before is None


def holds_closing(tender: Tender, *, at: datetime) -> bool:
    """Whether the closing of ``tender``, which the caller holds, waits for a decision.

    Too long is over ``OUTAGE_MINUTES`` in all in the ``OUTAGE_WINDOW_HOURS`` before the deadline.
    When that is first seen, it is on record and the buyer's people are told.
    """
    deadline, hold = tender.submission_deadline, hold_of(tender)
    if deadline is None or tender.status != TenderStatus.OPEN or (hold and hold.is_decided):
        return False
    if hold is None and not settings.OUTAGE_MINUTES:
        return False
    down = down_before(deadline, at=at)
    if hold is None and down <= timedelta(minutes=settings.OUTAGE_MINUTES):
        return False
    seconds = ceil(down.total_seconds())
    if hold is None:
        _hold(tender, deadline, seconds, at)
    elif seconds > hold.down_for:
        hold.down_for = seconds
        hold.save(update_fields=["down_for"])
    return True


def _hold(tender: Tender, deadline: datetime, seconds: int, at: datetime) -> None:
    hold = ClosingHold.objects.create(
        tender=tender, deadline=deadline, down_for=seconds, held_at=at
    )
    stir_notice(tender)
    facts = {"deadline": deadline.isoformat(), "minutes": hold.minutes}
    record("tender.closing-held", subject=tender.reference, actor=SYSTEM, at=at, data=facts)
    notify(
        "closing-held",
        recipients=responsible_for(tender),
        occasion=f"{tender.pk}:{deadline.isoformat()}",
        at=at,
        context={**tender_facts(tender), "minutes": hold.minutes},
    )


@transaction.atomic
def decide_closing(
    *,
    tender_id: int,
    decision: str,
    reason_fr: str,
    deadline: datetime | None = None,
    actor: User,
    at: datetime,
    reason_en: str = "",
) -> ClosingHold:
    """Extend a held call to ``deadline`` by an amendment, or let it close as it was announced.

    Everybody reads the reason. A bid that came meanwhile stays late; after an extension its firm
    can submit again. Closing as planned happens at the next tick of the timer.

    Raises NotAuthorized, IllegalTransition, Conflict, Invalid, NotReady or Unavailable; nothing is
    then changed.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.decide_closing", tender)
    hold = hold_of(tender)
    if hold is None or tender.status != TenderStatus.OPEN:
        raise IllegalTransition(_("The closing of this call does not wait for a decision."))
    if hold.is_decided:
        raise Conflict(_("Somebody has decided already. Read the decision on the call’s page."))
    if not reason_fr.strip():
        raise Invalid(_("Give the reason in French: everybody will read it."), "reason_fr")
    hold.reason_fr, hold.reason_en = reason_fr.strip(), reason_en.strip()
    if decision == ClosingDecision.EXTEND:
        hold.amendment = _extend(tender, hold, deadline, actor, at)
    hold.decision, hold.decided_by, hold.decided_at = ClosingDecision(decision), actor, at
    hold.save()
    stir_notice(tender)
    _tell_decided(tender, hold, actor, at)
    return hold


def _extend(
    tender: Tender, hold: ClosingHold, deadline: datetime | None, actor: User, at: datetime
) -> Amendment:
    """Raises Invalid unless at least the time that was lost is given back, from now on."""
    if deadline is None or deadline < max(at, hold.deadline) + timedelta(seconds=hold.down_for):
        raise Invalid(
            _("Give back at least the %(minutes)s minutes that were lost, from now on.")
            % {"minutes": hold.minutes},
            field="deadline",
        )
    return extend_deadline(
        tender=tender,
        deadline=deadline,
        rationale_fr=hold.reason_fr,
        rationale_en=hold.reason_en,
        actor=actor,
        at=at,
    )


def _tell_decided(tender: Tender, hold: ClosingHold, actor: User, at: datetime) -> None:
    """An extension is told by its amendment; firms learn here that there is none, and why."""
    facts = {"decision": hold.decision, "deadline": hold.deadline.isoformat()}
    record("tender.closing-decided", subject=tender.reference, actor=actor, at=at, data=facts)
    if hold.decision == ClosingDecision.CLOSE:
        notify(
            "closing-kept",
            recipients=bidders_on(tender),
            occasion=f"{tender.pk}:{hold.deadline.isoformat()}",
            at=at,
            context={
                **tender_facts(tender),
                "minutes": hold.minutes,
                "reason_fr": hold.reason_fr,
                "reason_en": hold.reason_en,
            },
        )
