"""Values that the doors of vendors take. No table of their own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class VendorDetails:
    """What a firm says of itself. ``neq`` is empty for a firm from outside Québec.

    ``categories`` are UNSPSC codes. A small supplier (``charges_taxes`` false)
    has no tax numbers (Excise Tax Act, s. 148: up to 30,000 $ over four quarters).
    """

    legal_name: str
    street: str
    city: str
    region: str
    postal_code: str
    email: str
    size: str
    trade_name: str = ""
    neq: str = ""
    phone: str = ""
    website: str = ""
    description_fr: str = ""
    description_en: str = ""
    charges_taxes: bool = True
    gst_number: str = ""
    qst_number: str = ""
    categories: Sequence[str] = ()
