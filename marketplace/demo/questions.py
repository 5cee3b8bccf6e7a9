"""What firms ask about the demo's calls, and what officers answer."""

from typing import TYPE_CHECKING, Any

from marketplace.clock import now
from marketplace.demo.facts import read
from tenders.actions.enquiry import answer_enquiry, ask_enquiry
from tenders.models import Tender
from tenders.states import EnquiryStatus

if TYPE_CHECKING:
    from marketplace.demo.stories import Life


def ask(life: "Life", tender: Tender) -> None:
    """One firm asks a question."""
    firm = life.firms[0]
    ask_enquiry(
        tender_id=tender.pk,
        vendor=firm.vendor,
        question=_words(life)["question"],
        language="fr",
        actor=firm.owner,
        at=now(),
    )


def answer(life: "Life", tender: Tender) -> None:
    """The officer answers what waits."""
    words = _words(life)
    for enquiry in tender.enquiries.filter(status=EnquiryStatus.ASKED):
        answer_enquiry(
            enquiry_id=enquiry.pk,
            answer_fr=words["fr"],
            answer_en=words["en"] if tender.title_en else "",
            actor=life.body.officer,
            at=now(),
        )


def _words(life: "Life") -> Any:
    questions = read("words")["questions"]
    return questions[life.place % len(questions)]
