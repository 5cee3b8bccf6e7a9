"""What the matrix is about: a call in each of its states, with all that hangs on it."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.functional import cached_property

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.notifications.models import Message, MessageStatus
from marketplace.signed_links import sign
from tenders.actions.alert import Wish, confirm_alert
from tenders.actions.award import approve_award, finalise_award, recommend_award
from tenders.actions.bid_draft import start_replacement
from tenders.actions.cancellation import cancel_tender
from tenders.actions.committee import compose_committee
from tenders.actions.contract import attach_pdf
from tenders.actions.document import add_document
from tenders.actions.enquiry import ask_enquiry
from tenders.actions.evaluation import lock_evaluation
from tenders.actions.opening import close_tender
from tenders.actions.publication import approve_publication, submit_for_review
from tenders.actions.webhook import add_webhook, send_test
from tenders.models import Award, Bid, Contract, PastNotice, Tender
from tenders.ocds.manifest import Manifest, write_manifest
from tenders.states import BuyerStatus
from tenders.values import Capability
from tests.access.people import on_committee, people_of_body, people_of_firm, people_of_platform
from tests.bids import PDF, access_of, drafted_bid, sealed_bid, submit
from tests.factories import (
    BuyerFactory,
    TenderFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
)
from tests.judging import (
    agree,
    approver_of,
    author_of,
    bid_on,
    close_and_open,
    contract_in_force,
    declare_all,
    note_all,
    past_tender,
)
from vendors.actions.exclusion import enter_exclusion
from vendors.actions.joining import ask_to_join
from vendors.actions.member import invite_member
from vendors.actions.partner import publish_partner_notice, write_to_partner
from vendors.actions.profile import add_reference
from vendors.actions.qualification import submit_qualification
from vendors.states import VendorStatus
from vendors.values import Entry, PartnerText, Proof, ReferenceText


def past() -> PastNotice:
    return PastNotice.objects.create(
        ocid="ocds-ec9k95-1",
        title="Site Web",
        released_at=now(),
        dated_at=now(),
        imported_at=now(),
    )


@dataclass
class Scene:
    """People by role; arguments of addresses by what they name."""

    people: dict[str, User] = field(default_factory=dict)
    places: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def put(self, name: str, *arguments: Any) -> None:
        self.places[name] = arguments


class Stage:
    """Sets the scene up through the actions: one body, the firm that bids and a competitor's."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.buyer = BuyerFactory(slug="body")
        self.firm = VendorFactory()
        self.rival = VendorFactory()
        self.scene.people |= {
            **people_of_platform(),
            **people_of_firm(self.firm),
            **people_of_body(self.buyer),
            "rival": member(self.rival),
            "other firm": member(VendorFactory()),
            "other body": officer(BuyerFactory(), *Capability.values),
            "member": on_committee(self.buyer, "member"),
            "chair": on_committee(self.buyer, "chair"),
        }

    @cached_property
    def committee(self) -> list[User]:
        third = on_committee(self.buyer, "third")
        return [self.scene.people["chair"], self.scene.people["member"], third]

    def make(self) -> Scene:
        self.organisations()
        self.alerts()
        self.authoring()
        self.bidding()
        self.judging()
        self.awarding()
        self.endings()
        self.papers()
        self.telling()
        return self.scene

    def call(self, name: str, tender: Tender) -> Tender:
        self.scene.put(name, tender.ocid)
        return tender

    def bid(self, name: str, bid: Bid) -> Bid:
        """The places of a bid and its file: as its firm names them, and as its buyer does."""
        self.scene.put(name, bid.public_id)
        self.scene.put(f"{name} of its call", bid.tender.ocid, bid.public_id)
        stored = bid.files.first()
        if stored is not None:
            self.scene.put(f"file of {name}", bid.public_id, stored.public_id)
            self.scene.put(
                f"file of {name} of its call", bid.tender.ocid, bid.public_id, stored.public_id
            )
        return bid

    def organisations(self) -> None:
        self.scene.put("")
        self.scene.put("extension", "extension.json")
        write_manifest(Manifest(), settings.BULK_ROOT)
        self.scene.put("file of a month", "manifest.json")
        self.scene.put("code list", "regions")
        self.scene.put("past notice", past().number)
        self.webhook()
        self.scene.put("form of the catalogue", "ttl")
        pending = BuyerFactory(status=BuyerStatus.PENDING, slug="pending")
        waiting = VendorFactory(status=VendorStatus.PENDING)
        leaver, reader = self.scene.people["payer"], self.scene.people["reader"]
        invited = UserFactory(email="invited@example.org")
        invitation = invite_member(
            vendor_id=self.firm.pk,
            email=invited.email,
            role="reader",
            actor=self.scene.people["owner"],
            at=now(),
        )
        asked = ask_to_join(vendor_id=self.firm.pk, actor=UserFactory(), at=now())
        self.scene.put("request to join a firm", self.firm.public_id, asked.public_id)
        self.scene.put("body", self.buyer.slug)
        self.scene.put("member of the body", self.buyer.slug, leaver.public_id)
        self.scene.put("body to admit", pending.slug)
        self.scene.put("firm", self.firm.public_id)
        self.scene.put("firm to admit", waiting.public_id)
        self.scene.put("reader of a firm", self.firm.public_id, reader.public_id)
        self.scene.put("invitation of somebody else", invitation.public_id)
        self.scene.put("invitation of a firm", self.firm.public_id, invitation.public_id)

    def alerts(self) -> None:
        wish = {**asdict(Wish("Permis", "daily", "fr", q="permis")), "address": "a@alert.example"}
        subscriber = confirm_alert(confirmed=wish, at=now())
        later = now() + timedelta(hours=1)
        for place, name, value in (
            ("signed wish", "tenders:alert_confirm", wish),
            ("signed link to alerts", "tenders:alerts_by_link", str(subscriber.public_id)),
            ("signed link to stop", "tenders:alerts_stop", str(subscriber.public_id)),
            (
                "signed link to stop quiet months",
                "tenders:quiet_stop",
                str(subscriber.public_id),
            ),
        ):
            self.scene.put(place, sign(name, value, until=later))

    def webhook(self) -> None:
        person = self.scene.people["person"]
        webhook = add_webhook(
            address="https://hooks.example.org/", events=["call.closed"], actor=person, at=now()
        )
        message = send_test(webhook_id=webhook.pk, actor=person, at=now())
        self.scene.put("webhook of a person", webhook.public_id)
        self.scene.put("message of a webhook", webhook.public_id, message.public_id)

    def authoring(self) -> None:
        draft = self.call("draft", TenderFactory(buyer=self.buyer))
        document = self.document(draft)
        self.scene.put("document in a draft", draft.ocid, document.file.public_id)
        self.scene.put("document of a draft", document.file.public_id)
        self.call("in review", TenderFactory(buyer=self.buyer, in_review=True))

    def with_document(self) -> Tender:
        """An open call that was written with a document."""
        tender = TenderFactory(buyer=self.buyer)
        document = self.document(tender)
        submit_for_review(tender_id=tender.pk, actor=author_of(tender), at=now())
        approve_publication(tender_id=tender.pk, actor=approver_of(tender), at=now())
        self.scene.put("document of an open call", document.file.public_id)
        return Tender.objects.get(pk=tender.pk)

    def document(self, tender: Tender) -> Any:
        return add_document(
            tender_id=tender.pk,
            content=ContentFile(PDF, name="annexe.pdf"),
            title="Annexe",
            language="fr",
            actor=author_of(tender),
            at=now(),
        )

    def bidding(self) -> None:
        self.call("open without bids", TenderFactory(buyer=self.buyer, open=True))
        tender = self.call("open", self.with_document())
        self.scene.put("release", tender.ocid, f"{tender.ocid}-0001")
        files = [("offre.pdf", PDF)]
        self.bid("draft bid", drafted_bid(tender, self.firm, files=files))
        sealed_on = TenderFactory(buyer=self.buyer, open=True)
        sealed = self.bid("sealed bid", sealed_bid(sealed_on, self.firm, files=files))
        sealed_bid(sealed_on, self.rival)
        self.scene.put("receipt", sealed.public_id, 1)
        replaced = sealed_bid(TenderFactory(buyer=self.buyer, open=True), self.firm)
        owner = self.scene.people["owner"]
        access = access_of(owner, confirmed_at=now())
        start_replacement(bid_id=replaced.pk, access=access, actor=owner, at=now())
        self.bid("replaced bid", replaced)
        tardy = drafted_bid(TenderFactory(buyer=self.buyer, open=True), self.firm)
        with travel(tardy.tender.submission_deadline + timedelta(minutes=1)):
            self.scene.put("late notice", tardy.public_id, submit(tardy).public_id)
        asked = ask_enquiry(
            tender_id=tender.pk,
            vendor=self.firm,
            question="Le code reste-t-il public ?",
            language="fr",
            actor=owner,
            at=now(),
        )
        self.scene.put("question on a call", tender.ocid, asked.public_id)
        self.scene.put("question of a firm", asked.public_id)

    def judging(self) -> None:
        closed = self.call("closed", self.past())
        close_tender(tender_id=closed.pk, at=now())
        noting = self.call("noting", self.judged_until("noting"))
        self.bid("bid to note", noting.bids.get(vendor=self.firm))
        agreed = self.call("agreed", self.judged_until("agreed"))
        self.bid("bid agreed", agreed.bids.get(vendor=self.firm))

    def past(self) -> Tender:
        tender = past_tender(buyer=self.buyer)
        bid_on(tender, "17200.00", vendor=self.firm, files=[("offre.pdf", PDF)])
        bid_on(tender, "18000.00", vendor=self.rival)
        return tender

    def judged_until(self, step: str) -> Tender:
        """A call whose evaluation has come to ``step``: noting, agreed or judged."""
        tender = self.past()
        close_and_open(tender)
        chair = self.committee[0]
        compose_committee(
            tender_id=tender.pk,
            members=self.committee,
            chair=chair,
            actor=author_of(tender),
            at=now(),
        )
        declare_all(tender)
        if step != "noting":
            note_all(tender, self.committee)
            agree(tender, chair, {bid.pk: 80 for bid in tender.bids.all()})
        if step == "judged":
            lock_evaluation(tender_id=tender.pk, actor=chair, at=now())
        return Tender.objects.get(pk=tender.pk)

    def recommended(self) -> Award:
        tender = self.judged_until("judged")
        return recommend_award(
            tender_id=tender.pk,
            rationale_fr="Le prix ajusté le plus bas.",
            actor=author_of(tender),
            at=now(),
        )

    def approved(self) -> Award:
        award = self.recommended()
        return approve_award(
            award_id=award.pk, proved_at=now(), actor=approver_of(award.tender), at=now()
        )

    def awarding(self) -> None:
        self.call("judged", self.judged_until("judged"))
        recommended = self.recommended()
        self.call("recommended", recommended.tender)
        self.scene.put("award to approve", recommended.public_id)
        approved = self.approved()
        self.scene.put("award", approved.public_id)
        self.call("awarded", approved.tender)
        self.bid("bid of a winner", approved.tender.bids.get(vendor=self.firm))
        final = self.approved()
        standstill = final.standstill_until
        assert standstill is not None
        finalise_award(award_id=final.pk, at=standstill + timedelta(seconds=1))
        contract = Contract.objects.get(award=final)
        attach_pdf(contract_id=contract.pk, at=now())
        self.call("to contract", final.tender)
        self.scene.put("contract", contract.public_id)
        self.scene.put("contract number", contract.number)
        self.scene.put("contract in force", contract_in_force().number)

    def endings(self) -> None:
        cancelled = self.call("cancelled", TenderFactory(buyer=self.buyer, open=True))
        cancel_tender(
            tender_id=cancelled.pk,
            reason_fr="Le besoin a changé.",
            actor=approver_of(cancelled),
            at=now(),
        )
        unsuccessful = self.call("unsuccessful", past_tender(buyer=self.buyer))
        close_tender(tender_id=unsuccessful.pk, at=now())

    def papers(self) -> None:
        owner = self.scene.people["owner"]
        paper = submit_qualification(
            vendor_id=self.firm.pk,
            proof=Proof("tax", timezone.localdate(now()), number="1234567890"),
            content=ContentFile(PDF, name="attestation.pdf"),
            actor=owner,
            at=now(),
        )
        self.scene.put("kind of paper of a firm", self.firm.public_id, "tax")
        self.scene.put("paper of a firm", self.firm.public_id, paper.public_id)
        self.scene.put("paper to check", paper.public_id)
        self.scene.put("document of a firm", paper.public_id)
        self.partners()
        entered = enter_exclusion(
            entry=Entry("Autre firme inc.", timezone.localdate(now()), "Motif", neq="1149999999"),
            actor=self.scene.people["operator"],
            at=now(),
        )
        self.scene.put("entry of the register", entered.public_id)

    def partners(self) -> None:
        """A notice of the firm, about which the rival has written, and one of the rival's."""
        owner, rival = self.scene.people["owner"], self.scene.people["rival"]
        until = timezone.localdate(now()) + timedelta(days=30)
        words = PartnerText("fr", "81111509", "Un partenaire", "Du code", until)
        notice, other = (
            publish_partner_notice(vendor_id=firm.pk, text=words, actor=actor, at=now())
            for firm, actor in ((self.firm, owner), (self.rival, rival))
        )
        letter = write_to_partner(
            notice_id=notice.pk, sender_id=self.rival.pk, text="Bonjour", actor=rival, at=now()
        )
        work = add_reference(
            vendor_id=self.firm.pk,
            text=ReferenceText("Un portail", "Ville", 2020),
            actor=owner,
            at=now(),
        )
        self.scene.put("work of a firm", self.firm.public_id, work.public_id)
        self.scene.put("notice of a firm", notice.public_id)
        self.scene.put("notice of a rival", other.public_id)
        self.scene.put("message to a partner", letter.public_id)

    def telling(self) -> None:
        owner = self.scene.people["owner"]
        theirs = Message.objects.inbox_of(owner).first()
        assert theirs is not None
        self.scene.put("message to the owner", theirs.pk)
        lost = Message.objects.create(
            key="given up",
            kind="bid-withdrawn",
            address=owner.email,
            language="fr",
            told_at=now(),
            due_at=now(),
            status=MessageStatus.FAILED,
        )
        self.scene.put("message given up", lost.pk)
        self.scene.put("kind of mail", "bid-receipt")
        self.scene.put("kind of mail in French", "bid-receipt", "fr")
