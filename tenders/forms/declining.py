"""Saying why one doesn't bid."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.forms.fields import capitalised
from tenders.models import DeclineReason
from vendors.models import Vendor


class DeclineForm(forms.Form):
    """For which of one's firms (hidden where there is only one), why, and in which words."""

    vendor = forms.ModelChoiceField(
        label=_("Firm"), queryset=Vendor.objects.none(), to_field_name="public_id",
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Why not this time?"),
        choices=capitalised(DeclineReason.choices),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The buyer reads them without your firm’s name: say nothing that tells it."),
    )

    def __init__(self, *args: Any, firms: Sequence[Vendor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vendor"]
        field.queryset = Vendor.objects.filter(pk__in=[firm.pk for firm in firms])  # type: ignore[attr-defined]
        if len(firms) == 1:
            field.widget = forms.HiddenInput()
            field.initial = firms[0].public_id
