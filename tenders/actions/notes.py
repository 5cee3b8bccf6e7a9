"""Writing notes: the same for an evaluator's sheet and for the committee's consensus."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from marketplace.errors import Conflict, Invalid
from tenders.models import Bid, ConsensusScore, Score, Tender
from tenders.states import BidStatus
from tenders.values import Note


class StaleNotes(Conflict):
    """The notes were saved elsewhere since this page was read."""


def bid_to_note(tender: Tender, bid_id: int) -> Bid:
    """The bid, if it's still in the running and could be opened. Raises Invalid otherwise."""
    bid = tender.bids.filter(pk=bid_id, status=BidStatus.OPENED, opening_fault="").first()
    if bid is None:
        raise Invalid(_("This bid is no longer to be noted."))
    return bid


def check_notes(tender: Tender, notes: Mapping[int, Note]) -> None:
    """Raise Invalid for a note out of bounds or on what is no criterion of the call."""
    criteria = set(tender.criteria.values_list("pk", flat=True))
    for criterion, given in notes.items():
        if criterion not in criteria:
            raise Invalid(_("This is no criterion of the call."))
        if given.note is not None and not 0 <= given.note <= 100:
            raise Invalid(_("A note is between 0 and 100."), field=f"note_{criterion}")


def write_notes(
    rows: Any, notes: Mapping[int, Note], *, version: int, at: datetime, **owner: Any
) -> int:
    """Write ``notes`` among ``rows``, those of one bid, and return their new version.

    ``version`` is the one that was read, 0 for none. The caller holds what keeps
    others from writing these rows. Raises StaleNotes; nothing is then written.
    """
    found: dict[int, Score | ConsensusScore] = {row.criterion_id: row for row in rows}
    current = max((row.version for row in found.values()), default=0)
    if version != current:
        raise StaleNotes(
            _(
                "These notes were saved in another window since you opened this page. "
                "What you typed is still here: compare it, then save again."
            )
        )
    for criterion, given in notes.items():
        row = found.get(criterion) or rows.model(criterion_id=criterion, **owner)
        row.note, row.comment, row.noted_at = given.note, given.comment.strip(), at
        for name, value in owner.items():
            setattr(row, name, value)
        row.version = current + 1
        row.save()
    return current + 1
