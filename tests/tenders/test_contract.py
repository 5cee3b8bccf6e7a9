"""The contract: terms frozen with the award, printed once, signed by both parties."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from marketplace.clock import now
from marketplace.errors import Conflict, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.award import finalise_award
from tenders.actions.contract import attach_pdf, sign_contract
from tenders.documents.contract import contract_html, render_contract
from tenders.documents.contract_terms import terms_digest
from tenders.models import Contract, ContractSignature, Party, Release, Tender
from tenders.states import ContractStatus, TenderStatus
from tenders.tasks import make_missing_contracts
from tenders.values import Capability, Clause, Licence
from tests.factories import UserFactory, VendorFactory, member, officer, people, with_second_factor
from tests.judging import approved_award, approver_of, author_of, final_award
from tests.pdf import facts_of, problems_of
from tests.races import race
from tests.signing_in import sign_in
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def drawn_up(**fields):
    return Contract.objects.get(award=approved_award(**fields))


def to_sign(**fields):
    """A contract printed and final; with who signs for the buyer and who for the firm."""
    award = final_award(**fields)
    contract = Contract.objects.get(award=award)
    attach_pdf(contract_id=contract.pk, at=now())
    contract.refresh_from_db()
    signatory = officer(award.tender.buyer, Capability.SIGNATORY)
    return contract, signatory, member(award.bid.vendor)


def sign(contract, party, actor, name="Dominique Gagnon", hash_=None, proved_ago=timedelta(0)):
    return sign_contract(
        contract_id=contract.pk,
        party=party,
        name=name,
        pdf_sha256=hash_ or contract.pdf_sha256,
        proved_at=now() - proved_ago,
        actor=actor,
        at=now(),
    )


def words_of(pdf):
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.replace("\u00a0", " ").split())


# --- terms ---------------------------------------------------------------------------------------


def test_the_terms_hold_all_that_is_printed():
    contract = drawn_up(clauses=[Clause.WARRANTY, Clause.CONFIDENTIALITY])
    terms, award = contract.terms, contract.award

    assert terms["buyer"]["name"] == award.tender.buyer.name_fr
    assert terms["vendor"]["name"] == award.bid.vendor.legal_name
    assert terms["price"] == {
        "currency": "CAD",
        "amount": "18000.00",
        "taxed": True,
        "gst_rate": "0.05",
        "gst": "900.00",
        "qst_rate": "0.09975",
        "qst": "1795.50",
        "total": "20695.50",
        "firm_charges_taxes": True,
        "buyer_pays_taxes": True,
    }
    assert [row["amount"] for row in terms["deliverables"]] == ["9000.00", "9000.00"]
    assert terms["clauses"] == ["confidentiality", "warranty"]
    assert terms["bid"]["manifest_hash"] == award.bid.versions.get().manifest_hash
    assert terms["call"]["terms_hash"] == award.tender.terms_hash
    event = Event.objects.get(action="contract.drawn-up")
    assert event.data["terms"] == terms_digest(terms)


def test_what_changes_afterwards_is_not_printed():
    contract = drawn_up()
    vendor = contract.award.bid.vendor
    vendor.legal_name = "Un autre nom inc."
    vendor.save(update_fields=["legal_name"])
    contract.award.tender.title_fr = "Un autre titre"

    assert "Un autre" not in contract_html(Contract.objects.get().terms)


def test_a_small_supplier_charges_no_taxes():
    contract = drawn_up()
    terms = {**contract.terms}
    assert terms["price"]["taxed"] is True

    terms["price"] = {**terms["price"], "taxed": False, "firm_charges_taxes": False}

    assert "petit fournisseur" in contract_html(terms)


# --- the document --------------------------------------------------------------------------------


@pytest.fixture
def printed():
    contract = drawn_up(
        clauses=list(Clause),
        licence=Licence.LILIQ_P,
        need_fr="## Contexte\n\nLe **vieux** formulaire <script>alert(1)</script> lasse.",
    )
    release = Release.objects.get(release_id=contract.terms["release"])
    return contract, release, render_contract(contract.terms, release=release.body)


def test_the_document_is_a_tagged_french_archive_with_the_release_annexed(printed):
    contract, release, pdf = printed
    facts = facts_of(pdf)

    assert problems_of(pdf) == []
    assert facts.language == "fr-CA"
    assert contract.number in facts.title
    assert (facts.part, facts.conformance) == ("3", "A")
    annex = facts.annexes[f"{release.release_id}.json"]
    assert (annex.content, annex.relationship) == (release.body.encode(), "Data")


def test_the_document_says_who_what_how_much_and_how_to_check_it(printed):
    contract, _release, pdf = printed
    terms, text = contract.terms, words_of(pdf)

    for words in (
        f"Contrat {contract.number}",
        terms["buyer"]["name"],
        terms["vendor"]["name"],
        terms["vendor"]["neq"],
        "18 000,00 $",
        "TPS, 5 %",
        "1 795,50 $",
        "20 695,50 $",
        "Essayé par cinq personnes",
        "LiLiQ-P",
        "11.1 Confidentialité",
        "11.6 Transfert de connaissances",
        "RLRQ, c. C-65.1",
        "Charte de la langue française",
        "Page 1 / ",
        terms["call"]["ocid"],
        terms_digest(terms)[:32],
        "Le vieux formulaire <script>alert(1)</script> lasse.",
    ):
        assert words in text, words


def test_a_second_printing_is_the_same_to_the_byte(printed):
    contract, release, pdf = printed
    again = Contract.objects.get(pk=contract.pk)

    with override("en"):
        assert render_contract(again.terms, release=release.body) == pdf


@pytest.mark.parametrize("licence", [Licence.OWNED, Licence.NONE])
def test_each_kind_of_licence_has_its_words(licence):
    html = contract_html(drawn_up(licence=licence).terms)
    expected = {Licence.OWNED: "cède à l’Organisme", Licence.NONE: "n’appelle de licence"}
    assert expected[licence] in html


def test_a_contract_without_clauses_says_so():
    assert "Aucune." in contract_html(drawn_up(clauses=[]).terms)


# --- printing ------------------------------------------------------------------------------------


def test_the_sweep_prints_what_is_missing_and_keeps_its_hash():
    contract = drawn_up()

    assert make_missing_contracts() == 1
    assert make_missing_contracts() == 0

    contract.refresh_from_db()
    with contract.pdf.content.open("rb") as stored:
        content = stored.read()
    assert contract.pdf_sha256 == contract.pdf.sha256 == sha256(content).hexdigest()
    assert contract.status == ContractStatus.DRAWN_UP
    event = Event.objects.get(action="contract.printed")
    assert event.data == {"number": contract.number, "sha256": contract.pdf_sha256}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_print_once():
    contract = drawn_up()

    def worker(_number):
        try:
            return attach_pdf(contract_id=contract.pk, at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(worker, range(3)))

    assert outcomes == [False, False, True]
    assert Event.objects.filter(action="contract.printed").count() == 1


@pytest.mark.parametrize("printed_first", [True, False])
def test_it_is_for_signature_once_it_is_printed_and_the_award_final(printed_first):
    contract = drawn_up()
    award = contract.award

    def print_it():
        attach_pdf(contract_id=contract.pk, at=now())

    def finalise():
        finalise_award(award_id=award.pk, at=award.standstill_until)

    first, second = (print_it, finalise) if printed_first else (finalise, print_it)
    signatory = officer(award.tender.buyer, Capability.SIGNATORY)
    first()
    contract.refresh_from_db()
    assert contract.status == ContractStatus.DRAWN_UP
    assert told("contract-to-sign") == []
    second()

    contract.refresh_from_db()
    assert contract.status == ContractStatus.FOR_SIGNATURE
    assert told("contract-to-sign") == people(signatory, member(award.bid.vendor))


# --- signing -------------------------------------------------------------------------------------


def test_with_both_signatures_the_contract_is_in_force():
    contract, signatory, owner = to_sign()

    sign(contract, Party.BUYER, signatory)
    contract.refresh_from_db()
    assert contract.status == ContractStatus.FOR_SIGNATURE
    assert told("contract-half-signed") == people(owner)
    sign(contract, Party.VENDOR, owner, "Camille Roy")

    contract.refresh_from_db()
    tender = Tender.objects.get(pk=contract.award.tender_id)
    assert (contract.status, contract.in_force_at is None) == (ContractStatus.IN_FORCE, False)
    assert (tender.status, tender.contracted_at) == (
        TenderStatus.CONTRACTED,
        contract.in_force_at,
    )
    assert list(contract.signatures.values_list("party", "name", "pdf_sha256")) == [
        ("buyer", "Dominique Gagnon", contract.pdf_sha256),
        ("vendor", "Camille Roy", contract.pdf_sha256),
    ]
    assert contract.pdf_sha256 in contract.signatures.first().consent
    assert Release.objects.filter(tender=tender).last().tags == ["contract"]
    assert told("contract-in-force") == people(
        author_of(tender), approver_of(tender), signatory, owner
    )
    assert [event.data["party"] for event in Event.objects.filter(action="contract.signed")] == [
        "buyer",
        "vendor",
    ]


@pytest.mark.parametrize(
    ("why", "refusal"),
    [
        ("another capability", NotAuthorized),
        ("the other side", NotAuthorized),
        ("a bidder of the firm", NotAuthorized),
        ("another document", Conflict),
        ("no name", Invalid),
        ("twice", Conflict),
        ("too early", IllegalTransition),
    ],
)
def test_a_signature_is_refused(why, refusal):
    contract, signatory, owner = to_sign()
    party, actor, name, hash_ = Party.BUYER, signatory, "Dominique", None
    if why == "another capability":
        actor = author_of(contract.award.tender)
    if why == "the other side":
        actor = owner
    if why == "a bidder of the firm":
        party, actor = Party.VENDOR, member(contract.award.bid.vendor, VendorRole.BIDDER)
    if why == "another document":
        hash_ = "0" * 64
    if why == "no name":
        name = "  "
    if why == "twice":
        sign(contract, Party.BUYER, signatory)
    if why == "too early":
        contract = drawn_up()
        actor = officer(contract.award.tender.buyer, Capability.SIGNATORY)
    before = (ContractSignature.objects.count(), Event.objects.count(), Message.objects.count())

    with pytest.raises(refusal):
        sign(contract, party, actor, name, hash_)

    after = (ContractSignature.objects.count(), Event.objects.count(), Message.objects.count())
    assert after == before


@pytest.mark.django_db(transaction=True)
def test_both_parties_signing_at_once_bring_it_into_force_once():
    contract, signatory, owner = to_sign()

    both = race(
        lambda: sign(contract, Party.BUYER, signatory),
        lambda: sign(contract, Party.VENDOR, owner),
        line=ContractSignature,
    )

    assert [ended.exception() for ended in both] == [None, None]
    contract.refresh_from_db()
    assert contract.status == ContractStatus.IN_FORCE
    assert Event.objects.filter(action="contract.in-force").count() == 1
    assert Release.objects.filter(tags=["contract"]).count() == 1


# --- pages ---------------------------------------------------------------------------------------


def url(name, *args, language="fr"):
    with override(language):
        return reverse(f"tenders:{name}", args=args)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_parties_read_and_download_it_and_nobody_else(client, language):
    contract, signatory, owner = to_sign()
    page = url("contract", contract.public_id, language=language)
    document = url("contract_pdf", contract.public_id, language=language)

    for user in (signatory, owner, author_of(contract.award.tender)):
        client.force_login(user)
        assert client.get(page).status_code == 200
        answer = client.get(document)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        assert sha256(b"".join(answer.streaming_content)).hexdigest() == contract.pdf_sha256

    loser = contract.award.tender.bids.exclude(pk=contract.award.bid_id).get().vendor
    other_body = officer(drawn_up().award.tender.buyer, Capability.SIGNATORY)
    for stranger in (member(loser), member(VendorFactory()), other_body, UserFactory()):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
        assert client.get(document).status_code == 404
    client.logout()
    assert client.get(document).status_code == 302


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_parties_sign_by_the_page(client, language):
    contract, signatory, owner = to_sign()
    page = url("contract_sign", contract.public_id, language=language)

    for user in (signatory, owner):
        sign_in(client, user)
        assert contract.pdf_sha256 in client.get(page).content.decode()
        data = {"pdf_sha256": contract.pdf_sha256, "name": user.full_name, "consent": "on"}
        answer = client.post(page, data)
        assert answer.status_code == 302, answer.content.decode()
        assert client.get(answer.url).status_code == 200
        assert client.get(page).status_code == 404

    contract.refresh_from_db()
    assert contract.status == ContractStatus.IN_FORCE


@pytest.mark.parametrize(
    ("who", "ago", "method", "leads_to"),
    [
        ("signatory", 3600, "mfa", "mfa_reauthenticate"),
        ("signatory", 0, "password", "mfa_reauthenticate"),
        ("owner", 3600, "password", "account_reauthenticate"),
    ],
)
def test_who_signs_has_just_proved_who_they_are(client, who, ago, method, leads_to):
    contract, signatory, owner = to_sign()
    page = url("contract_sign", contract.public_id)
    data = {"pdf_sha256": contract.pdf_sha256, "name": "Dominique", "consent": "on"}
    sign_in(client, {"signatory": signatory, "owner": owner}[who], ago=ago, method=method)

    asked, refused = client.get(page), client.post(page, data)

    assert asked.url.startswith(reverse(leads_to))
    assert "Confirmez de nouveau que c’est bien vous" in refused.content.decode()
    assert not ContractSignature.objects.exists()


def test_without_consent_nothing_is_signed(client):
    contract, signatory, _owner = to_sign()
    sign_in(client, signatory)

    answer = client.post(
        url("contract_sign", contract.public_id),
        {"pdf_sha256": contract.pdf_sha256, "name": "Dominique"},
    )

    assert answer.status_code == 200
    assert 'value="Dominique"' in answer.content.decode()
    assert not ContractSignature.objects.exists()


def test_people_without_the_right_to_sign_find_no_page_to_sign(client):
    contract, _signatory, _owner = to_sign()
    auditor = with_second_factor(UserFactory())

    for user in (author_of(contract.award.tender), auditor):
        sign_in(client, user)
        assert client.get(url("contract_sign", contract.public_id)).status_code == 404


def test_anyone_checks_a_printed_contract(client):
    contract, _signatory, _owner = to_sign()
    page = url("contract_check", contract.number)

    seen = client.get(page).content.decode()

    assert contract.pdf_sha256 in seen
    assert terms_digest(contract.terms) in seen
    assert contract.terms["address"].endswith(page)
    assert client.get(url("contract_check", "CT-1999-0001")).status_code == 404
