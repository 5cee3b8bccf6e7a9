"""The call for tenders."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from marketplace.reference.models import Category, Region
from tenders.models.buyer import Buyer
from tenders.states import TENDER, UNPUBLISHED, TenderStatus
from tenders.values import AwardMethod, Clause, Licence, Place, Procedure, Reservation


class TenderQuerySet(models.QuerySet["Tender"]):
    def public(self) -> "TenderQuerySet":
        """Tenders that anyone may read: everything that was ever published."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Any) -> "TenderQuerySet":
        """Twin of ``tenders.view_tender``: what is public, and all of one's own buyer's."""
        own = Buyer.objects.of(user).values("pk")
        return self.filter(Q(published_at__isnull=False) | Q(buyer__in=own))

    def of_buyers(self, user: Any) -> "TenderQuerySet":
        """Tenders of the buyers this person works for."""
        return self.filter(buyer__in=Buyer.objects.of(user).values("pk"))

    def tied_to(self, user: Any) -> "TenderQuerySet":
        """Calls on which this person's firm has a bid, or of which they declared ties."""
        recused = Q(evaluation__evaluators__user=user.pk, evaluation__evaluators__interest__gt="")
        mine = Q(bids__vendor__memberships__user=user.pk)
        return self.filter(mine | recused)

    def accepting_bids(self, at: datetime) -> "TenderQuerySet":
        return self.filter(status=TenderStatus.OPEN, submission_deadline__gt=at)

    def past_deadline(self, at: datetime, drain: timedelta) -> "TenderQuerySet":
        """Open tenders whose deadline and drain have passed: due to be closed."""
        return self.filter(status=TenderStatus.OPEN, submission_deadline__lte=at - drain)

    def due_for_publication(self, at: datetime) -> "TenderQuerySet":
        return self.filter(status=TenderStatus.SCHEDULED, publish_at__lte=at)


