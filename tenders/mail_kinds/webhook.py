"""Mails about webhooks."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

KINDS = {
    "webhook-disabled": Kind(
        _("To the owner of a webhook: it failed too often, and nothing more is sent there."),
        {
            "webhook": "5a1d0c3e-6f5e-4a0c-a8a0-0a5b8b1a7e10",
            "address": "https://hooks.atelier.example/micromarche",
            "failures": 9,
            "answered": 503,
            "error": "",
        },
    ),
}
