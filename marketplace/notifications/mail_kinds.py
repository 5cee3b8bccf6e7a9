"""The outbox's own mail."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic

KINDS = {
    "mail-undelivered": Kind(
        _("To the operators: a message could not be delivered and was given up."),
        sample={
            "address": "info@atelier.example",
            "kind": "bid-receipt",
            "error": "SMTPRecipientsRefused: 550 No such mailbox",
            "due_at": "2026-03-03T19:00:00+00:00",
        },
        topic=Topic.TASKS,
    ),
    "daily-digest": Kind(
        _("To a person who wants one message a day: what happened since the last."),
        sample={
            "lines": [
                {"message": 1024, "subject": "Question sur AP-2026-0001 – Carte des travaux"},
                {"message": 1025, "subject": "Soumissions ouvertes – AP-2026-0002"},
            ],
            "more": 0,
        },
        topic=Topic.GATHERED,
        in_inbox=False,
    ),
}
