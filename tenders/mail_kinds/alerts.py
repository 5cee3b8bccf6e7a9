"""Mails of alerts: to confirm one, to get to them, and what they found."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic
from tenders.mail_kinds.authoring import CALL

SUBSCRIBER = "3f1c1f0e-6d4b-4a53-9a53-0a5c3c0d7f11"

KINDS = {
    "alert-confirm": Kind(
        _("To an address without account: confirm an alert, or let it be."),
        {
            "wish": {
                "name": "Sites Web en Estrie",
                "frequency": "daily",
                "language": "fr",
                "q": "site",
                "keys": ["region=05"],
                "ocid": "",
                "address": "info@atelier.example",
            },
            "name": "Sites Web en Estrie",
            "about": "« site », Estrie",
            "frequency": "daily",
            "ocid": "",
        },
    ),
    "alert-link": Kind(
        _("To an address without account: a new link to its alerts."),
        {"subscriber": SUBSCRIBER},
    ),
    "alert-digest": Kind(
        _("To subscribers: the new calls that fit their alerts, and news of calls they follow."),
        {
            "subscriber": SUBSCRIBER,
            "has_account": False,
            "frequency": "daily",
            "calls": [
                {
                    **CALL,
                    "budget": "45000.00",
                    "reasons": [{"alert": "Sites Web en Estrie", "by": "« site », Estrie"}],
                }
            ],
            "count": 12,
            "more": 11,
            "steps": [{**CALL, "step": "amended", "at": "2026-02-20T14:00:00+00:00"}],
        },
        stop="tenders:alerts_stop",
    ),
    "quiet-month": Kind(
        _("To subscribers whose searches found nothing for a month: what there was beside them."),
        {
            "subscriber": SUBSCRIBER,
            "has_account": False,
            "month": "2026-02-01T05:00:00+00:00",
            "awards": [{**CALL, "vendor": "Atelier Boréal", "amount": "38450.00"}],
            "near": [{**CALL, "alert": "Sites Web en Estrie", "but": "Bas-Saint-Laurent"}],
        },
        topic=Topic.CALLS,
        stop="tenders:quiet_stop",
    ),
}
