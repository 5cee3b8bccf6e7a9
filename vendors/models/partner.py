"""Firms that look for partners, and the letters by which they meet."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category
from vendors.models.vendor import Vendor
from vendors.states import VendorStatus


class PartnerNoticeQuerySet(models.QuerySet["PartnerNotice"]):
    def live(self, on: date) -> "PartnerNoticeQuerySet":
        """What the public reads on that day: of firms in the directory, neither ended nor over."""
        return self.filter(
            ended_at__isnull=True,
            ends_on__gte=on,
            vendor__status=VendorStatus.ADMITTED,
            vendor__is_listed=True,
        )


class PartnerNotice(models.Model):
    """What a firm looks for in a partner and what it can offer one, until a day.

    A firm has one at a time; another takes its place. ``end_reason`` is the operator's, where
    the operator took it down.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="partner_notices")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    seeks = models.CharField(_("we look for"), max_length=400)
    offers = models.CharField(_("we can offer"), max_length=400)
    ends_on = models.DateField(_("until"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = PartnerNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("partner notice")
        constraints = [
            models.UniqueConstraint(
                name="partner_notice_one_at_a_time",
                fields=["vendor"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.vendor)

    def get_absolute_url(self) -> str:
        return f"{reverse('vendors:partners')}#{self.public_id}"


class PartnerLetterQuerySet(models.QuerySet["PartnerLetter"]):
    def visible_to(self, user: Any) -> "PartnerLetterQuerySet":
        """Twin of ``vendors.view_letter``: both firms' people; operators once it is reported."""
        mine = Vendor.objects.of(user).values("pk")
        seen = Q(sender__in=mine) | Q(notice__vendor__in=mine)
        if getattr(user, "is_operator", False):
            seen |= Q(reported_at__isnull=False)
        return self.filter(seen)


class PartnerLetter(models.Model):
    """What a person of one firm writes to another firm about its notice, and the answer.

    Nobody's address is in it. ``shares_address`` says that who answered chose to show theirs.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(PartnerNotice, on_delete=models.CASCADE, related_name="letters")
    sender = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="letters_sent")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("message"), max_length=2000)
    sent_at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    shares_address = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True)
    report = models.CharField(max_length=500, blank=True)

    objects = PartnerLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message to a partner")
        indexes = [models.Index(fields=["sender", "sent_at"], name="letter_by_sender")]
        constraints = [
            models.UniqueConstraint(
                name="letter_waits_once_for_an_answer",
                fields=["notice", "sender"],
                condition=Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="letter_answered_has_its_words",
                condition=Q(answered_at__isnull=True, answer="", shares_address=False)
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} – {self.notice}"

    @property
    def address_shown(self) -> str:
        """The address that who answered chose to show, or nothing."""
        return self.answered_by.email if self.shares_address and self.answered_by else ""
