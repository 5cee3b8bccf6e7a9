"""Closed lists and small values of the call for tenders. No table of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Region
from vendors.states import FirmSize


class Capability(models.TextChoices):
    """What a member of a buyer may do. One may hold several; duties stay apart per tender."""

    AUTHOR = "author", _("writes calls")
    APPROVER = "approver", _("approves calls and awards")
    OPENER = "opener", _("opens bids")
    EVALUATOR = "evaluator", _("evaluates bids")
    SIGNATORY = "signatory", _("signs contracts")
    PAYER = "payer", _("pays invoices")
    AUDITOR = "auditor", _("audits")
    ADMINISTRATOR = "administrator", _("administers the organisation")


class ClosingDecision(models.TextChoices):
    """What a buyer decides after submission failed before a deadline."""

    EXTEND = "extend", _("Extend the deadline")
    CLOSE = "close", _("Close as announced")


class Frequency(models.TextChoices):
    """How often somebody wants to hear of what their alerts found."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("every morning")
    WEEKLY = "weekly", _("every Monday")


class PublicStep(models.TextChoices):
    """What may happen to a call that its followers are told."""

    PUBLISHED = "published"
    AMENDED = "amended"
    ANSWERED = "answered"
    OPENED = "opened"
    AWARDED = "awarded"
    UNSUCCESSFUL = "unsuccessful"
    CONTRACTED = "contracted"
    CANCELLED = "cancelled"


class BuyerKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry or agency")
    MUNICIPALITY = "municipality", _("municipality")
    HEALTH = "health", _("health and social services")
    EDUCATION = "education", _("education")
    STATE_ENTERPRISE = "state_enterprise", _("state enterprise or other body")


class Procedure(models.TextChoices):
    OPEN = "open", _("open call")
    INVITATION = "invitation", _("call by invitation")
    DIRECT = "direct", _("direct award")


class AwardMethod(models.TextChoices):
    LOWEST_PRICE = "lowest_price", _("lowest price")
    MINIMUM_QUALITY = "minimum_quality", _("minimum quality, then lowest price")
    ADJUSTED_PRICE = "adjusted_price", _("lowest price adjusted for quality")
    BEST_QUALITY = "best_quality", _("best quality at a fixed price")


class Place(models.TextChoices):
    REMOTE = "remote", _("entirely remote")
    HYBRID = "hybrid", _("partly on site")
    ON_SITE = "on_site", _("on site")


class Reservation(models.TextChoices):
    """To which firms a call may be reserved: C-65.1, a. 14.1, under the trade agreements."""

    SME = "sme", _("firms of fewer than 250 people")
    SME_QUEBEC = "sme_quebec", _("firms of Québec of fewer than 250 people")
    MICRO = "micro", _("firms of fewer than 10 people")
    MICRO_QUEBEC = "micro_quebec", _("firms of Québec of fewer than 10 people")

    def admits(self, *, size: str, region: str) -> bool:
        """Whether a firm of this size and of this region may bid."""
        if self in (self.SME_QUEBEC, self.MICRO_QUEBEC) and region == Region.ELSEWHERE:
            return False
        if self in (self.MICRO, self.MICRO_QUEBEC):
            return size == FirmSize.MICRO
        return size in (FirmSize.MICRO, FirmSize.SME)


class Licence(models.TextChoices):
    """Licences of what is delivered (SPDX names where one exists)."""

    LILIQ_P = "LiLiQ-P-1.1", _("LiLiQ-P 1.1 (permissive)")
    LILIQ_R = "LiLiQ-R-1.1", _("LiLiQ-R 1.1 (reciprocal)")
    LILIQ_RPLUS = "LiLiQ-Rplus-1.1", _("LiLiQ-R+ 1.1 (strong reciprocity)")
    MIT = "MIT", _("MIT")
    APACHE = "Apache-2.0", _("Apache 2.0")
    GPL = "GPL-3.0-or-later", _("GNU GPL 3 or later")
    AGPL = "AGPL-3.0-or-later", _("GNU AGPL 3 or later")
    EUPL = "EUPL-1.2", _("EUPL 1.2")
    CC_BY = "CC-BY-4.0", _("Creative Commons BY 4.0 (content)")
    OWNED = "owned", _("rights assigned to the buyer")
    NONE = "none", _("nothing is delivered that needs a licence")


class Disqualification(models.TextChoices):
    """Coded reasons to set a bid aside."""

    ELIGIBILITY = "eligibility", _("an eligibility condition is not met")
    INCOMPLETE = "incomplete", _("a required document or answer is missing")
    CONDITIONAL = "conditional", _("the bid is conditional or restricted")
    ABOVE_BUDGET = "above_budget", _("the price is above the announced maximum")
    QUALITY = "quality", _("a pass mark is not reached")
    ABNORMALLY_LOW = "abnormally_low", _("the price is abnormally low and not explained")
    CONFLICT = "conflict", _("conflict of interest or collusion")
    INELIGIBLE_FIRM = "ineligible_firm", _("the firm may not contract with public bodies")


