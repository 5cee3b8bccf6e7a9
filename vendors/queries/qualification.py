"""Which papers a firm has, which it lacks, and until when each counts."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from marketplace.reference.models import Region
from vendors.models import Qualification, Vendor
from vendors.states import FirmSize, QualificationKind, QualificationStatus

ATTESTATION_FROM = Decimal(25_000)  # dollars before taxes: C-65.1, r. 2.3 and its sisters
ATTESTATION_MONTHS = 3  # after the month of issue
STATEMENT_DAYS = 365  # ours: a statement is made again every year, and anew with each bid
SOON = timedelta(days=60)

K = QualificationKind
WITHOUT_FILE = frozenset({K.ELIGIBILITY})
END_IS_GIVEN = frozenset({K.INSURANCE})
END_MAY_BE_GIVEN = frozenset({K.FRENCH, K.CERTIFICATE})


def end_of(kind: str, issued_on: date, given: date | None) -> date | None:
    """The last day on which a paper of this kind counts.

    Revenu Québec's attestation counts until the end of the third month after that of its issue.
    """
    if kind == K.TAX:
        months = issued_on.month - 1 + ATTESTATION_MONTHS
        year, month = issued_on.year + months // 12, months % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])
    if kind == K.ELIGIBILITY:
        return issued_on + timedelta(days=STATEMENT_DAYS)
    return given


@dataclass(frozen=True)
class Standing:
    """Where a firm stands with one kind of paper.

    ``state`` is ready, soon (it ends), waiting, refused, expired or missing; ``paper`` is the row
    that says so.
    """

    kind: QualificationKind
    state: str
    paper: Qualification | None = None
    needed: bool = False

    @property
    def is_ready(self) -> bool:
        return self.state in ("ready", "soon")


def standings(vendor: Vendor, *, on: date, amount: Decimal | None = None) -> list[Standing]:
    """One for each kind of paper but certificates, what is needed for ``amount`` first.

    Without an amount (dollars before taxes), as for the largest contract. One statement.
    """
    papers: dict[str, list[Qualification]] = {}
    for paper in vendor.qualifications.in_the_file():
        papers.setdefault(paper.kind, []).append(paper)
    needed = needed_of(vendor, amount=amount)
    found = [
        _standing(kind, papers.get(kind, []), on, needed=kind in needed)
        for kind in K
        if kind != K.CERTIFICATE
    ]
    return sorted(found, key=lambda standing: not standing.needed)


def missing(vendor: Vendor, *, on: date, amount: Decimal | None = None) -> list[Standing]:
    """What is needed for a contract of ``amount`` and is not ready on that day."""
    return [
        standing
        for standing in standings(vendor, on=on, amount=amount)
        if standing.needed and not standing.is_ready
    ]


def needed_of(vendor: Vendor, *, amount: Decimal | None) -> set[QualificationKind]:
    """The kinds that a contract of ``amount`` asks of this firm.

    The statement of every firm; Revenu Québec's attestation from 25,000 $ of a firm with an
    establishment in Québec; francisation of one of 25 people or more, which only the largest
    size tells for sure.
    """
    needed = {K.ELIGIBILITY}
    if vendor.region != Region.ELSEWHERE:
        if amount is None or amount >= ATTESTATION_FROM:
            needed.add(K.TAX)
        if vendor.size == FirmSize.LARGE:
            needed.add(K.FRENCH)
    return needed


def _standing(
    kind: QualificationKind, papers: list[Qualification], on: date, *, needed: bool
) -> Standing:
    """By the best paper there is: one that counts, else one to be checked, else the newest."""
    valid = [paper for paper in papers if paper.is_valid(on)]
    if valid:
        best = max(valid, key=lambda paper: paper.valid_until or date.max)
        soon = best.valid_until is not None and best.valid_until - on <= SOON
        waiting = any(paper.status == QualificationStatus.SUBMITTED for paper in papers)
        return Standing(kind, "soon" if soon and not waiting else "ready", best, needed)
    for state, status in (
        ("waiting", "submitted"),
        ("refused", "refused"),
        ("expired", "accepted"),
    ):
        for paper in papers:
            if paper.status == status:
                return Standing(kind, state, paper, needed)
    return Standing(kind, "missing", None, needed)


def expiring(*, on: date, days: int) -> list[Qualification]:
    """Checked papers of admitted firms that end in ``days`` or less, with nothing after them."""
    ending = Qualification.objects.filter(
        status=QualificationStatus.ACCEPTED,
        valid_until__gte=on,
        valid_until__lte=on + timedelta(days=days),
        vendor__status="admitted",
    ).select_related("vendor")
    return [paper for paper in ending if not _has_successor(paper)]


def _has_successor(paper: Qualification) -> bool:
    others = Qualification.objects.filter(vendor=paper.vendor_id, kind=paper.kind)
    alive = others.filter(
        status__in=[QualificationStatus.SUBMITTED, QualificationStatus.ACCEPTED],
        issued_on__gt=paper.issued_on,
    )
    return alive.exclude(pk=paper.pk).exists()


def facts_of(paper: Qualification) -> dict[str, Any]:
    """What mails say of a paper. JSON."""
    return {
        "vendor": paper.vendor.name,
        "vendor_id": str(paper.vendor.public_id),
        "kind": paper.kind,
        "valid_until": paper.valid_until.isoformat() if paper.valid_until else "",
    }
