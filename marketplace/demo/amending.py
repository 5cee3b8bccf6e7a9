"""How some of the demo's calls change while they are open: by a word, in substance, by a document.

Where the change comes late, two bids are there already and must be confirmed. In the open call
both still wait; in the one that is over the first was confirmed, and the other never opened.
"""

from datetime import date, datetime

from django.core.files.base import ContentFile

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.demo.drafts import closing
from marketplace.demo.facts import read
from marketplace.demo.offers import Firm
from marketplace.working_days import add_working_days
from tenders.actions.amendment import amend_tender
from tenders.actions.bid import confirm_bid
from tenders.actions.document import keep_for_amendment
from tenders.models import Amendment, Tender
from tenders.queries.bidding import last_change
from tenders.values import Change, NewDocument

CORRECTION, SUBSTANCE, DOCUMENT = "correction", "substance", "document"
LATE = "late"  # of substance, once bids are in

# By the state of the story and the place among the stories of that state.
AMENDED = {
    ("open", 0): LATE,
    ("open", 1): DOCUMENT,
    ("open", 2): CORRECTION,
    ("open", 4): SUBSTANCE,
    ("scoring", 0): CORRECTION,
    ("award_pending", 0): DOCUMENT,
    ("awarded", 4): LATE,
    ("contracted", 0): SUBSTANCE,
    ("contracted", 2): CORRECTION,
    ("contracted", 3): DOCUMENT,
}
WHEN = {CORRECTION: -11, DOCUMENT: -10, SUBSTANCE: -9, LATE: -5}  # working days to the deadline
POSTPONED = 4  # working days by which a change of substance puts the deadline off


def first_deadline(kind: str | None, day: date) -> datetime:
    """The deadline as first published, of a call that will close on ``day``."""
    moved = kind in {SUBSTANCE, LATE}
    return closing(add_working_days(day, -POSTPONED) if moved else day)


def amend(tender: Tender, kind: str, officer: User, deadline: datetime) -> Amendment:
    """Change the published call, so that bids come in until ``deadline``."""
    tender.refresh_from_db()
    words = read("words")["amendments"][SUBSTANCE if kind == LATE else kind]
    english = bool(tender.title_en)
    change = _document(tender, officer) if kind == DOCUMENT else _text(tender, kind, deadline)
    return amend_tender(
        tender_id=tender.pk,
        change=change,
        rationale_fr=words["rationale_fr"],
        rationale_en=words["rationale_en"] if english else "",
        of_substance=kind != CORRECTION,
        version=tender.version,
        actor=officer,
        at=now(),
    )


def confirm(tender: Tender, firm: Firm) -> None:
    """The firm reads the last change and stands by its bid."""
    bid = tender.bids.get(vendor=firm.vendor)
    confirm_bid(bid_id=bid.pk, amendment=last_change(tender), actor=firm.owner, at=now())


def _text(tender: Tender, kind: str, deadline: datetime) -> Change:
    words = read("words")["amendments"][CORRECTION if kind == CORRECTION else SUBSTANCE]
    fields: dict[str, object] = {"need_fr": f"{tender.need_fr}\n\n{words['need_fr']}"}
    if tender.need_en:
        fields["need_en"] = f"{tender.need_en}\n\n{words['need_en']}"
    if kind != CORRECTION:
        fields["submission_deadline"] = deadline
    return Change(fields)


def _document(tender: Tender, officer: User) -> Change:
    words = read("words")["amendments"][DOCUMENT]
    content = ContentFile("\n".join([*words["rows"], ""]).encode(), name=words["name"])
    kept = keep_for_amendment(tender_id=tender.pk, content=content, actor=officer, at=now())
    return Change(add_documents=[NewDocument(str(kept.public_id), words["title"])])
