"""What the pages of a contract show, and who is to sign."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tenders.models import Contract, ContractSignature, Party

SIGNING = ((Party.BUYER, "tenders.sign_for_buyer"), (Party.VENDOR, "tenders.sign_for_vendor"))


def consent_text(contract: Contract, party: Party) -> str:
    """The words to which a party consents, in the reader's language; kept with the signature."""
    terms = contract.terms
    names = {Party.BUYER: terms["buyer"]["name"], Party.VENDOR: terms["vendor"]["name"]}
    return _(
        "On behalf of %(party)s, which I am authorised to bind, I have read the contract "
        "%(number)s in French, which alone binds, and I sign the document whose SHA-256 "
        "hash is %(hash)s."
    ) % {"party": names[party], "number": contract.number, "hash": contract.pdf_sha256}


def deliverable_rows(contract: Contract) -> list[dict[str, Any]]:
    """The deliverables as the contract says them, their days as days."""
    return [
        {**row, "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None}
        for row in contract.terms["deliverables"]
    ]


def signature_rows(contract: Contract) -> list[tuple[Party, str, ContractSignature | None]]:
    """Each party with its name and its signature, if it is there."""
    found = {row.party: row for row in contract.signatures.select_related("user")}
    terms = contract.terms
    return [
        (Party.BUYER, terms["buyer"]["name"], found.get(Party.BUYER)),
        (Party.VENDOR, terms["vendor"]["name"], found.get(Party.VENDOR)),
    ]


def signs_for(user: Any, contract: Contract) -> Party | None:
    """The party for which this person may still sign."""
    signed = set(contract.signatures.values_list("party", flat=True))
    for party, permission in SIGNING:
        if party not in signed and user.has_perm(permission, contract):
            return party
    return None
