"""Who may do what to a call and what hangs on it. States and clocks answer *when*, not these."""

from typing import Any

import rules

from marketplace.authorization import is_operator
from tenders.models import (
    Award,
    Bid,
    Buyer,
    BuyerMembership,
    Contract,
    Evaluation,
    Evaluator,
    Score,
    Subscriber,
    Tender,
    Webhook,
)
from tenders.states import AFTER_NOTES, OPENED_BIDS, BuyerStatus, EvaluationStatus
from tenders.values import Capability
from vendors.models import Vendor, VendorMembership
from vendors.states import VendorRole, VendorStatus


def _holds(user: Any, buyer: Buyer, capability: str) -> bool:
    return (
        buyer.status == BuyerStatus.ADMITTED
        and BuyerMembership.objects.filter(
            buyer=buyer.pk, user=user.pk, capabilities__contains=[capability]
        ).exists()
    )


def _may(capability: str, name: str) -> rules.Predicate:
    """The predicate «holds this capability at the buyer of the object»."""

    def holds(user: Any, record: Any) -> bool:
        return _holds(user, _buyer(record), capability)

    return rules.predicate(holds, name=name)


def _buyer(record: Any) -> Buyer:
    return record if isinstance(record, Buyer) else _tender(record).buyer


def _tender(record: Any) -> Tender:
    if isinstance(record, Tender):
        return record
    if isinstance(record, (Bid, Award)):
        return record.tender
    if isinstance(record, Score):
        return record.bid.tender
    if isinstance(record, Contract):
        return record.award.tender
    raise TypeError(type(record))


@rules.predicate
def owns_the_webhook(user: Any, webhook: Webhook) -> bool:
    return bool(webhook.owner_id == user.pk)


writes_for_the_buyer = _may(Capability.AUTHOR, "writes_for_the_buyer")
approves_for_the_buyer = _may(Capability.APPROVER, "approves_for_the_buyer")
opens_for_the_buyer = _may(Capability.OPENER, "opens_for_the_buyer")
evaluates_for_the_buyer = _may(Capability.EVALUATOR, "evaluates_for_the_buyer")
signs_for_the_buyer = _may(Capability.SIGNATORY, "signs_for_the_buyer")


@rules.predicate
def administers_the_buyer(user: Any, buyer: Buyer) -> bool:
    """Also while it waits for admission or is suspended: only buying needs to be admitted."""
    return BuyerMembership.objects.filter(
        buyer=buyer.pk, user=user.pk, capabilities__contains=[Capability.ADMINISTRATOR]
    ).exists()


@rules.predicate
def works_for_the_buyer(user: Any, record: Any) -> bool:
    return BuyerMembership.objects.filter(buyer=_buyer(record).pk, user=user.pk).exists()


@rules.predicate
def allows_single_officer(user: Any, record: Any) -> bool:
    return _buyer(record).allows_single_officer


@rules.predicate
def wrote_it(user: Any, tender: Tender) -> bool:
    return bool(tender.author_id == user.pk)


@rules.predicate
def recommended_it(user: Any, award: Award) -> bool:
    return bool(award.recommended_by_id == user.pk)


@rules.predicate
def is_public(user: Any, tender: Tender) -> bool:
    return tender.is_public


@rules.predicate
def bids_for_an_admitted_firm(user: Any, tender: Tender) -> bool:
    return VendorMembership.objects.filter(
        user=user.pk,
        role__in=[VendorRole.OWNER, VendorRole.BIDDER],
        vendor__status=VendorStatus.ADMITTED,
    ).exists()


@rules.predicate
def belongs_to_the_bidder(user: Any, bid: Bid) -> bool:
    return Vendor.objects.of(user).filter(pk=bid.vendor_id).exists()


@rules.predicate
def belongs_to_a_bidder(user: Any, record: Any) -> bool:
    return Bid.objects.filter(tender=_tender(record).pk, vendor__memberships__user=user.pk).exists()


@rules.predicate
def is_opened(user: Any, bid: Bid) -> bool:
    return bid.status in OPENED_BIDS


@rules.predicate
def is_judged(user: Any, record: Any) -> bool:
    return _evaluations(record, [EvaluationStatus.LOCKED]).exists()


@rules.predicate
def has_all_notes(user: Any, record: Any) -> bool:
    return _evaluations(record, AFTER_NOTES).exists()


def _evaluations(record: Any, statuses: list[EvaluationStatus]) -> Any:
    return Evaluation.objects.filter(tender=_tender(record).pk, status__in=statuses)


@rules.predicate
def sits_on_the_committee(user: Any, record: Any) -> bool:
    return _seats(user, record).exists()


@rules.predicate
def declared_no_interest(user: Any, record: Any) -> bool:
    return _seats(user, record).filter(declared_at__isnull=False).exists()


@rules.predicate
def chairs_the_committee(user: Any, record: Any) -> bool:
    return _seats(user, record).filter(is_chair=True).exists()


