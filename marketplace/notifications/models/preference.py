"""How a person wants to be told, and the addresses that mail does not reach."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Topic


class Way(models.TextChoices):
    AT_ONCE = "at_once", _("by e-mail, at once")
    DAILY = "daily", _("by e-mail, once a day")
    NEVER = "never", _("in my messages only")


class Preference(models.Model):
    """A person's choice for one topic. Without a row: at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    topic = models.CharField(max_length=20, choices=Topic.choices)
    way = models.CharField(max_length=10, choices=Way.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "topic", name="one_preference_per_topic"),
            models.CheckConstraint(
                name="required_mail_has_no_preference", condition=~Q(topic=Topic.REQUIRED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.topic}, {self.way}"


class QuietHours(models.Model):
    """From when to when, on the clock of the site's time zone, what can wait does wait."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours"
    )
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_are_not_the_whole_day", condition=~Q(begins=F("ends"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"


class WhyDead(models.TextChoices):
    BOUNCED = "bounced", _("the mail server says that nobody has this address")
    COMPLAINT = "complaint", _("a message was reported as unwanted")


class DeadAddress(models.Model):
    """An address to which only what must be sent still goes, as the mail provider told us."""

    address = models.EmailField()
    reason = models.CharField(max_length=10, choices=WhyDead.choices)
    said = models.TextField(blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="dead_address_is_known_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
