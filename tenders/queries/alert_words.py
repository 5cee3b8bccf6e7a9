"""An alert in words: what it asks for, and which part of it a call fits."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.bilingual import LANGUAGES
from marketplace.reference.models import Category
from tenders.models import Alert, Buyer
from tenders.queries.alerts import search_of
from tenders.queries.facets import BUYER, CATEGORY
from tenders.queries.search import CALLS

CHOICES = {facet.name: facet.choices for facet in CALLS.facets if facet.choices is not None}


class Labels:
    """The names of facets' values, of those that are rows too, by two statements for all."""

    def __init__(self, keys: Iterable[str]) -> None:
        split = {tuple(key.split("=", 1)) for key in keys}
        slugs = {value for name, value in split if name == BUYER.name}
        codes = {value for name, value in split if name == CATEGORY.name}
        buyers = Buyer.objects.filter(slug__in=slugs) if slugs else ()
        categories = Category.objects.filter(pk__in=codes) if codes else ()
        self.rows: dict[str, dict[str, str]] = {
            **{f"buyer={row.slug}": _both(row.name_fr, row.name_en) for row in buyers},
            **{f"category={row.pk}": _both(row.label_fr, row.label_en) for row in categories},
        }

    def of(self, key: str, language: str) -> str:
        if key in self.rows:
            return self.rows[key][language]
        name, _equals, value = key.partition("=")
        with override(language):
            return capfirst(str(dict(CHOICES.get(name, ())).get(value, value)))


def _both(french: str, english: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, (french, english or french), strict=True))


def in_words(
    q: str, keys: Collection[str], labels: Labels, language: str, *, only: Any = None
) -> str:
    """« “permit”, Estrie, Software »; of the keys those in ``only``, where it is given."""
    shown = [key for key in keys if only is None or key in only]
    with override(language):
        words = [_("“%(words)s”") % {"words": q}] if q else []
        return ", ".join([*words, *(labels.of(key, language) for key in shown)])


def name_for(q: str, keys: Collection[str], language: str) -> str:
    """What an alert is called until its reader calls it otherwise."""
    said = in_words(q, keys, Labels(keys), language)
    with override(language):
        return (said or _("All the calls"))[:100]


def with_words(alerts: Iterable[Alert], language: str) -> list[Alert]:
    """The alerts, each with ``said``, what it asks for, and its ``query``. Two statements."""
    listed = list(alerts)
    labels = Labels(key for alert in listed for key in alert.keys)
    for alert in listed:
        alert.said = in_words(alert.q, alert.keys, labels, language)  # type: ignore[attr-defined]
        alert.query = search_of(alert).query  # type: ignore[attr-defined]
    return listed
