"""The mails about firms."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

VENDOR = {
    "vendor_id": "6f1c2b1e-8c1b-4a53-9d53-0a2f6f0c1a11",
    "vendor": "Logiciels Boréalis",
}

KINDS = {
    "vendor-registered": Kind(_("To the operators: a firm asks for admission."), VENDOR),
    "vendor-admitted": Kind(_("To a firm's owners: it may bid here."), {**VENDOR, "reason": ""}),
    "vendor-refused": Kind(
        _("To a firm's owners: its admission is refused."),
        {**VENDOR, "reason": "Le NEQ est celui d’une autre entreprise."},
    ),
    "vendor-suspended": Kind(
        _("To a firm's owners: it can't bid here for now."),
        {**VENDOR, "reason": "À la demande de l’entreprise."},
    ),
    "vendor-member": Kind(
        _("To a person: somebody added them to a firm."), {**VENDOR, "by": "Jade Fortin"}
    ),
}
