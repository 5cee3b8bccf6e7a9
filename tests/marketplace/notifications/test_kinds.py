"""Every kind of mail exists whole, in both languages, and no action sends one that doesn't."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import timezone, translation

from marketplace.clock import now
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Message
from marketplace.notifications.notify import notify
from marketplace.notifications.rendering import PARTS, names_of_frame, render, template_name

LANGUAGES = [code for code, _name in settings.LANGUAGES]
UNKNOWN = "«unknown name: %s»"
CALL = re.compile(r"""\bnotify\(\s*["']([^"']+)["']""")


def kinds_named_in_source() -> set[str]:
    sources = (
        path
        for app in ("marketplace", "vendors", "tenders", "cms")
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
    )
    return {kind for path in sources for kind in CALL.findall(path.read_text())}


def test_every_kind_sent_by_the_source_is_listed():
    assert kinds_named_in_source() - all_kinds().keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_kind_has_its_three_templates_in_each_language(kind, language):
    missing = []
    for part in PARTS:
        try:
            Engine.get_default().get_template(template_name(kind, language, part))
        except TemplateDoesNotExist:
            missing.append(part)

    assert missing == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_template_uses_only_names_that_the_sample_has(kind, language, part):
    engine = Engine.get_default()
    strict = Engine(
        dirs=engine.dirs,
        app_dirs=True,
        libraries=engine.libraries,
        string_if_invalid=UNKNOWN,
    )
    context = {
        **all_kinds()[kind].sample,
        **names_of_frame(language),
        "leave": "https://micromarche.example/fr/messages/arreter/x/",
        "in_page": "",
    }

    with translation.override(language), timezone.override(settings.TIME_ZONE):
        text = strict.get_template(template_name(kind, language, part)).render(Context(context))

    assert UNKNOWN.partition(":")[0] not in text


def test_no_kind_says_something_of_its_own_by_a_name_of_the_frame():
    reserved = {*names_of_frame("fr"), "leave", "in_page"}

    assert {name for name, kind in all_kinds().items() if reserved & kind.sample.keys()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_mail_is_whole(kind, language):
    mail = render(kind, language, all_kinds()[kind].sample)

    assert 0 < len(mail.subject) <= 150
    assert "\n" not in mail.subject
    assert len(mail.text.split()) > 10
    assert f'<html lang="{language}">' in mail.html
    assert settings.SITE_URL in mail.text
    assert re.findall(r'(?:href|src)="/[^"]*"', mail.html) == []


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_the_two_languages_say_different_words(kind):
    french, english = (render(kind, code, all_kinds()[kind].sample) for code in ("fr", "en"))

    assert french.text != english.text


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_kind_says_what_it_is_for(kind):
    assert str(all_kinds()[kind].description)


@pytest.mark.django_db
def test_a_kind_that_nobody_listed_is_refused(django_user_model):
    person = django_user_model.objects.create_user("camille@atelier.example")

    with pytest.raises(KeyError):
        notify("no-such-kind", recipients=[person], occasion="1", at=now(), context={})

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_context_unlike_the_sample_is_refused(django_user_model):
    person = django_user_model.objects.create_user("camille@atelier.example")

    with pytest.raises(ValueError, match="address"):
        notify("mail-undelivered", recipients=[person], occasion="1", at=now(), context={})

    assert not Message.objects.exists()
