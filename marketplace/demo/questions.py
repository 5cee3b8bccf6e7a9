"""What firms ask about the demo's calls, and what officers answer."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.demo.facts import read
from marketplace.demo.offers import Firm
from tenders.actions.enquiry import answer_enquiry, ask_enquiry
from tenders.models import Tender
from tenders.states import EnquiryStatus


def ask(tender: Tender, firm: Firm, place: int) -> None:
    """One firm asks a question."""
    ask_enquiry(
        tender_id=tender.pk,
        vendor=firm.vendor,
        question=_words(place)["question"],
        language="fr",
        actor=firm.owner,
        at=now(),
    )


def answer(tender: Tender, officer: User, place: int) -> None:
    """The officer answers what waits."""
    words = _words(place)
    for enquiry in tender.enquiries.filter(status=EnquiryStatus.ASKED):
        answer_enquiry(
            enquiry_id=enquiry.pk,
            answer_fr=words["fr"],
            answer_en=words["en"] if tender.title_en else "",
            actor=officer,
            at=now(),
        )


def _words(place: int) -> Any:
    questions = read("words")["questions"]
    return questions[place % len(questions)]
