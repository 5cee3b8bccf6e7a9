"""Made-up content that shows the components on their living page."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.clock import now
from marketplace.web import palette
from marketplace.web.fields import AmountField
from marketplace.web.pagination import Page

SPRITE = settings.BASE_DIR / "marketplace/static/img/icons.svg"
TONE_SAMPLES = (
    ("go", pgettext_lazy("sample", "open")),
    ("wait", pgettext_lazy("sample", "in review")),
    ("note", pgettext_lazy("sample", "in evaluation")),
    ("seal", pgettext_lazy("sample", "sealed")),
    ("stop", pgettext_lazy("sample", "cancelled")),
    ("idle", pgettext_lazy("sample", "draft")),
)
THEMES = (("light", pgettext_lazy("theme", "Light")), ("dark", pgettext_lazy("theme", "Dark")))
PIXELS = 16  # of a rem, where nobody changed it
BARS = ((_("January"), 4), (_("February"), 7), (_("March"), 12), (_("April"), 9))


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


def icons() -> list[str]:
    """The names in the sprite."""
    return re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text())


def _by_pair() -> list[palette.Measure]:
    """The measures of the palette, each pair's light one before its dark one."""
    order = {pair: place for place, pair in enumerate(palette.PAIRS)}
    return sorted(palette.measures(), key=lambda measure: order[measure.pair])


def sample_context(request: HttpRequest) -> dict[str, Any]:
    """Everything the living page shows."""
    at = now()
    return {
        "tones": TONE_SAMPLES,
        "icons": icons(),
        "colours": palette.tokens().items(),
        "pairs": zip(*[iter(_by_pair())] * 2, strict=True),
        "gaps": [(name, float(size[:-3]) * PIXELS) for name, size in palette.sizes("gap").items()],
        "bars": BARS,
        "bar_names": (_("Month"), _("Calls")),
        "themes": THEMES,
        "banner_tones": ("note", "wait", "stop"),
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
