"""A little of everything that the pages can show, made through the actions, on the live site.

Names are as long as real ones get: it is they that make a page scroll sideways.
"""

from dataclasses import asdict
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from cms.demo import load_content
from marketplace.clock import now
from marketplace.demo.facts import FOLDER
from marketplace.notifications.actions import enter_dead_address
from marketplace.notifications.envelope import LEAVE
from marketplace.notifications.kinds import Topic
from marketplace.notifications.models import Message, MessageStatus, WhyDead
from marketplace.reference.models import Category
from marketplace.signed_links import sign
from tenders.actions.alert import Wish, confirm_alert, pause_alert, save_alert
from tenders.actions.webhook import add_webhook
from tenders.models import Buyer, Contract, Delivery, Event, Release, Webhook
from tenders.ocds.seao import past_notice, releases_in
from tenders.states import BuyerStatus, ContractStatus, DeliveryStatus
from tenders.values import Capability
from tests.bids import PDF
from tests.browser.calls import Calls, Scene
from tests.factories import (
    LONG_AGO,
    BuyerFactory,
    OperatorFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
    with_second_factor,
)
from tests.plumbing.live import LiveStack
from vendors.actions.exclusion import enter_exclusion
from vendors.actions.joining import ask_to_join
from vendors.actions.member import invite_member
from vendors.actions.partner import publish_partner_notice, write_to_partner
from vendors.actions.profile import add_reference
from vendors.actions.qualification import (
    accept_qualification,
    refuse_qualification,
    submit_qualification,
)
from vendors.models import Qualification, Registration, Vendor, VendorMembership
from vendors.states import VendorRole, VendorStatus
from vendors.values import Entry, PartnerText, Proof, ReferenceText

BODY = "Régie intermunicipale d'approvisionnement en technologies de la Haute-Côte-Nord"
FIRM = "Coopérative de développement logiciel et d'accompagnement numérique de l'Abitibi inc."
RIVAL = "9412-8833 Québec inc. (Laboratoire d'interopérabilité Saguenay–Lac-Saint-Jean)"
ADDRESS = "approvisionnements.technologies@regie-haute-cote-nord.example"
ANSWERS = {
    "number": {"neq": "1140000010"},
    "firm": {"legal_name": FIRM, "size": "micro"},
    "contact": {
        "street": "12, rue du Port",
        "city": "Rimouski",
        "region": "01",
        "postal_code": "g5l1a1",
        "email": ADDRESS,
    },
    "taxes": {"charges_taxes": "True", "gst_number": "123456782", "qst_number": "1234567890tq0001"},
    "activities": {"description_fr": "Des portails", "categories": ["81111509"]},
}


def set_up(stack: LiveStack) -> Scene:
    """Make the scene at one go, so that the site's sweeps find it whole; wait for its PDF."""
    with stack.database():
        with transaction.atomic():
            scene = _make()
        printed = Contract.objects.filter(
            public_id=scene.places["contract"][0], status=ContractStatus.FOR_SIGNATURE
        )
        stack.wait_for(printed.exists, seconds=60)
    return scene


def _past() -> tuple[str]:
    """A contract of the past, as SEAO tells of one."""
    first = releases_in((FOLDER / "seao_sample.json").read_bytes())[0]
    notice = past_notice(first, source="hebdo_20240501_20240507.json", at=now())
    assert notice is not None
    notice.save()
    return (notice.number,)


def _make() -> Scene:
    scene = Scene()
    buyer = BuyerFactory(name_fr=BODY, name_en="", slug="regie-haute-cote-nord", email=ADDRESS)
    firm = VendorFactory(legal_name=FIRM, email=ADDRESS)
    rival = VendorFactory(legal_name=RIVAL, email=f"rival.{ADDRESS}")
    _body(scene, buyer)
    _firms(scene, firm, rival)
    _accounts(scene)
    scene.places["past"] = _past()
    Calls(scene, buyer, firm, rival).make()
    _alerts(scene, buyer)
    _webhooks(scene)
    load_content(now())
    _papers(scene, firm)
    _partners(scene, firm, rival)
    _messages(scene)
    return scene


