"""What the pages of a contract show."""

from django.utils.translation import gettext as _

from tenders.models import Contract, Party


def consent_text(contract: Contract, party: Party) -> str:
    """The words to which a party consents, in the reader's language; kept with the signature."""
    terms = contract.terms
    names = {Party.BUYER: terms["buyer"]["name"], Party.VENDOR: terms["vendor"]["name"]}
    return _(
        "On behalf of %(party)s, which I am authorised to bind, I have read the contract "
        "%(number)s in French, which alone binds, and I sign the document whose SHA-256 "
        "hash is %(hash)s."
    ) % {"party": names[party], "number": contract.number, "hash": contract.pdf_sha256}
