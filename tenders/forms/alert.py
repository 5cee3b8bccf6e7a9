"""Saving a search, following a call, changing one's mind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.values import Frequency

# Longer ones exist on paper; the key of a message holds an address too.
LONGEST_ADDRESS = 100


class AddressField(forms.EmailField):
    """Where mail goes. Kept in small letters, as accounts are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("E-mail address"),
            max_length=LONGEST_ADDRESS,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class AlertForm(forms.Form):
    """How an alert is called and how often it speaks; where to, for who isn't signed in."""

    address = AddressField(
        help_text=_("We send a link there; the alert begins once you have followed it.")
    )
    name = forms.CharField(label=_("Name of the alert"), max_length=100)
    frequency = forms.ChoiceField(
        label=_("How often to write to you"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        help_text=_("Only when there is something new."),
    )

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["address"]


class LinkForm(forms.Form):
    """To get to one's alerts without an account."""

    address = AddressField()


class ChangeForm(forms.Form):
    """One button of an alert."""

    alert = forms.UUIDField()
    change = forms.ChoiceField(
        choices=[(name, name) for name in ("pause", "resume", "delete", "frequency")]
    )
    frequency = forms.ChoiceField(choices=Frequency.choices, required=False)