def _webhooks(scene: Scene) -> None:
    """One that waits for a category of which there are no calls, and one that was disabled."""
    holder, rare = scene.people["holder"], Category.objects.get(pk="80101507")
    long = "https://programmes.registre-des-appels-numeriques.example/micromarche/recevoir"
    told = {"events": list(Event.values), "actor": holder, "at": now()}
    works = add_webhook(address=long, category=rare, **told)
    stopped = add_webhook(address="https://ancien.programmes.example/", **told)
    Webhook.objects.filter(pk=stopped.pk).update(
        disabled_at=now(), failures=9, secret_shown_at=now()
    )
    first, second, third = Release.objects.order_by("pk")[:3]
    usual = {"event": Event.PUBLISHED, "body": "{}", "created_at": now(), "due_at": now()}
    Delivery.objects.create(
        webhook=works,
        release=first,
        status=DeliveryStatus.DELIVERED,
        delivered_at=now(),
        answered=204,
        **usual,
    )
    Delivery.objects.create(
        webhook=stopped, release=second, status=DeliveryStatus.FAILED, answered=503, **usual
    )
    error = "gaierror: [Errno -2] Name or service not known"
    Delivery.objects.create(webhook=stopped, release=third, attempts=9, error=error, **usual)
    scene.places |= {"webhook": (works.public_id,), "webhook disabled": (stopped.public_id,)}


def _body(scene: Scene, buyer: Buyer) -> None:
    leaver = officer(buyer)
    waiting = BuyerFactory(status=BuyerStatus.PENDING, name_fr=f"{BODY} (2)", slug="waiting")
    for capability in ("administrator", "author", "approver", "opener", "signatory"):
        scene.people[capability] = officer(buyer, Capability(capability))
    scene.people["operator"] = OperatorFactory()
    scene.places |= {
        "buyer": (buyer.slug,),
        "member": (buyer.slug, leaver.public_id),
        "buyer to admit": (waiting.slug,),
    }


def _firms(scene: Scene, firm: Vendor, rival: Vendor) -> None:
    owner, reader = member(firm), member(firm, VendorRole.READER)
    registering, invited = UserFactory(), UserFactory(email=f"invitee.{ADDRESS}")
    Registration.objects.create(user=registering, answers=ANSWERS, updated_at=now())
    pending = VendorFactory(status=VendorStatus.PENDING, legal_name=f"{FIRM} (2)")
    VendorMembership.objects.create(
        vendor=pending, user=registering, role=VendorRole.OWNER, created_at=LONG_AGO
    )
    invitation = invite_member(
        vendor_id=firm.pk, email=invited.email, role=VendorRole.BIDDER, actor=owner, at=now()
    )
    ask_to_join(vendor_id=firm.pk, actor=invited, at=now())
    scene.people |= {
        "owner": owner,
        "reader": reader,
        "rival": member(rival),
        "novice": member(VendorFactory()),
        "registering": registering,
        "invited": invited,
    }
    scene.places |= {
        "firm": (firm.public_id,),
        "firm to admit": (pending.public_id,),
        "seat": (firm.public_id, reader.public_id),
        "invitation": (invitation.public_id,),
    }


def _accounts(scene: Scene) -> None:
    holder, nobody = UserFactory(full_name="Marie-Ève Desrochers-Lachapelle"), UserFactory()
    for user in (holder, nobody):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    RecoveryCodes.activate(with_second_factor(holder))
    key = Authenticator.objects.create(
        user=holder,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Téléphone de la mairie, celui du bureau d'en haut", "credential": {}},
    )
    staff = with_second_factor(UserFactory(is_staff=True))
    scene.people |= {"holder": holder, "nobody": nobody, "staff": staff}
    scene.places["key"] = (key.pk,)


def _papers(scene: Scene, firm: Vendor) -> None:
    """One paper of the owner's firm that counts, one refused, one that waits."""
    owner, operator, today = scene.people["owner"], scene.people["operator"], localdate(now())

    def hand_in(proof: Proof) -> Qualification:
        content = ContentFile(PDF, name="attestation-de-revenu-quebec-2026.pdf")
        return submit_qualification(
            vendor_id=firm.pk, proof=proof, content=content, actor=owner, at=now()
        )

    insured = hand_in(Proof("insurance", today, today + timedelta(days=40), "RC-2026-118842"))
    accept_qualification(qualification_id=insured.pk, actor=operator, at=now())
    refused = hand_in(Proof("tax", today, number="4411-8833-2026"))
    refuse_qualification(
        qualification_id=refused.pk,
        reason="Le document est illisible : la date de délivrance est coupée.",
        actor=operator,
        at=now(),
    )
    waiting = hand_in(Proof("certificate", today, title="Accessibilité numérique (IAAP CPACC)"))
    entered = enter_exclusion(
        entry=Entry(
            "Consultation et intégration Lachapelle-Desrochers et associés s.e.n.c.r.l.",
            today,
            "Infraction prévue à l’annexe I de la Loi sur les contrats des organismes publics.",
            neq="3349999999",
        ),
        actor=operator,
        at=now(),
    )
    scene.places |= {
        "entry of the register": (entered.public_id,),
        "kind of paper": (firm.public_id, "tax"),
        "statement": (firm.public_id, "eligibility"),
        "paper": (waiting.public_id,),
    }


