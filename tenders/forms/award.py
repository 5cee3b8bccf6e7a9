"""What is typed about an award."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONG = 4000


class RecommendationForm(forms.Form):
    """Why the call goes to the bid ranked first; everybody will read it."""

    rationale_fr = forms.CharField(
        label=_("Reasons in French"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What decided: the method, the notes, the price. Published with the award."),
    )
    rationale_en = forms.CharField(
        label=_("Reasons in English"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReturnForm(forms.Form):
    """What is to be changed before the award can be approved."""

    reason = forms.CharField(
        label=_("What is to be changed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who recommended the award will read it."),
    )
