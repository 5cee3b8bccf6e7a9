"""The contract: drawn up with the award, printed by a worker, signed by both parties."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.proof import require_fresh
from marketplace.authorization import SYSTEM, authorize
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.files.store import keep
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.transitions import move
from tenders.actions import contract_mail as mail
from tenders.actions.admissibility import Inadmissible, note_inadmissible, require_admissible
from tenders.actions.announcement import announce
from tenders.actions.release import append_release
from tenders.documents.contract import render_contract
from tenders.documents.contract_terms import contract_terms, terms_digest
from tenders.models import (
    Award,
    Contract,
    ContractSignature,
    NumberSeries,
    Party,
    Release,
    Tender,
)
from tenders.queries.contracting import SIGNING, consent_text
from tenders.states import CONTRACT, TENDER, AwardStatus, ContractStatus, TenderStatus
from tenders.values import PublicStep

SIGN_FOR = dict(SIGNING)


def draw_up_contract(*, award: Award, release: Release, at: datetime) -> Contract:
    """Freeze the terms of the contract of ``award``, in the transaction that approves it.

    From here on nothing but ``terms`` is printed. The PDF is made by a worker.
    """
    number = NumberSeries.objects.next(f"CT-{localtime(at).year}")
    terms = contract_terms(award, number=number, release=release, at=at)
    contract = Contract.objects.create(number=number, award=award, terms=terms, created_at=at)
    record(
        "contract.drawn-up",
        subject=contract.reference,
        actor=SYSTEM,
        at=at,
        data={"number": number, "award": award.reference, "terms": terms_digest(terms)},
    )
    return contract


@transaction.atomic
def attach_pdf(*, contract_id: int, at: datetime) -> bool:
    """Print the contract and keep the PDF with its hash. Return False if it was done already.

    Idempotent. The same terms give the same bytes, so a worker killed on the way
    and the next one make the same document.
    """
    contract = lock(Contract.objects.select_related("award"), pk=contract_id)
    if contract.pdf_id is not None or contract.status != ContractStatus.DRAWN_UP:
        return False
    release = Release.objects.get(release_id=contract.terms["release"])
    content = render_contract(contract.terms, release=release.body)
    contract.pdf = keep(
        ContentFile(content),
        name=f"{contract.number}.pdf",
        content_type="application/pdf",
        uploaded_by=None,
        at=at,
    )
    contract.pdf_sha256 = contract.pdf.sha256
    contract.save(update_fields=["pdf", "pdf_sha256"])
    record(
        "contract.printed",
        subject=contract.reference,
        actor=SYSTEM,
        at=at,
        data={"number": contract.number, "sha256": contract.pdf_sha256},
    )
    offer_for_signature(contract, at=at)
    return True


def offer_for_signature(contract: Contract, *, at: datetime) -> None:
    """Ask both parties to sign, once the award is final and the PDF is there.

    Called by whichever comes last; the caller holds the contract.
    """
    ready = contract.pdf_id is not None and contract.award.status == AwardStatus.FINAL
    if ready and contract.status == ContractStatus.DRAWN_UP:
        move(contract, ContractStatus.FOR_SIGNATURE, CONTRACT)
        mail.tell_to_sign(contract, at=at)


def sign_contract(
    *,
    contract_id: int,
    party: Party,
    name: str,
    pdf_sha256: str,
    proved_at: datetime | None,
    actor: User,
    at: datetime,
) -> ContractSignature:
    """Sign for one party the exact PDF whose hash is given, under a name that was typed.

    With the second signature the contract is in force: the call is CONTRACTED,
    the release ``contract`` is published and both parties are told. ``proved_at``
    is when the person last proved who they are: the buyer's by a second factor,
    which everybody there has.

    Raises NotAuthorized, ProofTooOld, IllegalTransition, Conflict (signed already for this
    party, or another document was read), Invalid, or Inadmissible for a firm in the register
    of ineligible ones, which the ledger then tells; nothing else has changed.
    """
    try:
        return _sign_one(contract_id, party, name, pdf_sha256, proved_at, actor, at)
    except Inadmissible as refusal:
        subject = Contract.objects.get(pk=contract_id).reference
        note_inadmissible("contract.signed", subject, refusal, actor=actor, at=at)
        raise


@transaction.atomic
def _sign_one(
    contract_id: int,
    party: Party,
    name: str,
    pdf_sha256: str,
    proved_at: datetime | None,
    actor: User,
    at: datetime,
) -> ContractSignature:
    contract = _lock(contract_id)
    authorize(actor, SIGN_FOR[party], contract)
    require_fresh(proved_at, at=at)
    require_admissible(contract.award.bid.vendor, at=at)
    if contract.status != ContractStatus.FOR_SIGNATURE:
        raise IllegalTransition(_("This contract can't be signed now."))
    if pdf_sha256 != contract.pdf_sha256:
        raise Conflict(_("This isn't the document you read. Read it again before you sign."))
    if not name.strip():
        raise Invalid(_("Type your name as you sign."), field="name")
    signature = _sign(contract, party, name.strip(), actor, at)
    record(
        "contract.signed",
        subject=contract.reference,
        actor=actor,
        at=at,
        data={"party": str(party), "sha256": contract.pdf_sha256},
    )
    if contract.signatures.count() == len(Party):
        _bring_into_force(contract, actor, at)
    else:
        mail.tell_half_signed(contract, signature, at=at)
    return signature


def _lock(contract_id: int) -> Contract:
    """The contract, held, after its call and its award: parents first."""
    contract = Contract.objects.select_related("award").get(pk=contract_id)
    tender = lock(Tender.objects.select_related("buyer"), pk=contract.award.tender_id)
    award = lock(Award.objects.select_related("bid__vendor"), pk=contract.award_id)
    contract = lock(Contract.objects.all(), pk=contract_id)
    contract.award = award
    award.tender = tender
    return contract


def _sign(
    contract: Contract, party: Party, name: str, actor: User, at: datetime
) -> ContractSignature:
    try:
        with transaction.atomic():
            return ContractSignature.objects.create(
                contract=contract,
                party=party,
                user=actor,
                name=name,
                consent=consent_text(contract, party),
                pdf_sha256=contract.pdf_sha256,
                signed_at=at,
            )
    except IntegrityError as clash:
        raise Conflict(_("This contract is already signed for this party.")) from clash


def _bring_into_force(contract: Contract, actor: Any, at: datetime) -> None:
    tender = contract.award.tender
    move(contract, ContractStatus.IN_FORCE, CONTRACT, in_force_at=at)
    move(tender, TenderStatus.CONTRACTED, TENDER, contracted_at=at)
    record(
        "contract.in-force",
        subject=contract.reference,
        actor=actor,
        at=at,
        data={"number": contract.number, "sha256": contract.pdf_sha256},
    )
    mail.tell_in_force(contract, at=at)
    append_release(tender=tender, tags=["contract"], at=at)
    announce(tender, PublicStep.CONTRACTED, at=at)