def _partners(scene: Scene, firm: Vendor, rival: Vendor) -> None:
    """The owner's firm looks for a partner, and the rival has written to it."""
    words = PartnerText(
        "fr",
        "81111820",
        "Une firme qui vérifie l’accessibilité et la rédaction en langage clair, de préférence "
        "dans le Bas-Saint-Laurent ou en Gaspésie, pour des appels de refonte de formulaires.",
        "Une équipe de quatre personnes en Django et en Wagtail, et l’expérience de huit mandats.",
        localdate(now()) + timedelta(days=60),
    )
    notice = publish_partner_notice(
        vendor_id=firm.pk, text=words, actor=scene.people["owner"], at=now()
    )
    letter = write_to_partner(
        notice_id=notice.pk,
        sender_id=rival.pk,
        text="Bonjour,\n\nNous faisons des audits d’accessibilité depuis 2012. On en parle ?",
        actor=scene.people["rival"],
        at=now(),
    )
    add_reference(
        vendor_id=firm.pk,
        text=ReferenceText(
            "Portail de demandes de permis, accessible et bilingue, pour douze municipalités",
            "Municipalité régionale de comté de La Haute-Gaspésie",
            2025,
            link="https://permis.example.org/realisations/portail-de-demandes",
        ),
        actor=scene.people["owner"],
        at=now(),
    )
    scene.places |= {
        "notice of the firm": (notice.public_id,),
        "message to a partner": (letter.public_id,),
    }


def _messages(scene: Scene) -> None:
    """The owner's newest message, an address that refuses mail, and a message given up."""
    owner = scene.people["owner"]
    enter_dead_address(
        address=owner.email, reason=WhyDead.BOUNCED, said="550 No such user", at=now()
    )
    newest = Message.objects.inbox_of(owner).latest("told_at")
    Message.objects.create(
        key="given up",
        kind="bid-withdrawn",
        address=ADDRESS,
        language="fr",
        told_at=now(),
        due_at=now(),
        status=MessageStatus.FAILED,
        last_error="SMTPRecipientsRefused: 550 5.1.1 The email account does not exist",
    )
    until = now() + timedelta(days=30)  # the clock of the site may be moved meanwhile
    token = sign(LEAVE, [str(owner.public_id), Topic.CALLS.value], until=until)
    scene.places |= {
        "message": (newest.pk,),
        "link to stop": (token,),
        "kind of mail": ("bid-receipt",),
    }


def _alerts(scene: Scene, buyer: Buyer) -> None:
    """Of a person with an account and of an address alone: a search, a followed call, a pause."""
    name = "Formulaires et portails pour les régies intermunicipales, de la Côte-Nord à Kamouraska"
    found = Wish(name, "daily", "fr", "formulaire", [f"buyer={buyer.slug}", "region=09"])
    followed = Wish("Le permis", "at_once", "fr", ocid=str(scene.places["open"][0]))
    for wish in (found, followed):
        save_alert(wish=wish, actor=scene.people["holder"], at=now())
        confirmed = {**asdict(wish), "address": f"alertes.{ADDRESS}"}
        subscriber = confirm_alert(confirmed=confirmed, at=now())
    pause_alert(alert_id=subscriber.alerts.all()[0].public_id, actor=subscriber, at=now())
    later = now() + timedelta(days=30)  # the clock of the site may be moved meanwhile
    scene.places |= {
        "junk": ("junk",),
        "signed wish": (sign("tenders:alert_confirm", confirmed, until=later),),
        "signed link to alerts": (
            sign("tenders:alerts_by_link", str(subscriber.public_id), until=later),
        ),
        "signed link to stop": (
            sign("tenders:alerts_stop", str(subscriber.public_id), until=later),
        ),
        "signed link to stop quiet months": (
            sign("tenders:quiet_stop", str(subscriber.public_id), until=later),
        ),
    }
