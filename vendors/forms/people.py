"""Inviting people, giving them roles, deciding about firms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.states import VendorRole

ROLE_CHOICES = [
    (VendorRole.OWNER, _("Owner: bids, signs, changes the firm and its people")),
    (VendorRole.BIDDER, _("Bidder: prepares and submits bids")),
    (VendorRole.READER, _("Reader: reads the firm's bids and contracts")),
]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLE_CHOICES, initial=VendorRole.BIDDER, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """Why a firm is refused or suspended; it reads this."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The firm reads it, and can correct and ask again."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
