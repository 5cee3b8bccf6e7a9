"""What a firm submitted, as received: the versions of its bid, and what came too late."""

import uuid
from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from tenders.models.bid import Bid


class Received(models.Model):
    """A sealed offer that arrived, with what the platform signed for it.

    ``technical`` and ``price`` are ``bid-seal/v1`` envelopes, which also hold the wrap for the
    firm's own copy. ``manifest_hash`` (SHA-256, hex) is what the receipt states. ``signature``
    (Ed25519) is that of ``signing_key``, by name and number, on the canonical JSON of ``receipt``.
    ``submission_key`` comes with the form: the same key and content is the same submission.
    """

    number = models.PositiveIntegerField()
    submission_key = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)
    technical = models.BinaryField()
    price = models.BinaryField()
    manifest = models.JSONField()
    manifest_hash = models.CharField(max_length=64)
    receipt = models.JSONField()
    signing_key = models.CharField(max_length=200, default="")
    signature = models.BinaryField(default=bytes)
    received_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.bid_id}/{self.number}"  # type: ignore[attr-defined]


def _append_only(name: str) -> Any:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class BidVersion(Received):
    """One submission of a bid, received before the deadline. The latest one counts."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="bid_version_number_once"),
        ]
        triggers = [_append_only("bid_version_is_append_only")]


class LateBid(Received):
    """What came after the deadline: not a version of the bid, kept sealed, and never opened.

    ``receipt`` is the late notice. ``number`` is that of the version it would have been.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="late")
    late_by_ms = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "request_hash"], name="late_bid_content_once"),
        ]
        triggers = [_append_only("late_bid_is_append_only")]

    @property
    def late_by(self) -> Decimal:
        """In seconds."""
        return Decimal(self.late_by_ms) / 1000


Submission = BidVersion | LateBid


class PreparedBid(models.Model):
    """A reviewed draft, sealed for submission before it is submitted.

    Its firm read it so (``draft_digest``) under the terms and for the version that ``manifest``
    names. Nobody counts it: it is deleted with any change of the draft, and at the closing.
    """

    bid = models.OneToOneField(Bid, on_delete=models.CASCADE, related_name="prepared")
    draft_digest = models.CharField(max_length=64)
    technical = models.BinaryField()
    price = models.BinaryField()
    manifest = models.JSONField()
    prepared_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.bid_id)

    @property
    def number(self) -> int:
        """Of the version that it would be."""
        return int(self.manifest["version"])
