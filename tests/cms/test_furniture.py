"""Banner, footer and the pages of the service, said once for the whole site."""

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils import translation

from cms.furniture import furniture
from cms.models import SiteSettings
from marketplace.web.navigation import address
from tests.cms import gardens

pytestmark = pytest.mark.django_db


def settle(**values) -> None:
    chosen = SiteSettings.load()
    for name, value in values.items():
        setattr(chosen, name, value)
    chosen.save()


def test_without_settings_nothing_is_missing(client):
    found = furniture("fr")

    assert (str(found.banner), found.pages, found.address("privacy")) == ("", {}, "")
    assert 'class="banner"' not in client.get("/fr/").text


def test_a_banner_stands_over_every_page_in_the_readers_language(client):
    settle(banner_fr="Entretien ce soir", banner_en="Maintenance tonight", banner_tone="stop")

    assert "Entretien ce soir" in client.get("/fr/").text
    assert "Maintenance tonight" in client.get("/en/").text


def test_a_page_of_the_service_is_known_in_both_languages():
    french = gardens.content("Confidentialité")
    gardens.content("Privacy", gardens.home("en"), twin=french)
    settle(privacy=french.page_ptr)

    with translation.override("fr"):
        assert address("cms:privacy") == "/fr/confidentialite/"
    with translation.override("en"):
        assert address("cms:privacy") == "/en/privacy/"


def test_a_page_that_is_not_translated_or_published_has_no_address():
    french = gardens.content("Confidentialité")
    settle(privacy=french.page_ptr)

    assert furniture("en").address("privacy") == ""
    french.unpublish()
    assert furniture("fr").address("privacy") == ""


def test_the_header_and_the_footer_lead_to_the_pages_that_exist(client):
    guides = gardens.section("Guides")
    settle(guides=guides.page_ptr, footer_fr="Au grand jour.", contact_email="a@b.example")

    page = client.get("/fr/").text

    assert page.count('href="/fr/guides/"') >= 2
    assert "Au grand jour." in page
    assert "mailto:a@b.example" in page


def test_a_template_finds_a_page_by_name_with_or_without_furniture():
    french = gardens.content("Confidentialité")
    settle(privacy=french.page_ptr)
    template = Template('{% load house %}{% address "cms:privacy" %}')

    with translation.override("fr"):
        assert template.render(Context()) == "/fr/confidentialite/"
        assert template.render(Context({"furniture": furniture("fr")})) == "/fr/confidentialite/"


def test_furniture_is_gathered_again_only_after_a_change(settings, django_assert_num_queries):
    settings.FURNITURE_SECONDS = 60
    translation.activate("fr")
    furniture("fr")

    with django_assert_num_queries(1):  # whether an editor has changed something
        furniture("fr")
    cache.clear()
