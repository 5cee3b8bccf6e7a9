"""What firms ask about the demo's calls, and what officers answer."""

from typing import TYPE_CHECKING

from marketplace.clock import now
from tenders.actions.enquiry import answer_enquiry, ask_enquiry
from tenders.models import Tender
from tenders.states import EnquiryStatus

if TYPE_CHECKING:
    from marketplace.demo.stories import Life

QUESTIONS = [
    (
        "Les rencontres peuvent-elles se tenir à distance ?",
        "Oui, sauf la première, qui se tient dans nos bureaux.",
        "Yes, except the first one, which takes place in our offices.",
    ),
    (
        "Acceptez-vous une solution fondée sur un logiciel libre déjà en usage ailleurs ?",
        "Oui, c’est même souhaité : dites alors ce qui serait réutilisé et ce qui serait écrit.",
        "Yes, it is even preferred: then say what would be reused and what would be written.",
    ),
    (
        "L’échéancier peut-il être décalé de deux semaines pendant l’été ?",
        "Les dates des livrables peuvent être décalées de dix jours ouvrables au plus, d’un commun accord.",
        "Delivery dates may move by ten working days at most, by mutual agreement.",
    ),
    (
        "Qui fournit les comptes et les accès à l’environnement d’essai ?",
        "Nous les fournissons dans les cinq jours ouvrables qui suivent la signature.",
        "We provide them within five working days of signature.",
    ),
]


def ask(life: "Life", tender: Tender) -> None:
    """One firm asks a question."""
    firm = life.firms[0]
    ask_enquiry(
        tender_id=tender.pk,
        vendor=firm.vendor,
        question=QUESTIONS[life.place % len(QUESTIONS)][0],
        language="fr",
        actor=firm.owner,
        at=now(),
    )


def answer(life: "Life", tender: Tender) -> None:
    """The officer answers what waits."""
    _question, fr, en = QUESTIONS[life.place % len(QUESTIONS)]
    for enquiry in tender.enquiries.filter(status=EnquiryStatus.ASKED):
        answer_enquiry(
            enquiry_id=enquiry.pk,
            answer_fr=fr,
            answer_en=en if tender.title_en else "",
            actor=life.body.officer,
            at=now(),
        )
