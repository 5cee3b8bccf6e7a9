"""What a visitor hands in to be checked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 100_000


class CheckForm(forms.Form):
    """A text, or a file: a PDF is looked up by its hash, anything else is read as text."""

    text = forms.CharField(
        label=_("A receipt, a proof or a checkpoint"),
        help_text=_("Paste the whole text, as you received it."),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("The same as a file, or the PDF of a contract. Nothing of it is kept."),
        required=False,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("text", "").strip() and not given.get("file"):
            raise ValidationError(_("Paste a text or choose a file."), code="nothing")
        return given
