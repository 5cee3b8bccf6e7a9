"""What the judging of a call shows and still lacks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from marketplace.reference.models import ParameterKey, parameter
from tenders.models import Tender
from tenders.queries.opening import ready_to_open
from tenders.queries.timing import local_day
from tenders.states import BidStatus, EvaluationStatus, TenderStatus


def drain(at: datetime) -> timedelta:
    """How long after the deadline requests that arrived in time may still be under way."""
    return timedelta(seconds=float(parameter(ParameterKey.DRAIN_SECONDS, on=local_day(at))))


def due_for_opening(at: datetime) -> Sequence[int]:
    """Calls to be closed, closed ones that may be opened, judged ones whose prices are sealed."""
    rows = Tender.objects.filter(
        Q(status=TenderStatus.OPEN, submission_deadline__lte=at - drain(at))
        | Q(pk__in=ready_to_open().values("pk"))
        | Q(
            status=TenderStatus.EVALUATION,
            evaluation__status=EvaluationStatus.LOCKED,
        )
    )
    return list(rows.order_by("submission_deadline").values_list("pk", flat=True))


def bids_to_note(tender: Tender) -> Any:
    """The bids still in the running that could be opened."""
    return tender.bids.filter(status=BidStatus.OPENED, opening_fault="")


def missing_notes(tender: Tender, scores: Any) -> int:
    """How many notes ``scores`` lack: one for each criterion of each bid to be noted."""
    if not tender.has_quality:
        return 0
    wanted = bids_to_note(tender).count() * tender.criteria.count()
    return wanted - scores.filter(note__isnull=False, bid__in=bids_to_note(tender)).count()
