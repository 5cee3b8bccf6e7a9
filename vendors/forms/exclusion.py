"""The operator's forms about the register of ineligible firms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.identifiers import read_neq
from marketplace.web.fields import IdentifierField
from marketplace.web.search import WordsField
from vendors.values import Entry


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class FindForm(forms.Form):
    q = WordsField(label=_("Name or NEQ"), required=False)


class EntryForm(forms.Form):
    """One entry, as the register of the Autorité des marchés publics has it."""

    name = forms.CharField(label=_("Name in the register"), max_length=200)
    neq = IdentifierField(
        read=read_neq,
        label=_("NEQ"),
        required=False,
        help_text=_("Without it nobody is kept out: the name is only shown to you at admissions."),
    )
    starts_on = _day(pgettext_lazy("day", "From"))
    ends_on = _day(
        pgettext_lazy("day", "To"), required=False, help_text=_("Leave empty if it has no end.")
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The firm reads it."),
    )

    @property
    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)


class RegisterForm(forms.Form):
    """The register as a file."""

    content = forms.FileField(
        label=_("CSV file"), help_text=_("In UTF-8, with the columns neq, name, from, to, ground.")
    )
    is_whole = forms.BooleanField(
        label=_("This is the whole register: end the entries that are not in it"), required=False
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it ends"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
