"""Mails to a firm about its bid. None of them says what the bid offers."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic

BID = {
    "ocid": "ocds-zz9999-2026-0001",
    "number": "AP-2026-0001",
    "title_fr": "Refonte du formulaire de permis",
    "title_en": "Rebuild of the permit form",
    "deadline": "2026-03-03T19:00:00+00:00",
    "slug": "ville-de-rimouski",
    "buyer_fr": "Ville de Rimouski",
    "buyer_en": "",
    "bid": "6f3c1f0e-8f0f-4f6e-9d53-0d4f7f6c2a11",
    "vendor": "Logiciels Boréal inc.",
    "by": "Camille Roy",
}
SIGNED = {
    "receipt": '{"key":"micromarche.example/receipts+5e0f2c11","receipt":{"v":1},"signature":"…"}',
    "checkpoint": "micromarche.example\n1024\nXW3ZqnlqWameVZrbcB3pqyqNhqrC6kkpbNbjcO/khkI=\n\n— …",
}
UNCONFIRMED = {key: value for key, value in BID.items() if key != "by"}

KINDS = {
    "bid-receipt": Kind(
        _("To a firm: its bid is sealed and was received."),
        {
            **BID,
            "version": 1,
            "received_at": "2026-03-03T18:41:07.482+00:00",
            "manifest_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "receipt_hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            **SIGNED,
        },
    ),
    "bid-late": Kind(
        _("To a firm: its bid came after the deadline and is not accepted."),
        {
            **BID,
            "version": 1,
            "received_at": "2026-03-03T19:00:00.412+00:00",
            "late_by_ms": 412,
            "manifest_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "receipt_hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            "notice": "0d3c0f4e-19c1-4c2e-8a3c-7f0de9a1c0aa",
            **SIGNED,
        },
    ),
    "bid-withdrawn": Kind(
        _("To a firm: its bid is withdrawn and will never be opened."),
        {**BID, "withdrawn_at": "2026-03-02T15:20:00+00:00"},
    ),
    "bid-to-confirm": Kind(
        _("To a firm: the call changed in substance and its bid is not confirmed yet."),
        {**UNCONFIRMED, "amendment": 2},
    ),
    "bid-lapsed": Kind(
        _("To a firm: its bid was not confirmed after a change, and lapsed."),
        {**UNCONFIRMED, "amendment": 2},
    ),
    "bid-unsent": Kind(
        _("To who bids for a firm: a bid is begun and not submitted, the deadline nears."),
        {**UNCONFIRMED, "days": 1},
        topic=Topic.TASKS,
    ),
}
