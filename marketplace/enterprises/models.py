"""What is kept of the register's open data: enough to answer about a number, and no more."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from marketplace.enterprises.port import Standing


class Enterprise(models.Model):
    """One number of the register, as of the publication of that day."""

    neq = models.CharField(max_length=10, primary_key=True)
    legal_name = models.TextField()
    other_names = ArrayField(models.TextField(), default=list)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    since = models.DateField(null=True)
    street = models.TextField(blank=True)
    city = models.TextField(blank=True)
    postal_code = models.CharField(max_length=7, blank=True)
    as_of = models.DateField()

    def __str__(self) -> str:
        return f"{self.neq} {self.legal_name}"
