"""Bids: sealed until the opening, one live bid per firm."""

import uuid
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.files.models import StoredFile, private_storage
from marketplace.transitions import stamped_when
from tenders.models.buyer import Buyer
from tenders.models.tender import Tender
from tenders.states import BID, IN_THE_RUNNING, OPENED_BIDS, RECEIVED_BIDS, BidStatus
from tenders.values import Disqualification
from vendors.models import Vendor


class BidQuerySet(models.QuerySet["Bid"]):
    def visible_to(self, user: Any) -> "BidQuerySet":
        """Twin of ``tenders.view_bid``: bids this person may know exist.

        A firm sees its own at any time. Of the buyer's people, those on the
        committee see the opened bids once they have declared no interest, and
        the others once the evaluation is locked; whoever has ties with a bidder
        sees no other bid. Nobody else sees any: the award notice is what the
        public reads.
        """
        mine = Vendor.objects.of(user).values("pk")
        judging = Tender.objects.filter(
            evaluation__evaluators__user=user.pk,
            evaluation__evaluators__declared_at__isnull=False,
            evaluation__evaluators__recused_at__isnull=True,
        ).values("pk")
        for_the_buyer = (
            Q(tender__buyer__in=Buyer.objects.of(user).values("pk"), status__in=OPENED_BIDS)
            & (Q(tender__in=judging) | Q(tender__evaluation__locked_at__isnull=False))
            & ~Q(tender__in=Tender.objects.tied_to(user).values("pk"))
        )
        return self.filter(Q(vendor__in=mine) | for_the_buyer)

    def of(self, vendor: Vendor) -> "BidQuerySet":
        return self.filter(vendor=vendor)

    def live(self) -> "BidQuerySet":
        return self.exclude(status=BidStatus.WITHDRAWN)

    def opened(self) -> "BidQuerySet":
        return self.filter(status__in=OPENED_BIDS)

    def received(self) -> "BidQuerySet":
        """There at the closing of the call: opened, or lapsed for want of a confirmation."""
        return self.filter(status__in=RECEIVED_BIDS)

    def in_the_running(self) -> "BidQuerySet":
        """Opened and not set aside."""
        return self.filter(status__in=IN_THE_RUNNING)


class Bid(models.Model):
    """One firm's offer on one tender.

    While sealed there is no price in this row, or anywhere else in clear:
    ``draft`` and the versions are encrypted. Opening fills ``technical``
    (answers, conditions, files) and then ``prices`` and ``amount`` (dollars
    before taxes), which for calls judged on quality come only after the notes
    are locked. A bid that could not be opened says why in ``opening_fault``
    (``technical:broken``): its answers are then empty, or its price missing. One
    LAPSED was not confirmed after a change of substance (``confirmed_amendment``
    is the last that its firm knew) and stays sealed for good.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="bids")
    status = models.CharField(max_length=15, choices=BidStatus.choices, default=BidStatus.DRAFT)
    draft = models.BinaryField(null=True, help_text=_("sealed to the firm's copy key"))
    draft_version = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    confirmed_amendment = models.PositiveSmallIntegerField(default=0)
    reminded_amendment = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    technical = models.JSONField(null=True)
    opening_fault = models.CharField(max_length=60, blank=True)
    prices_opened_at = models.DateTimeField(null=True)
    prices = models.JSONField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    charges_taxes = models.BooleanField(null=True)
    disqualified_at = models.DateTimeField(null=True)
    disqualified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    disqualification = models.CharField(max_length=20, choices=Disqualification.choices, blank=True)
    disqualification_reason = models.TextField(blank=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bid")
        constraints = [
            models.UniqueConstraint(
                name="bid_one_live_per_vendor",
                fields=["tender", "vendor"],
                condition=~Q(status=BidStatus.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="bid_has_no_answers_until_opened",
                condition=Q(technical__isnull=True, opened_at__isnull=True)
                | Q(technical__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bid_has_no_price_until_prices_are_opened",
                condition=Q(amount__isnull=True, prices__isnull=True, prices_opened_at__isnull=True)
                | Q(amount__isnull=False, prices__isnull=False, prices_opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bid_prices_open_with_or_after_the_rest",
                condition=Q(prices_opened_at__isnull=True) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bid_opened_has_its_moment",
                condition=Q(status__in=OPENED_BIDS, opened_at__isnull=False)
                | (~Q(status__in=OPENED_BIDS) & Q(opened_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="bid_sealed_has_its_moment",
                condition=Q(status=BidStatus.DRAFT, sealed_at__isnull=True)
                | (~Q(status=BidStatus.DRAFT) & Q(sealed_at__isnull=False)),
            ),
            stamped_when("bid_lapsed_has_its_moment", "lapsed_at", [BidStatus.LAPSED]),
            models.CheckConstraint(
                name="bid_disqualified_says_why",
                condition=Q(status=BidStatus.DISQUALIFIED, disqualified_at__isnull=False)
                & ~Q(disqualification="")
                | ~Q(status=BidStatus.DISQUALIFIED)
                & Q(disqualified_at__isnull=True, disqualification=""),
            ),
        ]
        triggers = [BID.guard("bid_status_follows_the_table")]

    def __str__(self) -> str:
        return f"{self.vendor} – {self.tender.number}"

    @property
    def reference(self) -> str:
        """The ledger's name for this bid."""
        return f"bid:{self.public_id}"

    @property
    def draft_digest(self) -> str:
        """SHA-256 of the sealed draft, in hexadecimal: names what was reviewed, tells nothing."""
        return sha256(bytes(self.draft or b"")).hexdigest()

    @property
    def has_draft(self) -> bool:
        """Whether there is a draft to work on: of the bid, or of its replacement."""
        if self.status == BidStatus.DRAFT:
            return True
        return self.status == BidStatus.SEALED and self.draft is not None


def _sealed_path(instance: "BidFile", filename: str) -> str:
    return f"sealed/{instance.public_id.hex[:2]}/{instance.public_id.hex}"


class BidFile(models.Model):
    """A file of a bid, sealed on arrival. Its name is in the draft and in the sealed answers.

    ``digest`` is the SHA-256 of the ciphertext, acknowledged at upload.
    ``opened`` is the clear file, made at the opening.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="files")
    content = models.FileField(storage=private_storage, upload_to=_sealed_path, max_length=255)
    size = models.PositiveBigIntegerField(help_text=_("of the sealed file, in bytes"))
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    opened = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="bid_file"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.public_id)
