"""The register of ineligible firms: kept by the operator, held to by bids, awards, signatures."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from marketplace.clock import now
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.admissibility import Inadmissible
from tenders.actions.award import approve_award
from tenders.actions.bid import start_bid
from tenders.actions.bid_guards import NotEligible
from tenders.actions.contract import attach_pdf, sign_contract
from tenders.models import Award, Bid, Contract, Party
from tests.bids import drafted_bid, submit
from tests.counting import statements
from tests.factories import OperatorFactory, TenderFactory, VendorFactory, member
from tests.judging import approver_of, final_award, recommended_award
from tests.signing_in import sign_in
from tests.tenders.everything import everything
from vendors.actions.exclusion import end_exclusion, enter_exclusion, import_exclusions
from vendors.documents.exclusion_csv import BadRegister, read_register
from vendors.models import Exclusion
from vendors.queries.exclusion import near_names
from vendors.states import VendorStatus
from vendors.values import Entry

pytestmark = pytest.mark.django_db
GROUND = "Infraction à la Loi sur les contrats des organismes publics."
HEAD = "neq,name,from,to,ground\n"


@pytest.fixture
def operator():
    return OperatorFactory()


def today():
    return localdate(now())


def entry(neq="", *, name="Constructions Fautives inc.", days=30, since=10, ground=GROUND):
    first = today() - timedelta(days=since)
    last = None if days is None else today() + timedelta(days=days)
    return Entry(name, first, ground, neq=neq, ends_on=last)


def exclude(vendor, actor, **more):
    return enter_exclusion(entry=entry(vendor.neq, **more), actor=actor, at=now())


def without_ledger(found):
    return {table: rows for table, rows in found.items() if not table.startswith("ledger_")}


# --- what an entry keeps from ---------------------------------------------------------------------


def test_a_firm_in_the_register_begins_no_bid_and_reads_why(operator):
    tender, vendor = TenderFactory(open=True), VendorFactory()
    exclude(vendor, operator)
    actor = member(vendor)
    before = everything()

    with pytest.raises(NotEligible) as refusal:
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())

    assert "RENA" in refusal.value.message
    assert GROUND.rstrip(".") in refusal.value.message
    assert everything() == before


def test_a_firm_entered_after_it_began_submits_nothing(operator):
    bid = drafted_bid(TenderFactory(open=True))
    exclude(bid.vendor, operator)
    before = everything()

    with pytest.raises(NotEligible):
        submit(bid)

    assert everything() == before


@pytest.mark.parametrize("how", ["over", "to come", "another number", "a name alone", "ended"])
def test_an_entry_that_is_not_in_force_for_the_firm_keeps_it_from_nothing(operator, how):
    bid = drafted_bid(TenderFactory(open=True))
    vendor = bid.vendor
    asked = {
        "over": entry(vendor.neq, days=-1),
        "to come": entry(vendor.neq, since=-1),
        "another number": entry("1149999999", name=vendor.legal_name),
        "a name alone": entry(name=vendor.legal_name),
        "ended": entry(vendor.neq),
    }[how]
    row = enter_exclusion(entry=asked, actor=operator, at=now())
    if how == "ended":
        end_exclusion(exclusion_id=row.pk, reason="Levée.", actor=operator, at=now())

    assert submit(bid).number == 1


def test_a_firm_in_the_register_is_not_awarded_and_the_ledger_tells_of_it(operator):
    award = recommended_award()
    vendor = award.bid.vendor
    row = exclude(vendor, operator)
    approver = approver_of(award.tender)
    before = everything()

    with pytest.raises(Inadmissible) as refusal:
        approve_award(award_id=award.pk, proved_at=now(), actor=approver, at=now())

    assert vendor.legal_name in refusal.value.message
    assert without_ledger(everything()) == without_ledger(before)
    told = Event.objects.get(action="vendor.inadmissible")
    assert (told.subject, told.data) == (
        award.tender.reference,
        {"refused": "award.approved", "vendor": vendor.reference, "exclusion": row.reference},
    )


def test_the_approver_reads_it_before_approving_and_after(operator):
    award = recommended_award()
    exclude(award.bid.vendor, operator)
    client = sign_in(Client(), approver_of(award.tender))
    address = reverse("tenders:award_approval", args=[award.tender.ocid])

    before = client.get(address).content.decode()
    after = client.post(address, follow=True).content.decode()

    assert "RENA" in before
    assert "RENA" in after
    assert Award.objects.get().approved_at is None


def test_nobody_signs_with_a_firm_that_was_entered_since_the_award(operator):
    contract = Contract.objects.get(award=final_award())
    attach_pdf(contract_id=contract.pk, at=now())
    contract.refresh_from_db()
    vendor = contract.award.bid.vendor
    exclude(vendor, operator)

    with pytest.raises(Inadmissible):
        sign_contract(
            contract_id=contract.pk,
            party=Party.VENDOR,
            name="Une propriétaire",
            pdf_sha256=contract.pdf_sha256,
            proved_at=now(),
            actor=member(vendor),
            at=now(),
        )

    assert Contract.objects.get().signatures.count() == 0
    assert Event.objects.get(action="vendor.inadmissible").data["refused"] == "contract.signed"


# --- keeping it -----------------------------------------------------------------------------------


def test_the_firm_is_told_when_it_is_entered_and_when_that_ends(operator):
    vendor = VendorFactory()
    owner = member(vendor)

    row = exclude(vendor, operator)
    end_exclusion(exclusion_id=row.pk, reason="Levée.", actor=operator, at=now())

    told = Message.objects.filter(recipient=owner).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["vendor-excluded", "vendor-exclusion-ended"]
    actions = Event.objects.filter(subject=row.reference).order_by("pk")
    assert [event.action for event in actions] == ["exclusion.entered", "exclusion.ended"]


def test_only_operators_keep_the_register():
    owner = member(VendorFactory())
    before = everything()

    with pytest.raises(NotAuthorized):
        enter_exclusion(entry=entry("1140000010"), actor=owner, at=now())

    assert everything() == before


def test_the_same_entry_twice_and_an_end_twice_are_refused(operator):
    row = enter_exclusion(entry=entry("1140000010"), actor=operator, at=now())
    with pytest.raises(Conflict):
        enter_exclusion(entry=entry("1140 000 010"), actor=operator, at=now())
    with pytest.raises(Invalid):
        end_exclusion(exclusion_id=row.pk, reason=" ", actor=operator, at=now())
    end_exclusion(exclusion_id=row.pk, reason="Levée.", actor=operator, at=now())
    with pytest.raises(Conflict):
        end_exclusion(exclusion_id=row.pk, reason="Encore.", actor=operator, at=now())
    assert Exclusion.objects.get().end_reason == "Levée."


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM vendors_exclusion",
        "UPDATE vendors_exclusion SET ground = 'Rien'",
        "UPDATE vendors_exclusion SET neq = ''",
        "UPDATE vendors_exclusion SET ended_at = NULL, end_reason = '' WHERE end_reason <> ''",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(operator, statement):
    enter_exclusion(entry=entry("1140000010"), actor=operator, at=now())
    ended = enter_exclusion(entry=entry("1140000028"), actor=operator, at=now())
    end_exclusion(exclusion_id=ended.pk, reason="Levée.", actor=operator, at=now())
    before = list(Exclusion.objects.values())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Exclusion.objects.values()) == before


# --- the file -------------------------------------------------------------------------------------


def lines(*rows):
    return (HEAD + "\n".join(rows)).encode()


def test_a_register_is_read_with_commas_or_semicolons_and_a_mark_of_order():
    comma = lines(
        '1140000010,"Fautive, inc.",2026-01-15,,Motif', ",Sans numéro,2026-01-15,2030-01-14,M"
    )
    semicolon = (
        "\ufeffneq;name;from;to;ground\n1140 000 010;Fautive, inc.;2026-01-15;;Motif"
    ).encode()

    assert [row.neq for row in read_register(comma)] == ["1140000010", ""]
    assert read_register(semicolon)[0] == read_register(comma)[0]


def test_every_wrong_line_of_a_register_is_named():
    with pytest.raises(BadRegister) as refusal:
        read_register(
            lines(
                "12,Fautive,2026-01-15,,Motif",
                "1140000010,,2026-01-15,,Motif",
                "1140000010,Fautive,hier,,Motif",
                "1140000010,Fautive,2026-01-15,2025-01-15,Motif",
                "1140000010,Bonne,2026-01-15,,Motif",
                "1140000010,Fautive,2026-01-15",
            )
        )

    assert [each.partition("\u00a0:")[0] for each in refusal.value.wrong] == [
        f"Ligne {number}" for number in (2, 3, 4, 5, 7)
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"neq,name\n1,2"])
def test_what_is_no_register_is_refused(content):
    with pytest.raises(BadRegister):
        read_register(content)


def test_the_same_file_twice_is_once_and_a_whole_one_ends_what_it_lacks(operator):
    first, second = entry("1140000010"), entry("1140000028", name="Autre inc.")

    def take(*entries, is_whole=False):
        done = import_exclusions(entries=entries, is_whole=is_whole, actor=operator, at=now())
        return done.entered, done.known, done.ended

    assert take(first, second) == (2, 0, 0)
    assert take(first, second) == (0, 2, 0)
    assert take(first) == (0, 1, 0)
    assert take(second, is_whole=True) == (0, 1, 1)
    assert [row.neq for row in Exclusion.objects.standing()] == ["1140000028"]
    with pytest.raises(Invalid):
        take(is_whole=True)


def test_the_command_takes_a_file_or_says_what_is_wrong(tmp_path, capsys):
    file = tmp_path / "rena.csv"
    file.write_bytes(lines("1140000010,Fautive,2026-01-15,,Motif"))
    call_command("import_exclusions", str(file))
    assert capsys.readouterr().out.startswith("1 entered")

    file.write_bytes(lines("1140000010,Fautive,hier,,Motif", "1140000028,Autre,2026-01-15,,Motif"))
    with pytest.raises(CommandError):
        call_command("import_exclusions", str(file))
    assert Exclusion.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------------


def test_the_operator_enters_finds_and_ends_an_entry(operator):
    client = sign_in(Client(), operator)
    typed = {
        "name": "Fautive inc.",
        "neq": "1140 000 010",
        "starts_on": "2026-01-15",
        "ends_on": "",
        "ground": "Motif",
    }

    made = client.post(reverse("vendors:exclusion_new"), typed)

    row = Exclusion.objects.get()
    page = reverse("vendors:exclusion", args=[row.public_id])
    assert (made.url, row.neq, row.ends_on) == (page, "1140000010", None)
    assert client.post(reverse("vendors:exclusion_new"), typed).status_code == 422
    found = client.get(reverse("vendors:exclusions"), {"q": "fautive"}).content.decode()
    assert page in found
    assert page not in client.get(reverse("vendors:exclusions"), {"q": "zzz"}).content.decode()
    client.post(page, {"reason": "Levée."})
    assert "Levée." in client.get(page).content.decode()


def test_the_operator_imports_a_file_and_is_told_of_wrong_lines(operator):
    client = sign_in(Client(), operator)
    address = reverse("vendors:exclusions_import")

    def send(*rows):
        content = SimpleUploadedFile("rena.csv", lines(*rows))
        return client.post(address, {"content": content})

    wrong = send("1140000010,Fautive,hier,,Motif")
    assert wrong.status_code == 422
    assert "Ligne 2" in wrong.content.decode()
    assert send("1140000010,Fautive,2026-01-15,,Motif").url == reverse("vendors:exclusions")
    assert Exclusion.objects.count() == 1


def test_the_admission_shows_the_entry_of_the_number_and_names_that_look_alike(operator):
    vendor = VendorFactory(status=VendorStatus.PENDING, legal_name="Logiciels Boréal inc.")
    client = sign_in(Client(), operator)
    address = reverse("vendors:admission", args=[vendor.public_id])
    same = exclude(vendor, operator)
    near = enter_exclusion(entry=entry(name="Logiciel Boreal"), actor=operator, at=now())
    enter_exclusion(entry=entry(name="Déneigement Côté"), actor=operator, at=now())

    shown = client.get(address)
    assert (shown.context["exclusion"], shown.context["near_names"]) == (same, [near])


def test_the_firm_reads_why_on_its_page(operator):
    vendor = VendorFactory()
    client = Client()
    client.force_login(member(vendor))
    address = reverse("vendors:firm", args=[vendor.public_id])
    assert "RENA" not in client.get(address).context["excluded"]

    exclude(vendor, operator, days=None)

    assert "RENA" in client.get(address).context["excluded"]


def test_the_register_costs_the_same_with_one_and_three_entries(operator):
    client = sign_in(Client(), operator)
    address = reverse("vendors:exclusions")
    enter_exclusion(entry=entry("1140000010"), actor=operator, at=now())
    client.get(address)
    one = statements(lambda: client.get(address))
    for neq in ("1140000028", "1140000036"):
        enter_exclusion(entry=entry(neq), actor=operator, at=now())

    assert len(statements(lambda: client.get(address))) == len(one)


def test_names_are_never_enough_to_keep_a_firm_out(operator):
    vendor = VendorFactory(neq=None, legal_name="Fautive inc.")
    near = enter_exclusion(entry=entry(name="Fautive inc."), actor=operator, at=now())
    bid = drafted_bid(TenderFactory(open=True), vendor)

    submit(bid)

    assert near_names(vendor, on=today()) == [near]
    assert Bid.objects.get().sealed_at is not None
