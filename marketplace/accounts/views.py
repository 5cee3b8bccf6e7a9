"""The page of one's own account. The rest of the account pages are allauth's in our templates."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.views import SignupWebAuthnView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from marketplace.accounts.actions import update_profile
from marketplace.accounts.forms import ProfileForm
from marketplace.accounts.models import User


class AccountView(LoginRequiredMixin, FormView[ProfileForm]):
    """Name, language, address, password, second factor and sessions, in one place."""

    template_name = "account/settings.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = Authenticator.objects.filter(user=cast(User, self.request.user))
        return {**super().get_context_data(**kwargs), "factors": list(factors)}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        person = cast(User, self.request.user)
        person = update_profile(
            person=person,
            full_name=form.cleaned_data["full_name"],
            language=form.cleaned_data["language"],
            actor=person,
        )
        with translation.override(person.language):
            messages.success(self.request, _("Your account was updated."))
            return redirect("account_settings")


class FirstKeyView(SignupWebAuthnView):
    """The passkey of somebody who signs up with it, once their address is confirmed."""

    def form_valid(self, form: SignupWebAuthnForm) -> HttpResponse:
        response = super().form_valid(form)
        warning = _(
            "Your passkey is on this device. In case you lose it, make recovery codes: "
            "in your account, under “Second factor”."
        )
        messages.info(self.request, warning)
        return cast(HttpResponse, response)
