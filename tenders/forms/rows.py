"""Rows of a draft that are added, removed and moved, with and without a script."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from tenders.forms.fields import DayField, LenientForm, PercentField, Rows
from tenders.values import ConditionText, CriterionText, DeliverableText

MOST_ROWS = 30
MOVES = ("add", "remove", "up", "down")


class RowForm(LenientForm):
    """One row. A row with nothing in it is no row."""

    text: type[Any]

    @property
    def is_blank(self) -> bool:
        return not any(value not in (None, "") for value in self.cleaned_data.values())

    def clean_row(self) -> Any:
        return self.text(**self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        typed = any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)
        if typed and not data.get("title_fr") and "title_fr" not in self.errors:
            self.add_error("title_fr", _("Give this row its French text, or empty it whole."))
        return data


class ConditionRow(RowForm):
    text = ConditionText
    title_fr = forms.CharField(label=_("Condition in French"), max_length=300)
    title_en = forms.CharField(label=_("Condition in English"), max_length=300, required=False)


class DeliverableRow(RowForm):
    text = DeliverableText
    title_fr = forms.CharField(label=_("Title in French"), max_length=150)
    title_en = forms.CharField(label=_("Title in English"), max_length=150, required=False)
    description_fr = forms.CharField(
        label=_("When it is accepted, in French"),
        max_length=2000,
        required=False,
        widget=Rows(3),
    )
    description_en = forms.CharField(
        label=_("When it is accepted, in English"),
        max_length=2000,
        required=False,
        widget=Rows(3),
    )
    due_on = DayField(label=_("Due on"), required=False)
    share = PercentField(label=_("Share of the price, in percent"), required=False)


class CriterionRow(RowForm):
    text = CriterionText
    title_fr = forms.CharField(label=_("Criterion in French"), max_length=150)
    title_en = forms.CharField(label=_("Criterion in English"), max_length=150, required=False)
    description_fr = forms.CharField(
        label=_("What is expected, in French"), max_length=2000, required=False, widget=Rows(3)
    )
    description_en = forms.CharField(
        label=_("What is expected, in English"), max_length=2000, required=False, widget=Rows(3)
    )
    weight = PercentField(label=_("Weight, in percent"))
    pass_mark = PercentField(
        label=_("Pass mark"), required=False, help_text=_("Out of 100, if there is one.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("title_fr") and not data.get("weight") and "weight" not in self.errors:
            self.add_error("weight", _("Give the criterion a weight above 0."))
        return data


class RowSet(BaseFormSet):
    """The rows of one list, always with at least one to write in."""

    def texts(self) -> list[Any]:
        """The validated rows that aren't blank, as the domain wants them."""
        return [form.clean_row() for form in self.forms if not form.is_blank]

    def get_default_prefix(self) -> str:  # type: ignore[override]
        return "rows"


def row_set(row: type[RowForm]) -> type[RowSet]:
    kind = formset_factory(
        row, formset=RowSet, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1
    )
    return cast("type[RowSet]", kind)


def shown_rows(texts: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows to show first: those that exist, or a blank one."""
    return [asdict(text) for text in texts] or [{}]


def moved(rows: type[RowSet], data: Mapping[str, Any], command: str) -> RowSet | None:
    """The rows as typed after ``command``: "add", or "remove", "up", "down" with ":" and a place.

    Nothing is checked or saved: what is wrong stays as typed. Return None for
    anything that is no such command.
    """
    verb, _colon, place = command.partition(":")
    if verb not in MOVES:
        return None
    typed = _typed(rows, data)
    at = int(place) if place.isdecimal() else 0
    if verb == "add" and len(typed) < MOST_ROWS:
        typed.append({})
    elif verb == "remove" and at < len(typed):
        del typed[at]
    elif verb == "up" and 0 < at < len(typed):
        typed[at - 1], typed[at] = typed[at], typed[at - 1]
    elif verb == "down" and at + 1 < len(typed):
        typed[at + 1], typed[at] = typed[at], typed[at + 1]
    return rows(initial=typed or [{}])


def _typed(rows: type[RowSet], data: Mapping[str, Any]) -> list[dict[str, Any]]:
    total = str(data.get("rows-TOTAL_FORMS", "0"))
    count = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    names = rows.form.base_fields
    return [{name: data.get(f"rows-{n}-{name}", "") for name in names} for n in range(count)]
