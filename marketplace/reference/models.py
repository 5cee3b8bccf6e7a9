"""Code lists and dated rules that the operator keeps: categories, regions, legal parameters."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """One UNSPSC code (family, class or commodity), loaded by a migration from data/unspsc_it.csv.

    French labels are our own translations; the code set belongs to UNDP and only codes are cited.
    """

    code = models.CharField(_("UNSPSC code"), max_length=8, primary_key=True)
    level = models.CharField(max_length=10)
    label_fr = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    cpv = models.CharField(max_length=8, blank=True)
    is_featured = models.BooleanField(default=False)
    words = models.TextField(blank=True)  # plain ones, in both languages, to be found by

    class Meta:
        ordering = ["code"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.label

    @property
    def prefix(self) -> str:
        """What the codes of this category and of all under it begin with."""
        return self.code[: {"family": 4, "class": 6}.get(self.level, 8)]

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_fr


class Region(models.TextChoices):
    """Québec's administrative regions by their official numbers, and the rest of the world."""

    BAS_SAINT_LAURENT = "01", _("Bas-Saint-Laurent")
    SAGUENAY = "02", _("Saguenay–Lac-Saint-Jean")
    CAPITALE_NATIONALE = "03", _("Capitale-Nationale")
    MAURICIE = "04", _("Mauricie")
    ESTRIE = "05", _("Estrie")
    MONTREAL = "06", _("Montréal")
    OUTAOUAIS = "07", _("Outaouais")
    ABITIBI = "08", _("Abitibi-Témiscamingue")
    COTE_NORD = "09", _("Côte-Nord")
    NORD_DU_QUEBEC = "10", _("Nord-du-Québec")
    GASPESIE = "11", _("Gaspésie–Îles-de-la-Madeleine")
    CHAUDIERE_APPALACHES = "12", _("Chaudière-Appalaches")
    LAVAL = "13", _("Laval")
    LANAUDIERE = "14", _("Lanaudière")
    LAURENTIDES = "15", _("Laurentides")
    MONTEREGIE = "16", _("Montérégie")
    CENTRE_DU_QUEBEC = "17", _("Centre-du-Québec")
    ELSEWHERE = "99", _("Outside Québec")


class ParameterKey(models.TextChoices):
    """The figures of the law and of the platform that change with time."""

    CEILING = "ceiling", _("ceiling of a micro-contract, before taxes, in dollars")
    MINIMUM_OPEN_DAYS = "minimum_open_days", _("working days a call stays open at least")
    EXTENSION_DAYS = "extension_days", _("days left to bid after a change of substance")
    STANDSTILL_DAYS = "standstill_days", _("working days of standstill after an award")
    DRAIN_SECONDS = "drain_seconds", _("seconds between the deadline and the closing")
    QUALITY_THRESHOLD = "quality_threshold", _("acceptable quality note out of 100")
    K_MIN = "k_min", _("smallest K of the adjusted price")
    K_MAX = "k_max", _("largest K of the adjusted price")
    RESERVATION_BELOW = (
        "reservation_below",
        _("budget from which a call can't be reserved for small firms, in dollars"),
    )


class LegalParameter(models.Model):
    """One figure, in force from a day until another, with the text that sets it."""

    key = models.CharField(max_length=30, choices=ParameterKey.choices)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text=_("last day in force"))
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key", "valid_from"]
        verbose_name = _("legal parameter")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="parameter_starts_once_a_day"
            ),
            models.CheckConstraint(
                name="parameter_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


def parameter(key: ParameterKey, *, on: date) -> Decimal:
    """The value of ``key`` in force on a day. Raises LegalParameter.DoesNotExist when none is."""
    row = (
        LegalParameter.objects.filter(key=key, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("-valid_from")
        .first()
    )
    if row is None:
        raise LegalParameter.DoesNotExist(f"no {key} in force on {on}")
    return row.value
