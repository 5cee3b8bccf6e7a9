"""The ledger in the words of its pages: kinds of entries, states, and why something is refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.ledger.verify_ledger import Refused

KINDS = {
    # Not public; but who holds a receipt reads these.
    "bid.sealed": _("sealed bid received"),
    "bid.late": _("late bid received, kept sealed"),
    "bid.withdrawn": _("bid withdrawn"),
    "tender.published": _("call published"),
    "tender.amended": _("call amended"),
    "tender.cancelled": _("call cancelled"),
    "tender.closing-held": _("closing held after an outage, for the buyer to decide"),
    "tender.closing-decided": _("buyer’s decision after an outage"),
    "tender.closed": _("call closed: no bid is accepted any more"),
    "tender.bids-opened": _("bids opened"),
    "tender.prices-opened": _("prices opened"),
    "tender.unsuccessful": _("call without an award"),
    "enquiry.answered": _("question answered"),
    "award.approved": _("award approved"),
    "award.standstill-ended": _("award final"),
    "contract.signed": _("contract signed by one party"),
    "contract.in-force": _("contract signed by both parties"),
    "ledger.key-introduced": _("signing key introduced"),
    "ledger.key-retired": _("signing key retired"),
    "ledger.restored": _("database restored with a loss"),
}
STATES = {
    "working": _("The ledger is working."),
    "silent": _("The ledger has not been signed for some time: new entries wait."),
    "no-key": _("The key that signs is missing: new entries wait."),
    "unknown-key": _("The key that signs is not the ledger’s: new entries wait."),
    "behind": _("The database is behind what was signed: nothing more is signed until it is not."),
    "inconsistent": _("The database is not what was signed: nothing more is signed."),
    "no-outside-checkpoint": _("The checkpoint kept outside is missing: new entries wait."),
    "broken": _("The ledger cannot be written at the moment: new entries wait."),
}
# What verify_ledger.py says, which a citizen may read in French here.
REFUSALS = {
    "This JSON is not written in its one right form.": _(
        "This JSON is not written in its one right form."
    ),
    "The {what} is damaged: it is not the base64 of its bytes.": _(
        "The %(what)s is damaged: it is not the base64 of its bytes."
    ),
    "This is not an Ed25519 key with its own number: {line}": _(
        "This is not an Ed25519 key with its own number: %(line)s"
    ),
    "The signature of {name} is not on this checkpoint.": _(
        "The signature of %(name)s is not on this checkpoint."
    ),
    "No key that you trust as the ledger’s has signed this checkpoint.": _(
        "No key of this ledger has signed this checkpoint."
    ),
    "The proof does not begin at the earlier checkpoint.": _(
        "The proof does not begin at the earlier checkpoint."
    ),
    "The proof does not lead to the root that the checkpoint has signed.": _(
        "The proof does not lead to the root that the checkpoint has signed."
    ),
    "You do not trust {name}, which signed the receipt.": _(
        "The ledger does not know %(name)s, which signed the receipt."
    ),
    "The signature of {name} is not on this receipt.": _(
        "The signature of %(name)s is not on this receipt."
    ),
    "The entry in the ledger is that of another receipt.": _(
        "The entry in the ledger is that of another receipt."
    ),
    "The first {n} entries are not those that were signed.": _(
        "The first %(n)s entries are not those that were signed."
    ),
    "There are {n} entries and {size} were signed.": _(
        "There are %(n)s entries and %(size)s were signed."
    ),
    "This is none of the forms that the ledger gives out.": _(
        "This is none of the forms that the ledger gives out: paste it whole, as you received it."
    ),
}
PARTS = {
    "commitment": _("commitment"),
    "extra line": _("line “extra”"),
    "proof": _("proof"),
    "public key": _("public key"),
    "root": _("root"),
    "salt": _("salt"),
    "signature": _("signature"),
}


def refusal(refused: Refused) -> str:
    """Why the script refuses, in the reader's language."""
    sentence, facts = refused.args
    said: dict[str, Any] = {**facts, "what": PARTS.get(facts.get("what", ""), "")}
    return str(REFUSALS[sentence]) % said


def kind(action: str) -> str:
    return str(KINDS.get(action, action))
