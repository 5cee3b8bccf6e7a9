"""The ``contracts`` section: contracts in force and what became of them."""

from tenders.models import Contract
from tenders.ocds import wording
from tenders.ocds.facts import Facts
from tenders.ocds.parties import vendor_reference
from tenders.ocds.tender import contract_period, items, milestones
from tenders.ocds.values import Json, amount, both, moment


def contracts_section(facts: Facts) -> list[Json]:
    return [_contract(contract, facts) for contract in facts.contracts]


def _contract(contract: Contract, facts: Facts) -> Json:
    award = contract.award
    return {
        "id": contract.number,
        "awardID": str(award.public_id),
        **both(facts.tender, "title"),
        "status": wording.CONTRACT_STATUS[contract.status],
        "suppliers": [vendor_reference(award.bid.vendor)],
        "period": contract_period(facts.tender),
        "value": amount(award.amount, award.currency),
        "items": items(facts),
        "dateSigned": moment(contract.in_force_at),
        "implementation": {"milestones": milestones(facts, award.bid.prices)},
    }
