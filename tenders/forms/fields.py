"""Form fields that the forms about calls share."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category


class LenientForm(forms.Form):
    """A form of a draft. ``required`` says what publication needs; a draft is saved without it."""

    use_required_attribute = False

    def _clean_fields(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]  # Django's own hook
        for field in needed:
            field.required = True


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and a time of day, in the platform's time zone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day: dict[str, Any] = {"type": "date", "aria-label": _("Day")}
        time: dict[str, Any] = {"type": "time", "aria-label": _("Time (Eastern time)")}
        super().__init__(
            attrs,
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs=day,
            time_attrs=time,
        )


class MomentField(forms.SplitDateTimeField):
    """A moment in the platform's time zone (America/Toronto)."""

    widget = MomentWidget
    default_error_messages = {
        "invalid_date": _("Write the day as year-month-day, for example 2026-03-31."),
        "invalid_time": _("Write the time as hours and minutes, for example 14:00."),
        "incomplete": _("Give both the day and the time."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_date_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            input_time_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M"],
            **options,
        )


class DayField(forms.DateField):
    """A day, typed or picked."""

    default_error_messages = {
        "invalid": _("Write the day as year-month-day, for example 2026-03-31."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            **options,
        )


class PercentField(forms.DecimalField):
    """A percentage as people type it: ``40``, ``12,5`` or ``15 %``."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        options.setdefault("max_value", 100)
        super().__init__(
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("%", "").replace(",", ".").replace("\u00a0", "").strip()
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else f"{value.normalize():f}"


class Rows(forms.Textarea):
    """A text box of a given height."""

    def __init__(self, rows: int, **attrs: Any) -> None:
        super().__init__({"rows": rows, **attrs})


def capitalised(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices whose labels stand alone rather than within a sentence."""
    return [(value, capfirst(label)) for value, label in choices]


def category_choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The usual categories first, then all of them, by their label in the reader's language."""
    everything = sorted(Category.objects.all(), key=lambda row: row.label)
    usual = [(row.code, row.label) for row in everything if row.is_featured]
    rest = [(row.code, row.label) for row in everything if not row.is_featured]
    yield str(_("Usual categories")), usual
    yield str(_("Other categories")), rest
