"""Materialised views: the market in figures, and signals that something deserves a look.

They tell what was so when they were last made (``refresh_insights``). The migrations say how:
``insights`` and ``figures_by_region``.
"""

from django.db import models

from tenders.models.buyer import Buyer
from tenders.models.tender import Tender

ALL_YEARS, ALL_BUYERS, ALL_CATEGORIES, NO_CATEGORY = 0, 0, "", "-"


class AwardFigure(models.Model):
    """What was awarded in one slice: a year of publication, a buyer, a UNSPSC code, or all of any.

    ``amount`` is in dollars before taxes; ``days_to_award`` is the median from publication.
    """

    id = models.CharField(max_length=60, primary_key=True)
    year = models.IntegerField()
    buyer_id = models.BigIntegerField()
    category = models.CharField(max_length=8)
    awards = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    winners = models.IntegerField()
    new_winners = models.IntegerField()
    small_winners = models.IntegerField()
    days_to_award = models.FloatField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id


class MarketFigure(AwardFigure):
    """All that is counted of one slice.

    ``opened`` counts calls whose bids were opened, ``bids`` these bids. ``concentration`` is the
    Herfindahl index of what firms won: 1 where one firm won all. Medians and shares are None
    where there is nothing to take them of. ``made_at`` stands on the slice of everything.
    """

    calls = models.IntegerField()
    cancelled = models.IntegerField()
    unsuccessful = models.IntegerField()
    opened = models.IntegerField()
    bids = models.IntegerField()
    single_bid = models.IntegerField()
    concentration = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "tenders_marketfigure"


class RegionFigure(AwardFigure):
    """What firms of one ``region`` won of a slice. The region is the winner's, "" if unknown."""

    region = models.CharField(max_length=2)

    class Meta:
        managed = False
        db_table = "tenders_regionfigure"


class Signal(models.Model):
    """Something about a call that is unusual (``queries.signals`` says what each code means).

    ``value`` is what told it: days, bids, a share or dollars. A signal is a
    question, not a finding.
    """

    id = models.CharField(max_length=60, primary_key=True)
    tender = models.ForeignKey(Tender, on_delete=models.DO_NOTHING, related_name="signals")
    code = models.CharField(max_length=5)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    year = models.IntegerField()
    buyer = models.ForeignKey(Buyer, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "tenders_signal"

    def __str__(self) -> str:
        return self.id
