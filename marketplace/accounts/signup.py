"""What signing up asks besides address and password (setting ACCOUNT_SIGNUP_FORM_CLASS).

Apart from ``forms``: allauth builds its own forms on this class, so it may not import them.
"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User


class Person(forms.Form):
    """Name and language of the new person."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of messages"),
        choices=[("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    field_order = ("full_name", "email", "password1", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = "en" if get_language() == "en" else "fr"

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the row exists."""
        user.full_name = self.cleaned_data["full_name"].strip()
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["full_name", "language"])
