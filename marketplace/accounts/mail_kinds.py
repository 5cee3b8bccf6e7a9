"""The mails of the account pages. Those that allauth asks for go out at once, by the adapter."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

KINDS = {
    "account-confirm-address": Kind(
        _("To a new or moved person: the code that proves the address."),
        sample={"code": "XKPT-RNWM"},
        in_inbox=False,
    ),
    "account-password-code": Kind(
        _("To who forgot the password: the code to choose another."),
        sample={"code": "XKPT-RNWM"},
        in_inbox=False,
    ),
    "account-exists": Kind(
        _("To who signs up twice: there is an account already."), sample={}, in_inbox=False
    ),
    "account-erased": Kind(
        _("To who had their account erased: it is done, a last time."),
        sample={"at": "2026-03-03T19:00:00+00:00"},
    ),
    "account-changed": Kind(
        _("To a person: something that protects the account was changed."),
        sample={
            "change": "app_added",
            "at": "2026-03-03T19:00:00+00:00",
            "ip": "203.0.113.7",
            "browser": "Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0",
        },
    ),
}
