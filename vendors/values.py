"""Small values of firms. No table of their own."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FirmDetails:
    """What a firm says of itself. ``neq`` is empty for a firm without one.

    Tax numbers are empty for a small supplier. ``categories`` are UNSPSC codes.
    """

    legal_name: str
    neq: str
    size: str
    street: str
    city: str
    region: str
    postal_code: str
    email: str
    charges_taxes: bool
    trade_name: str = ""
    phone: str = ""
    website: str = ""
    gst_number: str = ""
    qst_number: str = ""
    description_fr: str = ""
    description_en: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """What a firm says of a paper that it hands in. ``kind`` is a QualificationKind.

    ``valid_until`` is given only where the kind doesn't set it by itself.
    """

    kind: str
    issued_on: date
    valid_until: date | None = None
    number: str = ""
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the register of ineligible firms. ``neq`` is ten digits or empty.

    ``ends_on`` is the last day, None where the register says no end.
    """

    name: str
    starts_on: date
    ground: str
    neq: str = ""
    ends_on: date | None = None


@dataclass(frozen=True)
class PartnerText:
    """What a firm says to possible partners. ``category`` is a UNSPSC code."""

    language: str
    category: str
    seeks: str
    offers: str
    ends_on: date


@dataclass(frozen=True)
class ReferenceText:
    """One piece of work as a firm tells of it."""

    title_fr: str
    client: str
    year: int
    title_en: str = ""
    link: str = ""
