"""Mails about a contract to be signed and in force."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic
from tenders.mail_kinds.authoring import CALL

CONTRACT = {
    **CALL,
    "contract": "0d5c2c1e-6f5e-4a0c-a8a0-0a5b8b1a7e10",
    "contract_number": "CT-2026-0001",
    "vendor": "Atelier Boréal inc.",
    "amount": "38450.00",
}

KINDS = {
    "contract-to-sign": Kind(
        _("To the signatories of both parties: the contract waits for them."), CONTRACT
    ),
    "contract-half-signed": Kind(
        _("To the other party: one signature is there, theirs is awaited."),
        {**CONTRACT, "signed_by": "Dominique Gagnon", "party": "buyer"},
        topic=Topic.PROGRESS,
    ),
    "contract-in-force": Kind(
        _("To both parties: the contract is signed by both and in force."),
        {**CONTRACT, "in_force_at": "2026-03-24T15:02:11+00:00"},
    ),
}
