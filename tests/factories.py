"""People, organisations and calls for tests. Calls go through the real actions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import factory
from allauth.mfa.models import Authenticator
from django.conf import settings
from factory.django import DjangoModelFactory

from marketplace.accounts.models import User
from marketplace.clock import now
from tenders.actions.publication import approve_publication, submit_for_review
from tenders.actions.tender import create_tender
from tenders.models import Buyer, BuyerMembership, Tender
from tenders.states import BuyerStatus
from tenders.values import (
    AwardMethod,
    BuyerKind,
    Capability,
    ConditionText,
    CriterionText,
    DeliverableText,
    Draft,
)
from vendors.models import TermsAcceptance, Vendor, VendorMembership
from vendors.states import FirmSize, VendorRole, VendorStatus

EASTERN = ZoneInfo("America/Toronto")
LONG_AGO = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory[User]):
    """A person; ``PASSWORD`` lets them in."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Personne {n}")
    language = "fr"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(password=PASSWORD, **kwargs)


def OperatorFactory(**fields: Any) -> User:  # noqa: N802  reads as its siblings do
    return with_second_factor(UserFactory(is_operator=True, requires_second_factor=True, **fields))


def with_second_factor(user: User) -> User:
    """The person, enrolled: who must have a factor is let nowhere without one."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


class BuyerFactory(DjangoModelFactory[Buyer]):
    """An admitted public body. ``officer(buyer, capability)`` gives its people."""

    class Meta:
        model = Buyer

    status = BuyerStatus.ADMITTED
    slug = factory.Sequence(lambda n: f"ville-{n}")
    name_fr = factory.Sequence(lambda n: f"Ville numéro {n}")
    name_en = ""
    kind = BuyerKind.MUNICIPALITY
    street = "1, rue de la Mairie"
    city = "Rimouski"
    region = "01"
    postal_code = "G5L 1A1"
    email = "appro@ville.example"
    created_at = LONG_AGO
    admitted_at = factory.LazyAttribute(
        lambda buyer: LONG_AGO if buyer.status in ("admitted", "suspended") else None
    )


def officer(buyer: Buyer, *capabilities: str) -> User:
    """The person who holds exactly these capabilities at the body, made when first asked for."""
    wanted = [str(name) for name in capabilities]
    found = BuyerMembership.objects.filter(buyer=buyer, capabilities=wanted).first()
    if found is not None:
        return found.user
    user = with_second_factor(UserFactory(requires_second_factor=True))
    BuyerMembership.objects.create(buyer=buyer, user=user, capabilities=wanted, created_at=LONG_AGO)
    return user


class VendorFactory(DjangoModelFactory[Vendor]):
    """An admitted firm. ``member(vendor, role)`` gives its people."""

    class Meta:
        model = Vendor

    status = VendorStatus.ADMITTED
    legal_name = factory.Sequence(lambda n: f"Logiciels {n} inc.")
    neq = factory.Sequence(lambda n: f"{1140000000 + n}")
    street = "2, rue des Artisans"
    city = "Québec"
    region = "03"
    postal_code = "G1K 1A1"
    email = factory.Sequence(lambda n: f"affaires{n}@firme.example")
    size = FirmSize.MICRO
    charges_taxes = True
    gst_number = "123456782 RT0001"
    qst_number = "1234567890 TQ0001"
    created_at = LONG_AGO
    admitted_at = factory.LazyAttribute(
        lambda vendor: LONG_AGO if vendor.status in ("admitted", "suspended") else None
    )

    @classmethod
    def _create(cls, model_class: type[Vendor], *args: Any, **kwargs: Any) -> Vendor:
        """It has accepted the terms, as by registering."""
        vendor: Vendor = super()._create(model_class, *args, **kwargs)
        person = {"full_name": "Personne qui inscrit"}
        TermsAcceptance.objects.create(
            vendor=vendor,
            version=settings.TERMS_VERSION,
            accepted_by=User.objects.get_or_create(email="terms@example.org", defaults=person)[0],
            accepted_at=LONG_AGO,
        )
        return vendor


def member(vendor: Vendor, role: str = VendorRole.OWNER) -> User:
    """The person who has this role in the firm, made when first asked for."""
    found = VendorMembership.objects.filter(vendor=vendor, role=role).first()
    if found is not None:
        return found.user
    user = UserFactory()
    VendorMembership.objects.create(vendor=vendor, user=user, role=role, created_at=LONG_AGO)
    return user


def weekday(day: date, *, hour: int = 14) -> datetime:
    """That day, or the Monday after a weekend, at this hour in Québec."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=EASTERN).astimezone(UTC)