class Tender(models.Model):
    """One public call for a small IT job.

    ``ocid`` is its public identity for ever. Texts are in French and, when the
    buyer writes it, English. Amounts are in ``currency`` before taxes. ``k`` is
    the fraction (0.15 is 15 %) of the adjusted price; ``minimum_quality`` the
    note out of 100 under which a bid is not acceptable. ``reserved_for`` is empty
    where any firm may bid. ``terms_hash`` freezes at publication everything that
    bids are judged by.
    """

    ocid = models.CharField(max_length=60, unique=True)
    number = models.CharField(_("number"), max_length=20, unique=True)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="tenders")
    status = models.CharField(
        max_length=15, choices=TenderStatus.choices, default=TenderStatus.DRAFT
    )
    procedure = models.CharField(max_length=10, choices=Procedure.choices, default=Procedure.OPEN)
    title_fr = models.CharField(_("title in French"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    summary_fr = models.TextField(_("summary in French"), max_length=400, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=400, blank=True)
    need_fr = models.TextField(_("need in French"), max_length=20_000, blank=True)
    need_en = models.TextField(_("need in English"), max_length=20_000, blank=True)
    main_category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="tenders"
    )
    categories = models.ManyToManyField(Category, blank=True, related_name="also_tenders")
    budget = models.DecimalField(
        _("budget before taxes"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(max_length=3, default="CAD")
    budget_is_public = models.BooleanField(_("show the budget"), default=True)
    budget_is_ceiling = models.BooleanField(_("the budget is a maximum"), default=True)
    reserved_for = models.CharField(
        _("who may bid"), max_length=12, choices=Reservation.choices, blank=True
    )
    place = models.CharField(_("place"), max_length=10, choices=Place.choices, default=Place.REMOTE)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=2, choices=Region.choices, blank=True)
    contract_start = models.DateField(_("start of the contract"), null=True, blank=True)
    contract_end = models.DateField(_("end of the contract"), null=True, blank=True)
    licence = models.CharField(
        _("licence of what is delivered"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.LILIQ_P,
    )
    clauses = ArrayField(
        models.CharField(max_length=25, choices=Clause.choices), default=list, blank=True
    )
    award_method = models.CharField(
        _("award method"),
        max_length=15,
        choices=AwardMethod.choices,
        default=AwardMethod.ADJUSTED_PRICE,
    )
    k = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    minimum_quality = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    enquiry_deadline = models.DateTimeField(_("deadline for questions"), null=True, blank=True)
    submission_deadline = models.DateTimeField(_("deadline for bids"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish on"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authored_tenders"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.TextField(blank=True)
    cancel_reason_fr = models.TextField(blank=True)
    cancel_reason_en = models.TextField(blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    openers_required = models.PositiveSmallIntegerField(
        default=0, help_text=_("how many officers open the bids together; frozen at publication")
    )
    relaunch_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    prices_opened_at = models.DateTimeField(null=True)
    awarded_at = models.DateTimeField(null=True)
    contracted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text=_("cancelled, unsuccessful or completed"))

    objects = TenderQuerySet.as_manager()
    title = SaidField()
    summary = SaidField()
    need = SaidField()
    cancel_reason = SaidField()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("call for tenders")
        indexes = [
            models.Index(
                fields=["submission_deadline", "id"],
                name="tender_open_by_deadline",
                condition=Q(status=TenderStatus.OPEN),
            ),
            models.Index(
                fields=["-published_at", "-id"],
                name="tender_public_by_date",
                condition=Q(published_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="tender_published_has_its_moment_and_terms",
                condition=Q(status__in=UNPUBLISHED, published_at__isnull=True)
                | Q(status=TenderStatus.CANCELLED)
                | (
                    ~Q(status__in=UNPUBLISHED)
                    & Q(published_at__isnull=False, submission_deadline__isnull=False)
                    & ~Q(terms_hash="")
                ),
            ),
            models.CheckConstraint(
                name="tender_ended_has_its_moment",
                condition=Q(
                    status__in=["cancelled", "unsuccessful", "completed"], ended_at__isnull=False
                )
                | (
                    ~Q(status__in=["cancelled", "unsuccessful", "completed"])
                    & Q(ended_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="tender_cancelled_says_why",
                condition=~Q(status=TenderStatus.CANCELLED) | ~Q(cancel_reason_fr=""),
            ),
            models.CheckConstraint(
                name="tender_questions_end_before_bids",
                condition=Q(enquiry_deadline__isnull=True)
                | Q(submission_deadline__isnull=True)
                | Q(enquiry_deadline__lte=models.F("submission_deadline")),
            ),
        ]
        triggers = [TENDER.guard("tender_status_follows_the_table")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def reference(self) -> str:
        """The ledger's name for this tender."""
        return f"tender:{self.ocid}"

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def has_quality(self) -> bool:
        """Whether quality is noted, so that prices stay sealed until the notes are locked."""
        return self.award_method != AwardMethod.LOWEST_PRICE

    @property
    def can_be_cancelled(self) -> bool:
        return TENDER.allows(self.status, TenderStatus.CANCELLED)

    @property
    def can_be_relaunched(self) -> bool:
        ended = (TenderStatus.CANCELLED, TenderStatus.UNSUCCESSFUL)
        return self.is_public and self.status in ended

    def accepts_bids(self, *, at: datetime) -> bool:
        """The deadline is exclusive: at the deadline itself it is too late."""
        return (
            self.status == TenderStatus.OPEN
            and self.submission_deadline is not None
            and at < self.submission_deadline
        )

    def accepts_enquiries(self, *, at: datetime) -> bool:
        deadline = self.enquiry_deadline or self.submission_deadline
        return self.status == TenderStatus.OPEN and deadline is not None and at < deadline

    def get_absolute_url(self) -> str:
        return reverse("tenders:detail", args=[self.ocid])
