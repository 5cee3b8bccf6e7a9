"""Who is told what about a contract: the signatories, then both parties."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marketplace.notifications.notify import notify
from tenders.models import Contract, ContractSignature, Party
from tenders.queries.audience import owners, responsible_for, signatories, together
from tenders.queries.facts import tender_facts


def tell_to_sign(contract: Contract, *, at: datetime) -> None:
    award = contract.award
    people = together(signatories(award.tender.buyer), owners(award.bid.vendor))
    _tell("contract-to-sign", contract, people, at)


def tell_half_signed(contract: Contract, signature: ContractSignature, *, at: datetime) -> None:
    award = contract.award
    others = {Party.BUYER: owners(award.bid.vendor), Party.VENDOR: signatories(award.tender.buyer)}
    _tell(
        "contract-half-signed",
        contract,
        others[Party(signature.party)],
        at,
        signed_by=signature.name,
        party=signature.party,
    )


def tell_in_force(contract: Contract, *, at: datetime) -> None:
    award = contract.award
    people = together(
        responsible_for(award.tender),
        signatories(award.tender.buyer),
        award.bid.vendor.members.all(),
    )
    _tell("contract-in-force", contract, people, at, in_force_at=at.isoformat())


def _tell(kind: str, contract: Contract, people: Iterable[Any], at: datetime, **more: Any) -> None:
    award = contract.award
    notify(
        kind,
        recipients=people,
        occasion=str(contract.public_id),
        at=at,
        context={
            **tender_facts(award.tender),
            "contract": str(contract.public_id),
            "contract_number": contract.number,
            "vendor": award.bid.vendor.legal_name,
            "amount": str(award.amount),
            **more,
        },
    )