CONDITIONS = (
    ConditionText("Détenir un numéro d'entreprise du Québec", "Hold a Québec enterprise number"),
)
DELIVERABLES = (
    DeliverableText("Prototype", "Prototype", "Essayé par cinq personnes"),
    DeliverableText("Version finale", "Final version", "Aucune erreur bloquante"),
)
CRITERIA = (
    CriterionText("Compréhension du besoin", Decimal(40), "Understanding", pass_mark=Decimal(60)),
    CriterionText("Approche proposée", Decimal(35), "Approach"),
    CriterionText("Expérience de l'équipe", Decimal(25), "Experience"),
)


def complete_draft(at: datetime, **fields: Any) -> Draft:
    """Everything a call needs to be published at ``at``; ``fields`` change or add columns."""
    method = fields.get("award_method", AwardMethod.ADJUSTED_PRICE)
    deadline = fields.get("submission_deadline") or weekday(at.date() + timedelta(days=21))
    noted = method != AwardMethod.LOWEST_PRICE
    values: dict[str, Any] = {
        "title_fr": "Refonte du formulaire de demande de permis",
        "title_en": "Rebuild of the permit request form",
        "summary_fr": "Un formulaire accessible, utilisable au téléphone.",
        "summary_en": "An accessible form that works on a phone.",
        "main_category_id": "81111509",
        "need_fr": "Les citoyens abandonnent le formulaire. Il faut le refaire **avec eux**.",
        "need_en": "People give up on the form. It has to be made again **with them**.",
        "budget": Decimal("45000.00"),
        "contract_start": deadline.date() + timedelta(days=30),
        "contract_end": deadline.date() + timedelta(days=150),
        "award_method": method,
        "k": Decimal("0.15") if method == AwardMethod.ADJUSTED_PRICE else None,
        "minimum_quality": Decimal(70) if noted else None,
        "enquiry_deadline": weekday(at.date() + timedelta(days=12)),
        "submission_deadline": deadline,
        **fields,
    }
    criteria = CRITERIA if noted else ()
    return Draft(values, (), CONDITIONS, DELIVERABLES, criteria)


class TenderFactory(DjangoModelFactory[Tender]):
    """A complete draft; ``in_review=True`` or ``open=True`` takes it further.

    ``at`` is the moment of it all (now, unless told); any authored column may be given, and
    ``conditions``, ``deliverables``, ``criteria`` replace the usual ones.
    """

    class Meta:
        model = Tender

    @classmethod
    def _create(cls, model_class: type[Tender], *args: Any, **kwargs: Any) -> Tender:
        at = kwargs.pop("at", None) or now()
        is_open = kwargs.pop("open", False)
        in_review = kwargs.pop("in_review", False) or is_open
        buyer = kwargs.pop("buyer", None) or BuyerFactory()
        parts = {
            name: kwargs.pop(name)
            for name in ("categories", "conditions", "deliverables", "criteria")
            if name in kwargs
        }
        draft = complete_draft(at, **kwargs)
        draft = Draft(**{**draft.__dict__, **parts})
        author = officer(buyer, Capability.AUTHOR)
        approver = officer(buyer, Capability.APPROVER)
        officer(buyer, Capability.OPENER)
        tender = create_tender(buyer_id=buyer.pk, draft=draft, actor=author, at=at)
        if in_review:
            submit_for_review(tender_id=tender.pk, actor=author, at=at)
        if is_open:
            approve_publication(tender_id=tender.pk, actor=approver, at=at)
        return Tender.objects.get(pk=tender.pk)


def people(*users: User) -> Sequence[int]:
    """Primary keys, to compare who was told."""
    return sorted(user.pk for user in users)
