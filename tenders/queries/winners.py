"""Firms about to be given a contract: the enterprise register is asked about them again."""

from datetime import datetime

from tenders.models import Award
from tenders.states import AwardStatus, ContractStatus
from vendors.models import Vendor
from vendors.queries.register import checked


def winners_to_check(at: datetime) -> list[Vendor]:
    """Firms not looked up since their award was recommended; again since it was approved.

    The second look is for whoever signs. A firm without a number is asked about by nobody.
    """
    numbered = Award.objects.filter(bid__vendor__neq__isnull=False).order_by()
    recommended = numbered.filter(status=AwardStatus.RECOMMENDED).exclude(
        checked("bid__vendor", number="bid__vendor__neq", at=at, since="recommended_at")
    )
    to_sign = numbered.filter(contract__status=ContractStatus.FOR_SIGNATURE).exclude(
        checked("bid__vendor", number="bid__vendor__neq", at=at, since="approved_at")
    )
    found = {*recommended.values_list("bid__vendor", flat=True)}
    found |= {*to_sign.values_list("bid__vendor", flat=True)}
    return list(Vendor.objects.filter(pk__in=found))
