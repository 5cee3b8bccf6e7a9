"""Who may do what for a firm. Predicates are facts; permissions are sentences made of them."""

from typing import Any

import rules

from marketplace.authorization import is_operator
from vendors.models import (
    Invitation,
    PartnerLetter,
    Qualification,
    Registration,
    Vendor,
    VendorMembership,
)
from vendors.states import VendorRole, VendorStatus


@rules.predicate
def is_member(user: Any, vendor: Vendor) -> bool:
    return VendorMembership.objects.filter(vendor=vendor.pk, user=user.pk).exists()


@rules.predicate
def is_owner(user: Any, vendor: Vendor) -> bool:
    return VendorMembership.objects.filter(
        vendor=vendor.pk, user=user.pk, role=VendorRole.OWNER
    ).exists()


@rules.predicate
def bids_for(user: Any, vendor: Vendor) -> bool:
    return VendorMembership.objects.filter(
        vendor=vendor.pk, user=user.pk, role__in=[VendorRole.OWNER, VendorRole.BIDDER]
    ).exists()


@rules.predicate
def is_admitted(user: Any, vendor: Vendor) -> bool:
    return vendor.status == VendorStatus.ADMITTED


@rules.predicate
def may_know_of(user: Any, vendor: Vendor) -> bool:
    """Admitted firms, and the one whose number the person typed to register it."""
    if vendor.status == VendorStatus.ADMITTED:
        return True
    begun = Registration.objects.filter(user=user.pk).first()
    typed = begun.answers.get("number", {}).get("neq") if begun else None
    return bool(typed) and typed == vendor.neq


@rules.predicate
def is_the_one_invited(user: Any, invitation: Invitation) -> bool:
    return bool(user.email) and user.email.lower() == invitation.email


@rules.predicate
def is_of_its_firm(user: Any, qualification: Qualification) -> bool:
    return is_member(user, qualification.vendor)


@rules.predicate
def got_the_letter(user: Any, letter: PartnerLetter) -> bool:
    return is_member(user, letter.notice.vendor)


@rules.predicate
def sent_the_letter(user: Any, letter: PartnerLetter) -> bool:
    return is_member(user, letter.sender)


@rules.predicate
def is_reported(user: Any, letter: PartnerLetter) -> bool:
    return letter.reported_at is not None


rules.add_perm("vendors.view_vendor", is_admitted | is_member | is_operator)
rules.add_perm("vendors.register_vendor", rules.is_authenticated)
rules.add_perm("vendors.change_vendor", is_owner)
rules.add_perm("vendors.act_for", bids_for & is_admitted)
rules.add_perm("vendors.sign_for", is_owner & is_admitted)
rules.add_perm("vendors.ask_to_join", may_know_of & ~is_member)
rules.add_perm("vendors.accept_invitation", is_the_one_invited)
rules.add_perm("vendors.import_firms", is_operator)
rules.add_perm("vendors.admit_vendor", is_operator & ~is_member)
rules.add_perm("vendors.keep_exclusions", is_operator)
rules.add_perm("vendors.check_register", is_operator)
rules.add_perm("vendors.view_admissions", is_operator)
rules.add_perm("vendors.moderate_partners", is_operator)
rules.add_perm("vendors.report_letter", got_the_letter)
rules.add_perm(
    "vendors.view_letter", got_the_letter | sent_the_letter | (is_operator & is_reported)
)
rules.add_perm("vendors.view_qualification", is_of_its_firm | is_operator)
rules.add_perm("vendors.check_qualification", is_operator & ~is_of_its_firm)
