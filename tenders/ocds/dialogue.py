"""What is said during a call: documents, questions with answers, amendments."""

from collections.abc import Sequence
from datetime import datetime

from tenders.models import Amendment, Enquiry, TenderDocument
from tenders.ocds.facts import Facts
from tenders.ocds.values import Json, address, both, moment

History = Sequence[tuple[str, datetime]]
"""Identifier and moment of each release, oldest first, the one being made included."""


def documents(facts: Facts) -> list[Json]:
    """The notice itself, and the files that go with it. A file taken back stays, and says so."""
    tender = facts.tender
    notice = {
        "id": "notice",
        "documentType": "tenderNotice",
        **both(tender, "title"),
        "url": address("opendata:call", tender.ocid),
        "datePublished": moment(tender.published_at),
        "format": "text/html",
        "language": "fr",
    }
    return [notice, *(_document(document, facts) for document in facts.documents)]


def _document(document: TenderDocument, facts: Facts) -> Json:
    stored = document.file
    published = max(document.added_at, facts.tender.published_at or document.added_at)
    return {
        "id": str(stored.public_id),
        "documentType": "biddingDocuments",
        "title": document.title,
        "description": "Document retiré" if document.removed_at else None,
        "url": address("opendata:document", stored.public_id),
        "datePublished": moment(published),
        "dateModified": moment(document.removed_at),
        "format": stored.content_type,
        "language": document.language,
        "sha256": stored.sha256,
        "sizeInBytes": stored.size,
    }


def enquiries(facts: Facts) -> list[Json]:
    """Answered questions, without who asked."""
    return [_enquiry(enquiry) for enquiry in facts.enquiries]


def _enquiry(enquiry: Enquiry) -> Json:
    is_french = enquiry.language == "fr"
    return {
        "id": str(enquiry.public_id),
        "date": moment(enquiry.asked_at),
        "description" if is_french else "description_en": enquiry.question,
        **both(enquiry, "answer"),
        "dateAnswered": moment(enquiry.answered_at),
    }


def amendments(facts: Facts, history: History) -> list[Json]:
    return [_amendment(amendment, history) for amendment in facts.amendments]


def _amendment(amendment: Amendment, history: History) -> Json:
    """``releaseID`` is the first release that tells of the change, the one before is amended."""
    after = [name for name, at in history if at >= amendment.published_at]
    before = [name for name, at in history if at < amendment.published_at]
    return {
        "id": str(amendment.number),
        "date": moment(amendment.published_at),
        **both(amendment, "rationale"),
        "amendsReleaseID": before[-1] if before else None,
        "releaseID": after[0] if after else None,
    }
