"""Who is told what about an award: those who decide, the buyer's people, each bidder."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import override

from marketplace.accounts.models import User
from marketplace.notifications.notify import notify
from tenders.models import Award, Bid
from tenders.queries.audience import approvers_of_award, responsible_for, together
from tenders.queries.debriefing import Debrief, debriefs
from tenders.queries.facts import tender_facts


def tell_recommended(award: Award, *, at: datetime) -> None:
    _tell(
        "award-to-approve",
        award,
        approvers_of_award(award),
        at,
        {**_winner(award), "by": str(award.recommended_by)},
    )


def tell_returned(award: Award, *, at: datetime) -> None:
    reason = {"reason": award.cancel_reason}
    _tell("award-returned", award, [award.recommended_by], at, reason)


def tell_approved(award: Award, *, at: datetime) -> None:
    """The buyer's people hear of the award, each bidder gets its debrief."""
    until = _moment(award.standstill_until)
    recommender = User.objects.filter(pk=award.recommended_by_id)
    people = together(responsible_for(award.tender), recommender)
    facts = {**_winner(award), "standstill_until": until}
    _tell("award-approved", award, people, at, facts)
    for debrief in debriefs(award.tender, award):
        bid = debrief.bid
        members = bid.vendor.members.all()
        _tell("debrief", award, members, at, {**facts, **_lesson(debrief)}, about=bid)


def _lesson(debrief: Debrief) -> dict[str, Any]:
    bid = debrief.bid
    return {
        "vendor": bid.vendor.name,
        "outcome": bid.status,
        "rank": debrief.rank,
        "ranked": debrief.ranked,
        "note": _text(debrief.note),
        "winner_note": _text(debrief.winner_note),
        "reason_fr": _reason(bid, "fr"),
        "reason_en": _reason(bid, "en"),
        "explanation": bid.disqualification_reason,
    }


def _reason(bid: Bid, language: str) -> str:
    with override(language):
        return str(bid.get_disqualification_display()) if bid.disqualification else ""


def _winner(award: Award) -> dict[str, Any]:
    return {"winner": award.bid.vendor.legal_name, "amount": str(award.amount)}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return value.isoformat() if value else ""


def _tell(
    kind: str,
    award: Award,
    people: Any,
    at: datetime,
    more: Mapping[str, Any],
    about: Bid | None = None,
) -> None:
    facts = {"bid": str(about.public_id)} if about else {}
    notify(
        kind,
        recipients=people,
        occasion=f"{award.public_id}:{about.pk if about else ''}",
        at=at,
        context={**tender_facts(award.tender), **facts, **more},
    )
