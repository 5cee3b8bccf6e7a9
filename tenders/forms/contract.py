"""What is typed to sign a contract."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """A name, a consent, and the hash of the document that was read."""

    pdf_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it will stand in the signature."),
    )
    consent = forms.BooleanField(label=_("I consent"))

    def __init__(self, *args: object, words: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["consent"].label = words
