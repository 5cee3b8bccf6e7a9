"""What a firm shows on its public page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.values import ReferenceText


class ReferenceForm(forms.Form):
    title_fr = forms.CharField(
        label=_("What you made, in French"),
        max_length=150,
        help_text=_("For example: Portail de demandes de permis, accessible et bilingue."),
    )
    title_en = forms.CharField(label=_("What you made, in English"), max_length=150, required=False)
    client = forms.CharField(
        label=_("For whom"),
        max_length=150,
        help_text=_("With their agreement, if it isn’t public."),
    )
    year = forms.IntegerField(
        label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    )
    link = forms.URLField(
        label=_("Where to see it"), required=False, assume_scheme="https", max_length=200
    )

    @property
    def text(self) -> ReferenceText:
        return ReferenceText(**self.cleaned_data)
