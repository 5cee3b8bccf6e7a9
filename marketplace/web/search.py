"""What the search fields of all lists share."""

from typing import Any

from django import forms
from django.db.models import QuerySet

LONGEST = 200
COUNT_CAP = 1001


class WordsField(forms.CharField):
    """What is searched for: cut, not refused, when it is too long or holds odd characters."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(c for c in text if c.isprintable())[:LONGEST].strip()


def count_up_to_cap(found: QuerySet[Any]) -> int:
    """How many there are, or ``COUNT_CAP`` for that many or more: counting stops there."""
    return found.order_by().values("pk")[:COUNT_CAP].count()
