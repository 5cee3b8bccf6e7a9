"""When submission was seen to work, and calls whose closing waits because it did not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.bilingual import SaidField
from tenders.models.amendment import Amendment
from tenders.models.tender import Tender
from tenders.states import TenderStatus
from tenders.values import ClosingDecision


class WatchSpan(models.Model):
    """A stretch of time over which looks at the site, one shortly after another, saw the same.

    ``fault`` names the part without which no bid could be submitted; it is empty where one could.
    """

    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    fault = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="watch_span_ends_after_it_began", condition=Q(seen_at__gte=F("began_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.seen_at} {self.fault}"


class ClosingHold(models.Model):
    """A call that is not closed until its buyer decides, as submission failed before ``deadline``.

    ``down_for`` is for how many seconds, as known when it was last looked at.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="closing_holds")
    deadline = models.DateTimeField()
    down_for = models.PositiveIntegerField()
    held_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=ClosingDecision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason_fr = models.TextField(_("reason in French"), max_length=2000, blank=True)
    reason_en = models.TextField(_("reason in English"), max_length=2000, blank=True)
    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, null=True)
    reason = SaidField()

    class Meta:
        ordering = ["held_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "deadline"], name="closing_held_once"),
            models.CheckConstraint(
                name="closing_decision_says_who_when_and_why",
                condition=Q(decision="", decided_by=None, decided_at=None, reason_fr="")
                | (~Q(decision="") & Q(decided_at__isnull=False) & ~Q(reason_fr="")),
            ),
            models.CheckConstraint(
                name="closing_is_put_off_by_an_amendment",
                condition=Q(decision=ClosingDecision.EXTEND, amendment__isnull=False)
                | (~Q(decision=ClosingDecision.EXTEND) & Q(amendment=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.number} {self.deadline}"

    @property
    def is_decided(self) -> bool:
        return bool(self.decision)

    def waits_for(self, tender: Tender) -> bool:
        """Whether ``tender``, whose hold this is, is kept from closing by it."""
        return not self.decision and tender.status == TenderStatus.OPEN

    @property
    def minutes(self) -> int:
        """For how long submission failed, in minutes begun."""
        return -(-self.down_for // 60)
