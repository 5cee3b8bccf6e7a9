"""The account pages under translated addresses. The views and the names are allauth's.

A test holds this list to allauth's own: a page it adds must be added or refused here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from marketplace.accounts import data_views as data
from marketplace.accounts.views import AccountView, FirstKeyView

factors = [
    path("", mfa.index, name="mfa_index"),
    path(pgettext_lazy("url", "code/"), mfa.authenticate, name="mfa_authenticate"),
    path(pgettext_lazy("url", "confirm/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        pgettext_lazy("url", "app/activate/"),
        totp.activate_totp,
        name="mfa_activate_totp",
    ),
    path(
        pgettext_lazy("url", "app/deactivate/"),
        totp.deactivate_totp,
        name="mfa_deactivate_totp",
    ),
    path(
        pgettext_lazy("url", "recovery/"),
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        pgettext_lazy("url", "recovery/new/"),
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        pgettext_lazy("url", "recovery/download/"),
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(pgettext_lazy("url", "keys/"), keys.list_webauthn, name="mfa_list_webauthn"),
    path(
        pgettext_lazy("url", "keys/first/"),
        FirstKeyView.as_view(),
        name="mfa_signup_webauthn",
    ),
    path(pgettext_lazy("url", "keys/add/"), keys.add_webauthn, name="mfa_add_webauthn"),
    path(
        pgettext_lazy("url", "keys/login/"),
        keys.login_webauthn,
        name="mfa_login_webauthn",
    ),
    path(
        pgettext_lazy("url", "keys/confirm/"),
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        pgettext_lazy("url", "keys/<int:pk>/remove/"),
        keys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        pgettext_lazy("url", "keys/<int:pk>/edit/"),
        keys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]

password = [
    path(
        pgettext_lazy("url", "change/"),
        account.password_change,
        name="account_change_password",
    ),
    path(pgettext_lazy("url", "set/"), account.password_set, name="account_set_password"),
    path(
        pgettext_lazy("url", "forgotten/"),
        account.password_reset,
        name="account_reset_password",
    ),
    path(
        pgettext_lazy("url", "forgotten/code/"),
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        pgettext_lazy("url", "forgotten/new/"),
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        pgettext_lazy("url", "forgotten/done/"),
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]

urlpatterns = [
    path("", AccountView.as_view(), name="account_settings"),
    path(pgettext_lazy("url", "login/"), account.login, name="account_login"),
    path(pgettext_lazy("url", "logout/"), account.logout, name="account_logout"),
    path(pgettext_lazy("url", "signup/"), account.signup, name="account_signup"),
    path(
        pgettext_lazy("url", "signup/passkey/"),
        account.signup_by_passkey,
        name="account_signup_by_passkey",
    ),
    path(
        pgettext_lazy("url", "inactive/"),
        account.account_inactive,
        name="account_inactive",
    ),
    path(
        pgettext_lazy("url", "reauthenticate/"),
        account.reauthenticate,
        name="account_reauthenticate",
    ),
    path(pgettext_lazy("url", "email/"), account.email, name="account_email"),
    path(
        pgettext_lazy("url", "confirm-email/"),
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path(pgettext_lazy("url", "password/"), include(password)),
    path(pgettext_lazy("url", "protection/"), include(factors)),
    path(pgettext_lazy("url", "my-data/"), data.OwnDataView.as_view(), name="account_data"),
    path(pgettext_lazy("url", "my-data/copy/"), data.CopyView.as_view(), name="account_copy"),
    path(pgettext_lazy("url", "my-data/erase/"), data.EraseView.as_view(), name="account_erase"),
    path(
        pgettext_lazy("url", "sessions/"),
        sessions.list_usersessions,
        name="usersessions_list",
    ),
]
