"""Made-up content that shows the components on their living page."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.clock import now
from marketplace.web.fields import AmountField
from marketplace.web.pagination import Page

TONE_SAMPLES = (
    ("go", pgettext_lazy("sample", "open")),
    ("wait", pgettext_lazy("sample", "in review")),
    ("note", pgettext_lazy("sample", "in evaluation")),
    ("seal", pgettext_lazy("sample", "sealed")),
    ("stop", pgettext_lazy("sample", "cancelled")),
    ("idle", pgettext_lazy("sample", "draft")),
)
ICONS = [
    "search",
    "menu",
    "close",
    "right",
    "left",
    "down",
    "arrow",
    "check",
    "done",
    "warning",
    "info",
    "stop",
    "clock",
    "calendar",
    "lock",
    "unlock",
    "sealed",
    "opened",
    "mail",
    "file",
    "folder",
    "download",
    "upload",
    "external",
    "user",
    "users",
    "building",
    "firm",
    "globe",
    "sun",
    "moon",
    "auto",
    "place",
    "tag",
    "edit",
    "trash",
    "plus",
    "minus",
    "filter",
    "bell",
    "follow",
    "scale",
    "award",
    "chart",
    "money",
    "link",
    "feed",
    "print",
    "eye",
    "key",
    "shield",
    "home",
    "flag",
    "question",
    "talk",
    "list",
    "team",
    "out",
    "sign",
    "device",
]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("What is bought, in one line.")
    )
    budget = AmountField(label=_("Budget"), help_text=_("Before taxes."))
    deadline = forms.DateField(
        label=_("Closing date"), widget=forms.DateInput(attrs={"type": "date"})
    )
    need = forms.CharField(label=_("Need"), widget=forms.Textarea, required=False)
    place = forms.ChoiceField(
        label=_("Place of work"),
        widget=forms.RadioSelect,
        choices=[("remote", _("entirely remote")), ("on_site", _("on site"))],
    )
    clauses = forms.MultipleChoiceField(
        label=_("Clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", _("confidentiality")), ("b", _("ninety days of warranty"))],
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[("03", "Capitale-Nationale"), ("06", "Montréal")]
    )
    document = forms.FileField(
        label=_("Document"), required=False, help_text=_("PDF or ODT, 20 MB at most.")
    )
    confirm = forms.BooleanField(label=_("I confirm that the price is final."))


def sample_context(request: HttpRequest) -> dict[str, Any]:
    """Everything the living page shows."""
    at = now()
    return {
        "tones": TONE_SAMPLES,
        "icons": ICONS,
        "sample_form": SampleForm(prefix="right"),
        "wrong_form": SampleForm(
            {"wrong-budget": "12,34,5", "wrong-place": "moon"}, prefix="wrong"
        ),
        "soon": at + timedelta(hours=7, minutes=12),
        "close": at + timedelta(days=2, hours=3),
        "far": at + timedelta(days=12, hours=4),
        "past": at - timedelta(days=3),
        "amount": Decimal("48250.00"),
        "sample_page": Page(rows=[], newer="a", older="b"),
        "step_names": [
            (_("Need"), "#"),
            (_("Deliverables"), "#"),
            _("Criteria"),
            _("Review"),
        ],
        "tab_items": [(_("Call"), request.path), (_("Questions"), "#questions", 3)],
    }