def _seats(user: Any, record: Any) -> Any:
    return Evaluator.objects.filter(
        evaluation__tender=_tender(record).pk, user=user.pk, recused_at__isnull=True
    )


@rules.predicate
def has_declared_ties(user: Any, record: Any) -> bool:
    return (
        Evaluator.objects.filter(evaluation__tender=_tender(record).pk, user=user.pk)
        .exclude(interest="")
        .exists()
    )


@rules.predicate
def noted_it(user: Any, score: Score) -> bool:
    return score.evaluator.user_id == user.pk


@rules.predicate
def is_party_of_the_firm(user: Any, contract: Contract) -> bool:
    return Vendor.objects.of(user).filter(pk=contract.award.bid.vendor_id).exists()


@rules.predicate
def owns_the_firm(user: Any, contract: Contract) -> bool:
    return VendorMembership.objects.filter(
        user=user.pk, vendor=contract.award.bid.vendor_id, role=VendorRole.OWNER
    ).exists()


@rules.predicate
def bids_for_its_firm(user: Any, bid: Bid) -> bool:
    """For an admitted firm, and not while working for the buyer: one statement on a busy path."""
    buying = BuyerMembership.objects.filter(buyer=bid.tender.buyer_id).values("user")
    bidding = VendorMembership.objects.filter(
        user=user.pk,
        vendor=bid.vendor_id,
        vendor__status=VendorStatus.ADMITTED,
        role__in=[VendorRole.OWNER, VendorRole.BIDDER],
    )
    return bidding.exclude(user__in=buying).exists()


has_ties = belongs_to_a_bidder | has_declared_ties
judges_it = declared_no_interest & ~belongs_to_a_bidder


@rules.predicate
def is_the_subscriber(actor: Any, alert: Any) -> bool:
    return isinstance(actor, Subscriber) and alert.subscriber_id == actor.pk


rules.add_perm("tenders.register_buyer", rules.is_authenticated)
rules.add_perm("tenders.admit_buyer", is_operator)
rules.add_perm("tenders.change_buyer", administers_the_buyer)
rules.add_perm("tenders.view_workspace", works_for_the_buyer)

rules.add_perm("tenders.add_tender", writes_for_the_buyer)
rules.add_perm("tenders.view_tender", is_public | works_for_the_buyer)
rules.add_perm("tenders.change_tender", writes_for_the_buyer)
rules.add_perm(
    "tenders.approve_tender", approves_for_the_buyer & (~wrote_it | allows_single_officer)
)
rules.add_perm("tenders.cancel_tender", approves_for_the_buyer)
rules.add_perm("tenders.amend_tender", writes_for_the_buyer)
rules.add_perm(
    "tenders.decide_closing",
    (writes_for_the_buyer | approves_for_the_buyer) & ~belongs_to_a_bidder,
)
rules.add_perm("tenders.answer_enquiry", writes_for_the_buyer)
rules.add_perm("tenders.ask_enquiry", bids_for_an_admitted_firm & ~works_for_the_buyer)

rules.add_perm("tenders.submit_bid", bids_for_an_admitted_firm & ~works_for_the_buyer)
rules.add_perm("tenders.change_bid", bids_for_its_firm)
rules.add_perm(
    "tenders.view_bid",
    belongs_to_the_bidder | (works_for_the_buyer & is_opened & ~has_ties & (judges_it | is_judged)),
)
rules.add_perm("tenders.read_own_bid", belongs_to_the_bidder)
rules.add_perm("tenders.open_bids", opens_for_the_buyer & ~belongs_to_a_bidder)

rules.add_perm("tenders.open_prices", judges_it & chairs_the_committee)

rules.add_perm("tenders.compose_committee", writes_for_the_buyer)
rules.add_perm("tenders.declare_interest", sits_on_the_committee)
rules.add_perm("tenders.score_bids", judges_it)
rules.add_perm("tenders.chair_evaluation", judges_it & chairs_the_committee)
rules.add_perm("tenders.disqualify_bid", judges_it & chairs_the_committee)
rules.add_perm(
    "tenders.view_score",
    ~has_ties & (noted_it | (judges_it & has_all_notes) | (works_for_the_buyer & is_judged)),
)

rules.add_perm("tenders.recommend_award", writes_for_the_buyer & ~has_ties)
rules.add_perm(
    "tenders.approve_award",
    approves_for_the_buyer
    & ~recommended_it
    & ~has_ties
    & (~sits_on_the_committee | allows_single_officer),
)

rules.add_perm("tenders.finalise_award", approves_for_the_buyer)

rules.add_perm("tenders.view_contract", works_for_the_buyer | is_party_of_the_firm)
rules.add_perm("tenders.sign_for_buyer", signs_for_the_buyer)
rules.add_perm("tenders.sign_for_vendor", owns_the_firm)

rules.add_perm("tenders.change_alert", is_the_subscriber)
rules.add_perm("tenders.manage_webhook", owns_the_webhook)
