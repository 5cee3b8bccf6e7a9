"""What every mail about a firm says of it. JSON."""

from typing import Any

from vendors.models import Vendor


def vendor_facts(vendor: Vendor) -> dict[str, Any]:
    return {"vendor": vendor.name, "vendor_id": str(vendor.public_id)}
