"""The ``tender`` section: what is asked, by when, and how it is judged."""

from collections.abc import Mapping
from decimal import Decimal

from tenders.models import Tender
from tenders.ocds import wording
from tenders.ocds.dialogue import History, amendments, documents, enquiries
from tenders.ocds.facts import Facts
from tenders.ocds.parties import buyer_reference, region, vendor_reference
from tenders.ocds.values import Json, amount, both, end_of, moment, number, start_of
from tenders.values import AwardMethod, Place


def tender_section(facts: Facts, history: History) -> Json:
    tender = facts.tender
    return {
        "id": tender.number,
        **both(tender, "title"),
        **both(tender, "summary", "description"),
        "status": wording.TENDER_STATUS[tender.status],
        **both(tender, "cancel_reason", "statusRationale"),
        "procuringEntity": buyer_reference(facts.buyer),
        "legalBasis": wording.LEGAL_BASIS.get(facts.buyer.kind),
        "items": items(facts),
        **_money(tender),
        **_procedure(tender),
        **_judging(facts),
        **_periods(tender),
        **_asked(facts),
        **_tenderers(facts),
        "documents": documents(facts),
        "amendments": amendments(facts, history),
    }


def items(facts: Facts) -> list[Json]:
    """One item per category; the first is the main one."""
    place = None
    if facts.tender.place != Place.REMOTE:
        place = {"locality": facts.tender.city, "region": region(facts.tender.region)}
    return [
        {
            "id": category.code,
            "description": category.label_fr,
            "description_en": category.label_en,
            "classification": {
                "scheme": "UNSPSC",
                "id": category.code,
                "description": category.label_fr,
            },
            "additionalClassifications": [{"scheme": "CPV", "id": category.cpv}]
            if category.cpv
            else [],
            "deliveryAddress": place,
        }
        for category in facts.categories
    ]


def contract_period(tender: Tender) -> Json:
    return {"startDate": start_of(tender.contract_start), "endDate": end_of(tender.contract_end)}


def milestones(facts: Facts, prices: Mapping[str, str] | None = None) -> list[Json]:
    """The deliverables; with ``prices`` (text, by deliverable id), also what each is paid."""
    prices = prices or {}
    return [
        {
            "id": str(deliverable.pk),
            **both(deliverable, "title"),
            **both(deliverable, "description"),
            "type": "delivery",
            "dueDate": end_of(deliverable.due_on),
            "status": "scheduled",
            "priceShare": number(deliverable.share),
            "value": amount(_price(prices, deliverable.pk), facts.tender.currency),
        }
        for deliverable in facts.deliverables
    ]


def _price(prices: Mapping[str, str], deliverable_id: int) -> Decimal | None:
    text = prices.get(str(deliverable_id))
    return None if text is None else Decimal(text)


def _money(tender: Tender) -> Json:
    if not tender.budget_is_public or tender.budget is None:
        return {}
    return {
        "value": amount(tender.budget, tender.currency),
        "valueIsMaximum": tender.budget_is_ceiling,
    }


def _procedure(tender: Tender) -> Json:
    french, english = wording.SUBMISSION_DETAILS
    return {
        "procurementMethod": wording.PROCEDURE[tender.procedure],
        "procurementMethodDetails": wording.PROCEDURE_DETAILS[tender.procedure][0],
        "mainProcurementCategory": "services",
        "submissionMethod": ["electronicSubmission"],
        "submissionMethodDetails": french,
        "submissionMethodDetails_en": english,
        "suitability": {"sme": True},
    }


def _judging(facts: Facts) -> Json:
    tender = facts.tender
    method = tender.award_method
    french, english = wording.AWARD_DETAILS[method]
    is_adjusted = method == AwardMethod.ADJUSTED_PRICE
    return {
        "awardCriteria": wording.AWARD_CRITERIA[method],
        "awardCriteriaDetails": french,
        "awardCriteriaDetails_en": english,
        "awardFormula": {
            "method": wording.AWARD_METHOD[method],
            "expression": wording.ADJUSTED_PRICE_EXPRESSION if is_adjusted else None,
            "k": number(tender.k) if is_adjusted else None,
            "minimumQuality": number(tender.minimum_quality) if tender.has_quality else None,
        },
        "qualityCriteria": [
            {
                "id": str(criterion.pk),
                **both(criterion, "title"),
                **both(criterion, "description"),
                "weight": number(criterion.weight),
                "passMark": number(criterion.pass_mark),
            }
            for criterion in facts.criteria
        ],
    }


def _periods(tender: Tender) -> Json:
    return {
        "tenderPeriod": {
            "startDate": moment(tender.published_at),
            "endDate": moment(tender.submission_deadline),
        },
        "enquiryPeriod": {
            "startDate": moment(tender.published_at),
            "endDate": moment(tender.enquiry_deadline or tender.submission_deadline),
        },
        "awardPeriod": {
            "startDate": moment(tender.opened_at),
            "endDate": moment(tender.awarded_at),
        },
        "contractPeriod": contract_period(tender),
    }


def _asked(facts: Facts) -> Json:
    licence = facts.tender.licence
    french, english = wording.LICENCE[licence]
    return {
        **_eligibility(facts),
        "workArrangement": wording.PLACE[facts.tender.place],
        "deliverableLicence": {"id": licence, "title": french, "title_en": english},
        "contractClauses": [wording.CLAUSE[clause] for clause in facts.tender.clauses],
        "milestones": milestones(facts),
        "hasEnquiries": bool(facts.enquiries),
        "enquiries": enquiries(facts),
    }


def _eligibility(facts: Facts) -> Json:
    reserved = facts.tender.reserved_for
    french, english = wording.RESERVATION.get(reserved, ("", ""))
    before = [(french, english)] if reserved else []
    said = [*before, *((c.title_fr, c.title_en) for c in facts.conditions)]
    return {
        "eligibilityCriteria": "\n".join(in_french for in_french, _english in said),
        "eligibilityCriteria_en": _in_english([in_english for _french, in_english in said]),
        "reservedFor": wording.RESERVED_FOR.get(reserved),
    }


def _in_english(texts: list[str]) -> str | None:
    """All or nothing: half a list of conditions would mislead."""
    return "\n".join(texts) if texts and all(texts) else None


def _tenderers(facts: Facts) -> Json:
    """Who bid: public from the opening on, never before."""
    if not facts.has_opening:
        return {}
    return {
        "numberOfTenderers": len(facts.bids),
        "tenderers": [vendor_reference(bid.vendor) for bid in facts.bids],
    }
