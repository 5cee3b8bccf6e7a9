"""How words come to be public: a second pair of eyes, on time, at an address that leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.access import EDITORS, MODERATORS
from cms.tasks import publish_scheduled_pages
from tests.cms import gardens
from tests.cms.test_editors import editor

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Nouvelle page",
    "slug": "nouvelle-page",
    "introduction": "Une phrase.",
    "body-count": "0",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
}


def add(client, **more) -> Page:
    client.post(f"/cms/pages/add/cms/contentpage/{gardens.home().pk}/", {**FORM, **more})
    return Page.objects.get(slug="nouvelle-page")


def published(language: str = "fr") -> Page:
    title = {"fr": "À propos", "en": "About"}[language]
    page = gardens.content(under=gardens.home(language), title=title, live=False)
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk)


def test_an_editor_hands_in_and_a_moderator_publishes(client, django_user_model):
    client.force_login(editor(EDITORS))
    page = add(client, **{"action-submit": "1"})
    state = page.current_workflow_task_state
    assert (page.live, state.status) == (False, "in_progress")

    client.force_login(editor(MODERATORS))
    client.post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""})

    assert client.get("/fr/nouvelle-page/").status_code == 200


def test_an_editor_can_not_publish(client):
    client.force_login(editor(EDITORS))

    page = add(client, **{"action-publish": "1"})

    assert page.live is False


@pytest.mark.parametrize(("minutes", "status"), [(-1, 200), (1, 404)])
def test_a_page_is_published_on_its_day(client, minutes, status):
    page = gardens.content(live=False)
    page.go_live_at = timezone.now() + timedelta(minutes=minutes)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert client.get("/fr/a-propos/").status_code == 404

    publish_scheduled_pages()

    assert client.get("/fr/a-propos/").status_code == status


def test_an_editor_is_told_of_a_heading_that_skips_a_level_and_keeps_what_was_written(client):
    client.force_login(editor(EDITORS))
    body = nested_form_data({"body": streamfield([("text", rich_text("<h3>Trop bas</h3>"))])})

    answer = client.post(f"/cms/pages/add/cms/contentpage/{gardens.home().pk}/", {**FORM, **body})

    assert r"est du troisi\u00e8me niveau" in answer.text  # as JSON, for the editor's own script
    assert "Trop bas" in answer.text
    assert not Page.objects.filter(slug="nouvelle-page").exists()


def test_a_page_is_taken_down_on_its_day(client):
    page = published()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    publish_scheduled_pages()

    assert client.get("/fr/a-propos/").status_code == 410


@pytest.mark.parametrize(
    ("language", "path", "words"),
    [("fr", "/fr/a-propos/", "Cette page a été retirée"), ("en", "/en/about/", "was taken down")],
)
def test_a_page_that_was_taken_down_says_so_in_its_language(client, language, path, words):
    published("fr" if language == "fr" else "en").unpublish()

    answer = client.get(path)

    assert answer.status_code == 410
    assert words in answer.text
    assert f'<html lang="{language}-CA"' in answer.text


def test_a_page_that_was_taken_down_for_another_leads_there(client):
    published().unpublish()
    other = gardens.content(title="Le service", slug="le-service")
    Redirect.add_redirect("/fr/a-propos/", other)

    answer = client.get("/fr/a-propos/")

    assert (answer.status_code, answer.url) == (301, "/fr/le-service/")


def test_a_page_is_previewed_in_both_languages_before_anyone_sees_it(client):
    french = gardens.content(live=False, introduction="Avant tout le monde.")
    english = gardens.content(
        under=gardens.home("en"), title="About", twin=french, live=False, introduction="Earlier."
    )
    client.force_login(editor(MODERATORS))
    for page, language in ((french, "fr"), (english, "en")):
        form = {**FORM, "title": page.title, "slug": page.slug, "introduction": page.introduction}
        client.post(f"/cms/pages/{page.pk}/edit/preview/", form)
        shown = client.get(f"/cms/pages/{page.pk}/edit/preview/").text

        assert f'<html lang="{language}-CA"' in shown
        assert page.introduction in shown
        assert client.get(page.url or "").status_code == 404


def test_an_address_that_was_left_leads_on(client):
    page = gardens.content()
    Redirect.objects.create(
        old_path="/fr/qui-sommes-nous", site=Site.objects.get(), redirect_page=page
    )

    answer = client.get("/fr/qui-sommes-nous/")

    assert (answer.status_code, answer.url) == (301, "/fr/a-propos/")


def test_the_checker_of_accessibility_is_in_the_preview_and_nowhere_else(client):
    page = gardens.content()
    client.force_login(editor(MODERATORS))
    form = {**FORM, "title": page.title, "slug": page.slug}
    client.post(f"/cms/pages/{page.pk}/edit/preview/", form)

    assert "wagtail-userbar" in client.get(f"/cms/pages/{page.pk}/edit/preview/").text
    assert "wagtail-userbar" not in client.get("/fr/a-propos/").text
