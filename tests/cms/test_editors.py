"""Editors edit pages. They see no procurement, and nobody sees their room without a key."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, PageLogEntry

from cms.access import EDITORS, MODERATORS, admit, dismiss
from tests.cms import gardens
from tests.factories import TenderFactory, UserFactory, VendorFactory, with_second_factor

pytestmark = pytest.mark.django_db
CANARY = "Serin jaune 7391"


def editor(group: str = EDITORS, **fields):
    person = with_second_factor(UserFactory(**fields))
    admit(person, group=group)
    return person


def test_a_stranger_is_sent_to_the_houses_own_sign_in(client):
    answer = client.get("/cms/")

    assert (answer.status_code, answer.url) == (302, reverse("account_login") + "?next=/cms/")


def test_wagtails_own_sign_in_that_knows_no_second_factor_is_closed(client):
    answer = client.post("/cms/login/?next=/cms/", {"username": "a", "password": "b"})

    assert answer.url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_somebody_without_a_part_in_it_is_refused(client):
    client.force_login(with_second_factor(UserFactory()))

    answer = client.get("/cms/")

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_an_editor_without_a_second_factor_adds_one_first(client):
    person = UserFactory()
    admit(person)
    client.force_login(person)

    assert client.get("/cms/").url == reverse("mfa_index")


@pytest.mark.parametrize(("language", "word"), [("fr", "Tableau de bord"), ("en", "Dashboard")])
def test_the_room_speaks_the_editors_language(client, language, word):
    client.force_login(editor(language=language))

    page = client.get("/cms/", headers={"Accept-Language": "en" if language == "fr" else "fr"})

    assert page.status_code == 200
    assert word in page.text
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))


def test_only_the_editors_room_has_the_looser_content_policy(client):
    client.force_login(editor())

    inside = client.get("/cms/")["Content-Security-Policy"]
    outside = client.get("/fr/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in inside
    assert "unsafe-inline" not in outside


@pytest.mark.parametrize(("group", "publishes"), [(EDITORS, False), (MODERATORS, True)])
def test_editors_write_and_moderators_publish(group, publishes):
    person = editor(group)
    rights = gardens.home().permissions_for_user(person)

    assert rights.can_add_subpage()
    assert rights.can_edit()
    assert rights.can_publish() is publishes
    assert person.has_perm("cms.change_sitesettings") is publishes


@pytest.mark.parametrize(("group", "more"), [(EDITORS, set()), (MODERATORS, {"wagtailredirects"})])
def test_their_rights_are_on_pages_images_and_documents_only(group, more):
    rights = {right.split(".")[0] for right in editor(group).get_all_permissions()}

    assert rights - {"cms"} == {
        "wagtailadmin",
        "wagtailimages",
        "wagtaildocs",
        "wagtail_localize",
        *more,
    }
    assert not Page.objects.get(depth=1).permissions_for_user(editor(group)).can_add_subpage()


def test_an_editor_has_a_page_translated_into_a_draft_of_the_other_tree(client):
    client.force_login(editor())
    french = gardens.content("À propos")
    english = gardens.home("en").locale

    answer = client.post(f"/cms/localize/submit/page/{french.pk}/", {"locales": [english.pk]})

    twin = french.get_translations().get()
    assert answer.status_code == 302
    assert (twin.locale, twin.live, twin.get_parent().pk) == (english, False, gardens.home("en").pk)


def test_an_editor_saves_a_draft_and_the_log_says_who(client):
    person = editor()
    client.force_login(person)
    form = {
        "title": "Nouvelle page",
        "slug": "nouvelle-page",
        "introduction": "Une phrase.",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    answer = client.post(f"/cms/pages/add/cms/contentpage/{gardens.home().pk}/", form)

    page = Page.objects.get(slug="nouvelle-page")
    assert answer.status_code == 302
    assert page.live is False
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").get().user == person


def links(html: str) -> set[str]:
    found = re.findall(r'(?:href|data-url|action)="(/cms/[^"#]*)"', html)
    return {link.replace("&amp;", "&") for link in found if "logout" not in link}


def test_no_page_of_the_room_shows_procurement(client):
    TenderFactory(title_fr=CANARY, title_en=CANARY)
    TenderFactory(in_review=True, title_fr=CANARY)
    VendorFactory(legal_name=CANARY)
    client.force_login(editor(MODERATORS))
    waiting, seen = {"/cms/", "/cms/pages/search/?q=Serin"}, set()

    while waiting and len(seen) < 150:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert CANARY not in answer.text if not answer.streaming else True, path
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting |= links(answer.text) - seen

    assert len(seen) > 20


@pytest.mark.parametrize("app", ["tenders", "vendors", "accounts", "ledger"])
def test_nothing_of_procurement_is_a_snippet_a_setting_or_a_page(app):
    with pytest.raises(NoReverseMatch):
        reverse(f"wagtailsnippets_{app}_tender:list")
    assert not any(model._meta.app_label == app for model in Page.__subclasses__())


def test_an_operator_lets_people_in_and_out_by_a_command():
    person = UserFactory(email="nadia@exemple.example")

    call_command("editor", "Nadia@exemple.example")
    assert [group.name for group in person.groups.all()] == [EDITORS]
    call_command("editor", "nadia@exemple.example", "--publish")
    assert [group.name for group in person.groups.all()] == [MODERATORS]
    call_command("editor", "nadia@exemple.example", "--remove")
    assert list(person.groups.all()) == []
    with pytest.raises(CommandError):
        call_command("editor", "personne@exemple.example")


def test_a_dismissed_editor_is_out_at_once(client):
    person = editor()
    client.force_login(person)
    dismiss(person)

    assert client.get("/cms/").status_code == 302
