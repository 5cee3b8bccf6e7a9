"""The outbox's own mail."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

KINDS = {
    "mail-undelivered": Kind(
        _("To the operators: a message could not be delivered and was given up."),
        sample={
            "address": "info@atelier.example",
            "kind": "bid-receipt",
            "error": "SMTPRecipientsRefused: 550 No such mailbox",
            "due_at": "2026-03-03T19:00:00+00:00",
        },
    ),
}
