"""The enterprise register: its open data taken over, and the invented one that stands in for it."""

import os
import zipfile
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from marketplace.demo.facts import read
from marketplace.enterprises.invented import PUBLICATION
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.port import Outcome, RegisterAway, look_up
from marketplace.enterprises.publication import _address
from marketplace.enterprises.published import PublishedRegister, keep_publication

REGISTERED, STRUCK_OFF, PERSON = "1190000019", "1190000050", "2290000068"
DAY = date(2026, 11, 1)


@pytest.fixture
def published(settings):
    settings.ENTERPRISE_REGISTER = "marketplace.enterprises.published.PublishedRegister"


def zipped(folder: Path) -> Path:
    archive = folder / "JeuxDonnees.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("Entreprise.csv", "Nom.csv"):
            made.writestr(name, (PUBLICATION / name).read_text(encoding="utf-8"))
    return archive


def test_a_number_is_answered_with_name_address_and_other_names():
    found = look_up(REGISTERED)

    assert found.outcome == Outcome.FOUND
    assert found.entry == {
        "neq": REGISTERED,
        "legal_name": "Solutions Rive-Nord inc.",  # not the former name
        "other_names": ("Rive-Nord TI",),
        "standing": "registered",
        "street": "84, rue Notre-Dame",
        "city": "Repentigny",
        "postal_code": "J6A 2P1",
        "since": "2019-04-02",
    }


def test_struck_off_unknown_and_withheld():
    assert look_up(STRUCK_OFF).outcome == Outcome.STRUCK_OFF
    assert look_up("1199999999").outcome == Outcome.UNKNOWN
    assert {"street", "city", "postal_code"} & set(look_up(PERSON).entry) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_the_published_files_answer_as_the_invented_register_does(tmp_path, settings):
    said = StringIO()
    call_command("import_register", zipped(tmp_path), as_of=DAY, stdout=said)
    theirs = {neq: look_up(neq) for neq in (REGISTERED, STRUCK_OFF, PERSON, "1199999999")}

    settings.ENTERPRISE_REGISTER = "marketplace.enterprises.invented.InventedRegister"
    ours = {neq: look_up(neq) for neq in theirs}

    assert said.getvalue() == f"{Enterprise.objects.count()} enterprises.\n"
    for neq, found in theirs.items():
        assert found.entry.pop("as_of", None) == (DAY.isoformat() if ours[neq].entry else None)
    assert theirs == ours


@pytest.mark.django_db
def test_a_second_publication_replaces_the_first(tmp_path):
    keep_publication(publication=PUBLICATION, as_of=DAY)
    (tmp_path / "Entreprise.csv").write_text(
        "NEQ,COD_STAT_IMMAT,DAT_STAT_IMMAT,ADR_DOMCL_ADR_DISP,"
        "ADR_DOMCL_LIGN1_ADR,ADR_DOMCL_LIGN2_ADR,ADR_DOMCL_LIGN3_ADR,ADR_DOMCL_LIGN4_ADR\n"
        f"{REGISTERED},RD,2026-10-30,O,1 rue A,Laval Québec,,H7A1A1\n"
        "not a number,IM,,O,,,,\n"
    )
    (tmp_path / "Nom.csv").write_text("NEQ,NOM_ASSUJ,STAT_NOM,TYP_NOM_ASSUJ\n")

    assert keep_publication(publication=tmp_path, as_of=date(2026, 11, 15)) == 1

    kept = Enterprise.objects.get()
    assert (kept.standing, kept.city, kept.legal_name) == ("struck_off", "Laval", "")


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_a_register_of_which_nothing_was_imported_is_away():
    with pytest.raises(RegisterAway):
        PublishedRegister().find(REGISTERED)
    assert look_up(REGISTERED).outcome == Outcome.AWAY


@pytest.mark.parametrize(
    ("lines", "read_as"),
    [
        (["12, rue A", "Québec (Québec)", "", "G1R2S8"], ("12, rue A", "Québec", "G1R 2S8")),
        (["12, rue A", "Montréal Québec", "H3G 1H1", ""], ("12, rue A", "Montréal", "H3G 1H1")),
        (["500-12 rue A", "bureau 3", "Laval QC", "h7a1a1"],
         ("500-12 rue A, bureau 3", "Laval", "H7A 1A1")),
        (["", "", "", ""], ("", "", "")),
    ],
)  # fmt: skip
def test_addresses_are_read_however_their_lines_fall(lines, read_as):
    assert _address(lines) == read_as


def test_every_firm_of_the_demo_is_in_the_invented_register():
    firms = read("firms")

    assert [look_up(firm["neq"]).entry.get("legal_name") for firm in firms] == [
        firm["legal_name"] for firm in firms
    ]


@pytest.mark.skipif(
    not os.environ.get("REGISTER_PUBLICATION"), reason="needs the open data of the real register"
)
@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_the_real_publication_is_taken_over_and_answers():
    """REGISTER_PUBLICATION=/path/of/JeuxDonnees.zip ./run test tests/marketplace/enterprises"""
    count = keep_publication(publication=Path(os.environ["REGISTER_PUBLICATION"]), as_of=DAY)

    assert count > 1_000_000
    assert look_up("1144922301").outcome in Outcome.values
    assert Enterprise.objects.filter(standing="registered").exclude(legal_name="").exists()