class Clause(models.TextChoices):
    """Clauses the buyer may add to the contract; the wording is in the contract's template."""

    CONFIDENTIALITY = "confidentiality", _("confidentiality")
    PERSONAL_INFORMATION = "personal_information", _("protection of personal information")
    OPEN_SOURCE = "open_source", _("code published under an open licence")
    ACCESSIBILITY = "accessibility", _("accessibility of what is delivered")
    WARRANTY = "warranty", _("ninety days of warranty")
    KNOWLEDGE_TRANSFER = "knowledge_transfer", _("transfer of knowledge")


@dataclass(frozen=True)
class Note:
    """What an evaluator or the committee thinks of a bid on one criterion.

    ``note`` is out of 100, None while undecided.
    """

    note: Decimal | None
    comment: str = ""


@dataclass(frozen=True)
class OfferedFile:
    """A file of a bid: ``id`` is the BidFile's public id, ``name`` what the firm called it."""

    id: str
    name: str
    size: int
    content_type: str


@dataclass(frozen=True)
class Offer:
    """What a firm offers. Amounts in dollars before taxes, keyed by deliverable id.

    ``answers`` are keyed by criterion id, ``eligibility`` lists the confirmed
    conditions' ids. ``total`` is the sum of ``prices``.
    """

    prices: dict[int, Decimal]
    charges_taxes: bool
    answers: dict[int, str] = field(default_factory=dict)
    eligibility: tuple[int, ...] = ()
    files: tuple[OfferedFile, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum(self.prices.values(), Decimal("0.00"))


@dataclass(frozen=True)
class BuyerDetails:
    """What a public body says of itself."""

    name_fr: str
    kind: str
    street: str
    city: str
    region: str
    postal_code: str
    email: str
    name_en: str = ""
    neq: str = ""
    phone: str = ""
    website: str = ""
    description_fr: str = ""
    description_en: str = ""
    pays_taxes: bool = True
    allows_single_officer: bool = False


@dataclass(frozen=True)
class ConditionText:
    """One eligibility condition, as its author wrote it."""

    title_fr: str
    title_en: str = ""


@dataclass(frozen=True)
class DeliverableText:
    """One deliverable, as its author wrote it. ``share`` is in percent of the price."""

    title_fr: str
    title_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    due_on: date | None = None
    share: Decimal | None = None


@dataclass(frozen=True)
class CriterionText:
    """One quality criterion, as written. ``weight`` is in percent, ``pass_mark`` out of 100."""

    title_fr: str
    weight: Decimal
    title_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    pass_mark: Decimal | None = None


@dataclass(frozen=True)
class Draft:
    """What an author wrote of a call, in one section or in all. What is absent stays as it was.

    ``fields`` are columns of Tender among ``AUTHORED``; ``categories`` are UNSPSC codes besides the
    main one; the lists replace the whole list, in that order.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    categories: Sequence[str] | None = None
    conditions: Sequence[ConditionText] | None = None
    deliverables: Sequence[DeliverableText] | None = None
    criteria: Sequence[CriterionText] | None = None


AUTHORED = frozenset(
    {
        "title_fr", "title_en", "summary_fr", "summary_en", "procedure", "main_category_id",
        "need_fr", "need_en", "budget", "budget_is_public", "budget_is_ceiling", "place", "city",
        "region", "contract_start", "contract_end", "licence", "clauses", "award_method", "k",
        "minimum_quality", "enquiry_deadline", "submission_deadline", "reserved_for",
    }
)  # fmt: skip

AMENDABLE = frozenset(
    {
        "title_fr", "title_en", "summary_fr", "summary_en", "need_fr", "need_en", "place", "city",
        "region", "contract_start", "contract_end", "enquiry_deadline", "submission_deadline",
    }
)  # fmt: skip


@dataclass(frozen=True)
class NewDocument:
    """A kept file that is to go with a call: ``file`` is the StoredFile's public id."""

    file: str
    title: str
    language: str = "fr"


@dataclass(frozen=True)
class Change:
    """What is to change in a published call. What is absent, or as it is, doesn't change.

    ``fields`` are columns of Tender among ``AMENDABLE``; ``deliverables`` are by primary key;
    ``remove_documents`` are primary keys. Criteria, conditions and the formula never change.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    deliverables: Mapping[int, DeliverableText] = field(default_factory=dict)
    add_documents: Sequence[NewDocument] = ()
    remove_documents: Sequence[int] = ()
