"""The ``awards`` section: approved awards, and the award that found no one."""

from tenders.models import Award
from tenders.ocds import wording
from tenders.ocds.facts import Facts
from tenders.ocds.parties import vendor_reference
from tenders.ocds.tender import contract_period, items
from tenders.ocds.values import Json, address, amount, both, moment


def awards_section(facts: Facts) -> list[Json]:
    found = [_award(award, facts) for award in facts.awards]
    if facts.is_unsuccessful:
        found.append(_unsuccessful(facts))
    return found


def _award(award: Award, facts: Facts) -> Json:
    tender = facts.tender
    return {
        "id": str(award.public_id),
        **both(tender, "title"),
        **both(award, "rationale", "description"),
        "status": wording.AWARD_STATUS[award.status],
        "statusRationale": award.cancel_reason,
        "date": moment(award.approved_at),
        "value": amount(award.amount, award.currency),
        "suppliers": [vendor_reference(award.bid.vendor)],
        "relatedBid": str(award.bid.public_id),
        "items": items(facts),
        "contractPeriod": contract_period(tender),
        "standstillPeriod": {
            "startDate": moment(award.approved_at),
            "endDate": moment(award.standstill_until),
        },
        "documents": [_notice(award, facts)],
    }


def _notice(award: Award, facts: Facts) -> Json:
    return {
        "id": f"award-notice-{award.public_id}",
        "documentType": "awardNotice",
        **both(facts.tender, "title"),
        "url": address("opendata:award", facts.tender.ocid),
        "datePublished": moment(award.approved_at),
        "format": "text/html",
        "language": "fr",
    }


def _unsuccessful(facts: Facts) -> Json:
    return {
        "id": f"{facts.tender.number}-unsuccessful",
        **both(facts.tender, "title"),
        "status": "unsuccessful",
        "date": moment(facts.tender.ended_at),
        "items": items(facts),
    }
