"""Numbers people can say: ``AP-2026-0001``."""

from typing import ClassVar

from django.db import models

from marketplace.locking import lock


class NumberSeriesManager(models.Manager["NumberSeries"]):
    def next(self, name: str) -> str:
        """The next number of the series ``name`` (``AP-2026``), as ``AP-2026-0001``.

        Two transactions never get the same: the second waits until the first
        has ended. A number whose transaction fails is given again.
        """
        self.get_or_create(name=name)
        series = lock(self.get_queryset(), name=name)
        series.last += 1
        series.save(update_fields=["last"])
        return f"{name}-{series.last:04d}"


class NumberSeries(models.Model):
    """The last number given in one series, such as the calls of a year."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    objects: ClassVar[NumberSeriesManager] = NumberSeriesManager()

    def __str__(self) -> str:
        return f"{self.name}-{self.last:04d}"
