"""The operator takes over a list of firms: every fault named by its line, and all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tests.factories import OperatorFactory, UserFactory, VendorFactory, member
from tests.signing_in import sign_in
from vendors.actions.firm_import import import_firms, invite_owner
from vendors.actions.member import accept_invitation
from vendors.forms.firm_table import decoded, read_firms
from vendors.models import Invitation, Vendor, VendorMembership
from vendors.states import VendorRole, VendorStatus

pytestmark = pytest.mark.django_db
PAGE = "/fr/admissions/entreprises/importer/"
HEAD = "Nom légal;NEQ;Adresse;Ville;Code postal;Courriel;Employés;TPS;TVQ;Catégories\n"
NUMBERS = range(1140000000, 1140002400)


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def operator():
    return OperatorFactory()


def luhn(number):
    """Whether the last digit of an NEQ is right."""
    digits = [int(each) for each in str(number)]
    doubled = [each * 2 - 9 * (each > 4) for each in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


GOOD_NUMBERS = [number for number in NUMBERS if luhn(number)]


def row(n=0, **changed):
    cells = {
        "name": f"Logiciels Été {n} inc.",
        "neq": GOOD_NUMBERS[n],
        "street": f"{n + 1}, rue de l’Église",
        "city": "Québec",
        "code": "G1K 1A1",
        "email": f"affaires{n}@ete.example",
        "employees": 4,
        "gst": "",
        "qst": "",
        "categories": "81111509",
        **changed,
    }
    return ";".join(str(cell) for cell in cells.values()) + "\n"


def listed(*rows):
    return HEAD + "".join(rows)


def faults(text):
    return {line.number: line.faults for line in read_firms(text) if line.faults}


def send(browser, content, **more):
    upload = SimpleUploadedFile("entreprises.csv", content, content_type="text/csv")
    return browser.post(PAGE, {"content": upload, **more})


def test_what_excel_saves_in_quebec_is_read_with_its_accents():
    text = listed(row(), ";;;;;;;;;\n")

    for content in (text.encode("utf-8-sig"), text.encode(), text.encode("cp1252"),
                    text.encode("utf-16")):  # fmt: skip
        [line] = read_firms(decoded(content))
        assert (line.name, line.faults) == ("Logiciels Été 0 inc.", [])
        assert line.details.street == "1, rue de l’Église"


def test_commas_english_headings_and_cells_of_two_lines_are_read_too():
    text = (
        "legal_name,neq,address,city,postal code,e-mail,size,region,GST,QST\n"
        f'"Boréal, inc.",{GOOD_NUMBERS[0]},"1, rue A\nbureau 2",Rimouski,g5l1a1,'
        "a@boreal.example,sme,Bas-Saint-Laurent,123456782 RT0001,1234567890 TQ0001\n"
    )

    [line] = read_firms(text)

    assert line.faults == []
    assert (line.details.legal_name, line.details.size) == ("Boréal, inc.", "sme")
    assert (line.details.region, line.details.postal_code) == ("01", "G5L 1A1")
    assert line.details.charges_taxes


def test_a_region_that_is_not_told_follows_from_the_postal_code():
    [line] = read_firms(listed(row(code="J1H 1A1")))

    assert line.details.region == "05"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"neq": "12345"}, "NEQ"),
        ({"code": "12345"}, "Code postal"),
        ({"email": "pas une adresse"}, "courriel"),
        ({"employees": "plusieurs"}, "Nombre d’employés"),
        ({"gst": "123"}, "TPS"),
        ({"name": ""}, "Nom légal"),
        ({"categories": "81111509 99999999"}, "99999999"),
    ],
)
def test_each_fault_is_named_at_its_line(changed, said):
    found = faults(listed(row(0), row(1, **changed), row(2)))

    assert list(found) == [3]
    assert any(said in fault for fault in found[3])


def test_a_doubtful_number_is_said_and_not_refused():
    wrong = next(number for number in NUMBERS if not luhn(number))

    [line] = read_firms(listed(row(neq=wrong)))

    assert (line.faults, len(line.remarks)) == ([], 1)


def test_firms_named_twice_or_here_already_are_found_by_number_or_by_name():
    VendorFactory(neq=str(GOOD_NUMBERS[3]))
    VendorFactory(neq=None, legal_name="Coopérative du Fleuve")

    found = faults(
        listed(
            row(0),
            row(1, neq=GOOD_NUMBERS[0]),
            row(3),
            row(4, neq="", name="COOPÉRATIVE DU FLEUVE"),
            row(5, neq="", name="Sans numéro"),
            row(6, neq="", name="sans numéro"),
        )
    )

    assert {number: said[0] for number, said in found.items()} == {
        3: "La même entreprise qu’à la ligne 2.",
        4: "Cette entreprise est déjà ici.",
        5: "Cette entreprise est déjà ici.",
        7: "La même entreprise qu’à la ligne 6.",
    }


@pytest.mark.parametrize("text", ["", "bonjour", HEAD, "Nom;Ville\nA;B\n"])
def test_what_is_no_list_of_firms_is_refused(text):
    with pytest.raises(Invalid):
        read_firms(text)


def test_two_hundred_firms_of_which_some_are_wrong_enter_none(operator):
    rows = [row(n) for n in range(200)]
    rows[6] = row(6, code="1")
    rows[150] = row(150, neq=GOOD_NUMBERS[2])
    browser = sign_in(Client(), operator)

    answer = send(browser, listed(*rows).encode("cp1252"), enter="1")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 lignes sur 200" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert 'scope="row">8</th>' in page
    assert 'scope="row">152</th>' in page
    assert not Vendor.objects.exists()
    assert not Message.objects.exists()


def test_two_hundred_right_firms_are_looked_over_then_entered_and_invited(operator):
    browser = sign_in(Client(), operator)
    text = listed(*(row(n) for n in range(200)))

    looked = send(browser, text.encode("utf-8-sig"))
    assert (looked.status_code, Vendor.objects.count()) == (200, 0)
    entered = browser.post(PAGE, {"text": looked.context["text"], "enter": "1"})

    assert entered.url == reverse("vendors:admissions")
    assert Vendor.objects.filter(status=VendorStatus.PENDING).count() == 200
    assert Invitation.objects.filter(role=VendorRole.OWNER).count() == 200
    assert Message.objects.filter(kind="vendor-invitation").count() == 200
    assert Event.objects.filter(action="vendor.imported").count() == 200


def test_whoever_is_invited_owns_the_firm(operator):
    lines = read_firms(listed(row()))
    import_firms(firms=[lines[0].details], actor=operator, at=now())
    invitation = Invitation.objects.get()
    person = UserFactory(email=invitation.email)

    accept_invitation(invitation_id=invitation.pk, actor=person, at=now())

    assert VendorMembership.objects.get().role == VendorRole.OWNER


def test_a_firm_that_came_meanwhile_leaves_none_behind(operator):
    firms = [line.details for line in read_firms(listed(row(0), row(1)))]
    VendorFactory(neq=str(GOOD_NUMBERS[1]))

    with pytest.raises(Invalid):
        import_firms(firms=firms, actor=operator, at=now())

    assert Vendor.objects.count() == 1
    assert not Message.objects.exists()


def test_nobody_else_imports(operator):
    with pytest.raises(NotAuthorized):
        import_firms(firms=[], actor=UserFactory(), at=now())
    assert sign_in(Client(), UserFactory()).get(PAGE).status_code == 404


def test_a_firm_without_people_is_invited_again_by_the_button(operator):
    import_firms(firms=[read_firms(listed(row()))[0].details], actor=operator, at=now())
    vendor, browser = Vendor.objects.get(), sign_in(Client(), operator)

    page = browser.get(reverse("vendors:admission", args=[vendor.public_id])).content.decode()
    browser.post(reverse("vendors:invite_owner", args=[vendor.public_id]))

    assert "Inviter de nouveau" in page
    assert Invitation.objects.open(now()).count() == 1
    assert Message.objects.filter(kind="vendor-invitation").count() == 2


def test_a_firm_that_has_people_invites_by_itself(operator):
    vendor = VendorFactory()
    member(vendor)

    with pytest.raises(Conflict):
        invite_owner(vendor_id=vendor.pk, actor=operator, at=now())

    assert not Invitation.objects.exists()


def test_without_a_file_the_page_asks_for_one(operator):
    answer = sign_in(Client(), operator).post(PAGE, {})

    assert answer.status_code == 422
    assert answer.context["form"].errors["content"] == ["Choisissez un fichier."]
