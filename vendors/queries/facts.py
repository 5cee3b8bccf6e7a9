"""What every mail about a firm says."""

from vendors.models import Vendor


def vendor_facts(vendor: Vendor) -> dict[str, str]:
    return {"vendor_id": str(vendor.public_id), "vendor": vendor.name}
