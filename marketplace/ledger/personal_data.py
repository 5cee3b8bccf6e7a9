"""What the ledger keeps about people: a number, never a name."""

from django.utils.translation import gettext_lazy as _

from marketplace.personal import Holding

HOLDINGS = (
    Holding(
        "ledger.Event",
        _("What you did, in the ledger"),
        ("at", "action", "subject", "data"),
        as_number=("actor",),
        ground=_(
            "the proof that nothing was changed afterwards; it knows you by a number alone, and "
            "what is published of it is a fingerprint"
        ),
    ),
)
