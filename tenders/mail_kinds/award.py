"""Mails from the recommendation of an award to the end of the standstill."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic
from tenders.mail_kinds.authoring import CALL

WINNER = {"winner": "Atelier Boréal inc.", "amount": "38450.00"}

KINDS = {
    "award-to-approve": Kind(
        _("To those who approve awards: one is recommended and waits for them."),
        {**CALL, **WINNER, "by": "Camille Roy"},
        topic=Topic.TASKS,
    ),
    "award-returned": Kind(
        _("To whoever recommended an award: it comes back, with reasons."),
        {**CALL, "reason": "Les motifs ne disent rien du deuxième critère."},
        topic=Topic.TASKS,
    ),
    "award-approved": Kind(
        _("To the buyer's people: the award is approved and public."),
        {**CALL, **WINNER, "standstill_until": "2026-03-20T03:59:59+00:00"},
        topic=Topic.PROGRESS,
    ),
    "debrief": Kind(
        _("To each bidder, the minute the award is approved: how its bid was judged."),
        {
            **CALL,
            **WINNER,
            "bid": "7f0c4a52-4d0b-4a0e-9f6e-2a4a0f0d6c11",
            "vendor": "Logiciels Estran inc.",
            "outcome": "not_awarded",
            "rank": 2,
            "ranked": 3,
            "note": "81.50",
            "winner_note": "86.25",
            "reason_fr": "",
            "reason_en": "",
            "explanation": "",
            "standstill_until": "2026-03-20T03:59:59+00:00",
        },
    ),
}
