"""The contract: frozen, printed, signed by both."""

import pytest

from marketplace.clock import now
from tenders.actions.contract import attach_pdf
from tenders.models import Contract
from tests.judging import approved_award

pytestmark = pytest.mark.django_db


def test_print():
    award = approved_award(
        clauses=[
            "confidentiality",
            "personal_information",
            "open_source",
            "accessibility",
            "warranty",
            "knowledge_transfer",
        ],
        need_fr="## Contexte\n\nLes citoyens **abandonnent** le formulaire.\n\n- un\n- deux\n",
    )
    contract = Contract.objects.get(award=award)
    attach_pdf(contract_id=contract.pk, at=now())
    contract.refresh_from_db()
