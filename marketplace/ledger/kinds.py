"""Which entries of the ledger everybody may read. All others are commitments only."""

LEDGER = "ledger"  # the subject of the ledger's own entries
KEY_INTRODUCED = "ledger.key-introduced"
KEY_RETIRED = "ledger.key-retired"
RESTORED = "ledger.restored"
ERASED = "ledger.payload-erased"

PUBLIC = frozenset(
    {
        "tender.published",
        "tender.amended",
        "tender.cancelled",
        "tender.closing-held",
        "tender.closing-decided",
        "tender.closed",
        "tender.bids-opened",
        "tender.prices-opened",
        "tender.unsuccessful",
        "enquiry.answered",
        "award.approved",
        "award.standstill-ended",
        "contract.signed",
        "contract.in-force",
        KEY_INTRODUCED,
        KEY_RETIRED,
        RESTORED,
    }
)
# Their data name the SHA-256 of a contract's PDF.
CONTRACTS = ("contract.signed", "contract.in-force")
