"""One person for each role of the matrix, and no more than that role."""

from django.contrib.auth.models import Group

from cms.access import EDITORS, admit
from marketplace.accounts.models import User
from tenders.models import Buyer, BuyerMembership
from tenders.values import Capability
from tests.factories import (
    LONG_AGO,
    OperatorFactory,
    UserFactory,
    member,
    officer,
    with_second_factor,
)
from vendors.models import Vendor
from vendors.states import VendorRole


def people_of_firm(vendor: Vendor) -> dict[str, User]:
    return {str(role): member(vendor, role) for role in VendorRole.values}


def people_of_body(buyer: Buyer) -> dict[str, User]:
    return {str(name): officer(buyer, name) for name in Capability.values}


def on_committee(buyer: Buyer, name: str) -> User:
    """Somebody else than ``evaluator``, who has the capability and no seat."""
    user = with_second_factor(UserFactory(full_name=name, requires_second_factor=True))
    BuyerMembership.objects.create(
        buyer=buyer, user=user, capabilities=[Capability.EVALUATOR], created_at=LONG_AGO
    )
    return user


def people_of_platform() -> dict[str, User]:
    editor = with_second_factor(UserFactory())
    Group.objects.get_or_create(name=EDITORS)
    admit(editor)
    return {"person": UserFactory(), "operator": OperatorFactory(), "editor": editor}
