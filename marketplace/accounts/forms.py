"""The account pages' forms: allauth's, without placeholders that repeat the labels."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User

# What the validators of the settings ask, in one breath.
PASSWORD_HINT = format_lazy(
    _("At least {length} characters; not a common one, nor one close to your name or address."),
    length=str(settings.PASSWORD_LENGTH),
)
CODE = {"inputmode": "numeric", "class": "code-input", "spellcheck": "false"}


class Plain:
    """Labels say what a field is; a placeholder that says it again only gets in the way."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "email" in self.fields:
            self.fields["email"].label = _("E-mail address")
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HINT


class LoginForm(Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Keep me signed in on this device")


class SignupForm(Plain, account.SignupForm):
    """E-mail address and password, with what ``Person`` below adds."""

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password for a known address too: it is what takes time, and would tell.

        Whoever signs up with a passkey gives none, and none is hashed for anybody.
        """
        if self.account_already_exists and "password1" in self.cleaned_data:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class AddEmailForm(Plain, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangeEmailForm(Plain, account.ChangeEmailForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class Code(Plain):
    """A code that was sent or that an application shows: digits to paste, in large type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", **CODE}


class ConfirmEmailCodeForm(Code, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetCodeForm(Code, account.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(Code, mfa.AuthenticateForm):
    pass


class MfaReauthenticateForm(Code, mfa.ReauthenticateForm):
    pass


class ActivateTotpForm(Code, totp.ActivateTOTPForm):
    pass


class AddKeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
        self.fields["passwordless"].label = _("Sign in with this key alone, without a password")
        self.fields["passwordless"].help_text = _(
            "The key then asks for your fingerprint, your face or a PIN."
        )


class FirstKeyForm(webauthn.SignupWebAuthnForm):
    """The passkey that somebody signs up with. It gets a name of its own: nothing to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.HiddenInput()


class EditKeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")


class ProfileForm(forms.ModelForm[User]):
    """What a person says of themselves."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }
        labels = {"language": _("Language of messages")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.fields["language"].choices = [("fr", "Français"), ("en", "English")]  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    """The last question before an account is erased: typed, so that no click does it."""

    typed = forms.EmailField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if typed.lower() != self.address.lower():
            raise forms.ValidationError(_("This is not the e-mail address of your account."))
        return typed
