import pytest

from marketplace.accounts.actions import update_profile
from marketplace.errors import NotAuthorized
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_and_language_and_reads_the_answer_in_it(client):
    person = UserFactory(language="fr")
    client.force_login(person)

    answer = client.post("/en/account/", {"full_name": "Zoé Paquet", "language": "en"})

    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Zoé Paquet", "en")
    assert answer.url == "/en/account/"


def test_nobody_changes_somebody_else():
    person, other = UserFactory(full_name="Zoé"), UserFactory()

    with pytest.raises(NotAuthorized):
        update_profile(person=person, full_name="X", language="en", actor=other)

    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Zoé", "fr")


def test_strangers_are_asked_to_sign_in(client):
    answer = client.get("/en/account/")

    assert answer.url == "/en/account/login/?next=/en/account/"
