"""Whether a firm has accepted the terms of use as they are."""

from collections.abc import Sequence

from django.conf import settings

from vendors.models import TermsAcceptance, Vendor


def has_accepted(vendor: Vendor) -> bool:
    return not without_consent([vendor])


def without_consent(vendors: Sequence[Vendor]) -> list[Vendor]:
    """Those of ``vendors`` that have not accepted the present version. One statement."""
    accepted = TermsAcceptance.objects.filter(
        vendor__in=[vendor.pk for vendor in vendors], version=settings.TERMS_VERSION
    )
    done = set(accepted.values_list("vendor", flat=True))
    return [vendor for vendor in vendors if vendor.pk not in done]
