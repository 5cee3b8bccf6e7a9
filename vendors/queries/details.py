"""Between rows, steps of a form, and ``FirmDetails``."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from vendors.models import Vendor
from vendors.values import FirmDetails

STEP_OF = {
    "number": ("neq",),
    "firm": ("legal_name", "trade_name", "size"),
    "contact": ("street", "city", "region", "postal_code", "email", "phone", "website"),
    "taxes": ("charges_taxes", "gst_number", "qst_number"),
    "activities": ("description_fr", "description_en", "categories"),
}


def details_of(vendor: Vendor) -> FirmDetails:
    """What a registered firm says of itself."""
    plain = {
        field.name: getattr(vendor, field.name) or ""
        for field in fields(FirmDetails)
        if field.name not in ("charges_taxes", "categories")
    }
    codes = vendor.categories.values_list("pk", flat=True)
    return FirmDetails(**plain, charges_taxes=vendor.charges_taxes, categories=tuple(codes))


def details_from(answers: Mapping[str, Mapping[str, Any]]) -> FirmDetails:
    """What the steps of a registration say. Every step must be there."""
    flat = {name: value for step in STEP_OF for name, value in answers[step].items()}
    return FirmDetails(**{**flat, "categories": tuple(flat["categories"])})


def answers_of(details: FirmDetails) -> dict[str, dict[str, Any]]:
    """The same, step by step, to fill the forms."""
    flat = asdict(details)
    return {step: {name: flat[name] for name in names} for step, names in STEP_OF.items()}
