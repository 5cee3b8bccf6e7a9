"""Calls at every point of their life, for ``scene``: written, bid on, judged, awarded, ended."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from marketplace.accounts.models import User
from marketplace.clock import now
from tenders.actions.amendment import amend_tender
from tenders.actions.bid_draft import start_replacement
from tenders.actions.cancellation import cancel_tender
from tenders.actions.document import add_document
from tenders.actions.enquiry import answer_enquiry, ask_enquiry
from tenders.actions.insights import refresh_insights
from tenders.actions.opening import close_tender
from tenders.actions.outage import hold_closing
from tenders.models import Buyer, Contract, Tender, WatchSpan
from tenders.values import Capability, Change
from tests.bids import PDF, access_of, drafted_bid, sealed_bid
from tests.factories import TenderFactory, member, officer
from tests.judging import (
    approved_award,
    bid_on,
    compose,
    contract_in_force,
    declare_all,
    final_award,
    in_consensus,
    judged_tender,
    opened_tender,
    past_tender,
    recommended_award,
)
from vendors.models import Vendor

WORDS = {
    "title_fr": "Refonte accessible du formulaire de demande de permis de construction et de lotir",
    "title_en": "Accessible rebuild of the construction and subdivision permit request form",
}
PRICES = ("44999.99", "17200.00")


@dataclass
class Scene:
    """People by their part, and arguments of addresses by what they name."""

    people: dict[str, User] = field(default_factory=dict)
    places: dict[str, tuple[Any, ...]] = field(default_factory=dict)


class Calls:
    """Makes the calls of one body, on which two firms bid."""

    def __init__(self, scene: Scene, buyer: Buyer, firm: Vendor, rival: Vendor) -> None:
        self.scene = scene
        self.firm = firm
        self.rival = rival
        self.common: dict[str, Any] = {"buyer": buyer, **WORDS}
        self.judged: dict[str, Any] = {**self.common, "totals": PRICES, "vendors": (firm, rival)}

    def make(self) -> None:
        self.authoring()
        self.bidding()
        self.judging()
        self.awarding()
        self.endings()
        self.held()  # last: an outage is everybody's
        refresh_insights()
        self.scene.places["signal"] = ("R028",)

    def place(self, name: str, tender: Tender, *more: Any) -> None:
        self.scene.places[name] = (tender.ocid, *more)

    def authoring(self) -> None:
        draft = TenderFactory(**self.common)
        add_document(
            tender_id=draft.pk,
            content=ContentFile(PDF, name="annexe_technique_specifications_detaillees_v12.pdf"),
            title="Annexe technique : spécifications détaillées et gabarits d'échange de données",
            language="fr",
            actor=draft.author,
            at=now(),
        )
        self.place("draft", draft)
        self.place("in review", TenderFactory(in_review=True, **self.common))

    def bidding(self) -> None:
        tender = TenderFactory(open=True, at=now() - timedelta(days=5), **self.common)
        self.place("open", tender)
        self.enquiries(tender)
        begun = drafted_bid(tender, self.firm, files=[("offre_de_services_complete.pdf", PDF)])
        sealed = sealed_bid(tender, self.rival)
        self.amend(tender)
        another = TenderFactory(open=True, at=now() - timedelta(days=4), **self.common)
        replaced = sealed_bid(another, self.firm)
        actor = member(self.firm)
        access = access_of(actor, confirmed_at=now())
        start_replacement(bid_id=replaced.pk, access=access, actor=actor, at=now())
        self.place("free", TenderFactory(open=True, at=now() - timedelta(days=3), **self.common))
        self.scene.places |= {
            "bid begun": (begun.public_id,),
            "bid sealed": (sealed.public_id,),
            "bid replaced": (replaced.public_id,),
            "receipt": (sealed.public_id, 1),
        }

    def held(self) -> None:
        """A call whose closing waits: for 25 minutes before its deadline nobody could bid."""
        tender = past_tender(**self.common)
        assert tender.submission_deadline is not None
        failed = tender.submission_deadline - timedelta(minutes=95)
        again = failed + timedelta(minutes=25)
        WatchSpan.objects.create(began_at=failed - timedelta(days=1), seen_at=failed)
        WatchSpan.objects.create(began_at=again, seen_at=again + timedelta(days=1))
        hold_closing(tender_id=tender.pk, at=now())
        self.place("held", tender)

    def enquiries(self, tender: Tender) -> None:
        for question in ("Peut-on travailler à distance ?", "Le code reste-t-il public ?"):
            asked = ask_enquiry(
                tender_id=tender.pk,
                vendor=self.firm,
                question=question,
                language="fr",
                actor=member(self.firm),
                at=now(),
            )
        answer_enquiry(
            enquiry_id=tender.enquiries.earliest("pk").pk,
            answer_fr="Oui, entièrement. Voir https://www.regie-haute-cote-nord.example/teletravail",
            answer_en="Yes, entirely.",
            actor=tender.author,
            at=now(),
        )
        self.place("question", tender, asked.public_id)

    def amend(self, tender: Tender) -> None:
        tender.refresh_from_db()
        amend_tender(
            tender_id=tender.pk,
            change=Change({"need_fr": "Refaire le formulaire **avec** les citoyens et l'agenda."}),
            rationale_fr="Une question a montré que l'agenda manquait.",
            of_substance=True,
            version=tender.version,
            actor=tender.author,
            at=now(),
        )

    def judging(self) -> None:
        """Calls at each point of their evaluation; the chair is the first of the committee."""
        sealed = past_tender(**self.common)
        bid_on(sealed, vendor=self.firm)
        close_tender(tender_id=sealed.pk, at=now())
        self.place("closed", sealed)
        declaring = opened_tender(**self.judged)
        self.scene.people["declaring"] = compose(declaring)[0]
        self.place("declaring", declaring)
        noting = opened_tender(**self.judged)
        committee = compose(noting)
        declare_all(noting)
        self.scene.people["noting"] = committee[0]
        self.place("noting", noting)
        self.place("bid to note", noting, noting.bids.earliest("pk").public_id)
        agreed, chair = in_consensus(**self.judged)
        self.scene.people["chair"] = chair
        self.place("agreed", agreed)
        self.place("bid agreed", agreed, agreed.bids.earliest("pk").public_id)

    def awarding(self) -> None:
        judged, _chair = judged_tender(**self.judged)
        recommended = recommended_award(**self.judged)
        approved = approved_award(**self.judged)
        final = final_award(**self.judged)
        self.place("judged", judged)
        self.place("recommended", recommended.tender)
        self.place("approved", approved.tender)
        own = approved.tender.bids.get(vendor=self.firm)
        lost = approved.tender.bids.get(vendor=self.rival)
        contract = Contract.objects.get(award=final)
        self.scene.places |= {
            "contract": (contract.public_id,),
            "contract number": (contract.number,),
            "contract in force": (contract_in_force(**self.judged).number,),
            "bid": (own.public_id,),
            "bid lost": (lost.public_id,),
        }

    def endings(self) -> None:
        cancelled = TenderFactory(open=True, **self.common)
        cancel_tender(
            tender_id=cancelled.pk,
            reason_fr="Le besoin a changé : le conseil a reporté le projet à l'an prochain.",
            actor=officer(cancelled.buyer, Capability.APPROVER),
            at=now(),
        )
        unsuccessful = past_tender(**self.common)
        close_tender(tender_id=unsuccessful.pk, at=now())
        self.place("cancelled", cancelled)
        self.place("unsuccessful", unsuccessful)
