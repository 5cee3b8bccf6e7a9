"""The keys at rest: public halves in clear, private halves wrapped under the master key."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace import canonical
from marketplace.sealing import wrap


class KeyPurpose(models.TextChoices):
    TENDER = "tender", _("bids of a tender")
    COPY = "copy", _("a firm's own copies")


class SealingKey(models.Model):
    """One key pair.

    A trigger (``sealing_key_guard``) lets nothing change but ``not_before``, and that only
    forward; and a tender's key cannot be deleted before that moment. Even by raw SQL.
    """

    name = models.CharField(max_length=200, unique=True)
    purpose = models.CharField(max_length=10, choices=KeyPurpose)
    suite = models.CharField(max_length=60, default=wrap.SUITE)
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    not_before = models.DateTimeField(
        null=True, help_text=_("Largest deadline ever recorded for the tender.")
    )
    openers_required = models.PositiveSmallIntegerField(default=0)
    awaits_scores = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sealing_key_of_a_tender_waits_for_a_deadline_and_an_officer",
                condition=Q(
                    purpose=KeyPurpose.TENDER, not_before__isnull=False, openers_required__gte=1
                )
                | Q(
                    purpose=KeyPurpose.COPY,
                    not_before__isnull=True,
                    openers_required=0,
                    awaits_scores=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fingerprint(self) -> str:
        return wrap.fingerprint(bytes(self.public_key))

    @property
    def context(self) -> bytes:
        """What the wrapped private half is bound to: it can't be moved to another row."""
        return canonical.dumps(
            {
                "name": self.name,
                "purpose": self.purpose,
                "suite": self.suite,
                "public": self.fingerprint,
            }
        )
