"""Links in mails: public, or behind a sign-in, or signed for one thing and for a time."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account import app_settings as allauth
from django.conf import settings
from django.urls import ResolverMatch, resolve
from django.utils import translation

from marketplace.access.table import EXCUSED, EXCUSED_FAMILIES, TABLE
from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.notifications.envelope import LEAVE, leave_address
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.links import LINK_DAYS
from marketplace.notifications.models import Message
from marketplace.notifications.rendering import render
from marketplace.signed_links import read

ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
IN_THE_TABLE = {page for rules in TABLE.values() for rule in rules for page in rule.pages}
FAMILIES = tuple(EXCUSED_FAMILIES)
SIGNED = (
    LEAVE,
    "tenders:alert_confirm",
    "tenders:alerts_by_link",
    "tenders:alerts_stop",
    "tenders:quiet_stop",
)
READER = User(email="camille@atelier.example")

by_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def addresses_in(kind: str, language: str) -> list[str]:
    """Every link of a mail of this kind, in its text, its HTML and its headers.

    But for addresses that the mail is about, a webhook's say, which are told and lead nowhere.
    """
    context = all_kinds()[kind].sample
    message = Message(kind=kind, language=language, context=context, recipient=READER)
    mail = render(kind, language, context, leave=leave_address(message))
    html = unescape(mail.html.partition("<body")[2])
    found = {each.rstrip(".,)") for each in ADDRESS.findall(f"{mail.text} {html}")}
    assert not any(f'href="{each}"' in html for each in found & told_in(context))
    return sorted(found - told_in(context))


def told_in(context: Mapping[str, Any]) -> set[str]:
    return {value for value in context.values() if ADDRESS.match(str(value))}


def links(language: str) -> list[tuple[str, ResolverMatch]]:
    """Where the links of every kind lead."""
    with translation.override(language):
        return [
            (kind, resolve(urlsplit(address).path))
            for kind in all_kinds()
            for address in addresses_in(kind, language)
            if urlsplit(address).path not in ("", "/")
        ]


def signed_links(language: str) -> list[tuple[str, str, str]]:
    """Of those, the ones that stand for a right: kind, purpose and token."""
    return [
        (kind, link.view_name, link.kwargs["token"])
        for kind, link in links(language)
        if "token" in link.kwargs
    ]


@by_language
def test_every_link_leads_to_the_site_and_hides_nothing_behind_a_question_mark(language):
    found = {each for kind in all_kinds() for each in addresses_in(kind, language)}

    assert [each for each in found if not each.startswith(settings.SITE_URL)] == []
    assert [each for each in found if urlsplit(each).query] == []


@by_language
def test_every_link_of_every_mail_is_public_or_asks_who_one_is_or_is_signed(language):
    """Who may follow an address is the table's, of which every line is tried as every role."""
    unknown = {
        (kind, link.view_name)
        for kind, link in links(language)
        if link.view_name not in {*IN_THE_TABLE, *EXCUSED, *SIGNED}
        and not link.view_name.startswith(FAMILIES)
    }

    assert unknown == set()
    assert {purpose for _kind, purpose, _token in signed_links(language)} == set(SIGNED)


@by_language
def test_a_signed_link_opens_one_thing_until_its_end(language):
    at = now()
    too_late = at + timedelta(days=LINK_DAYS, minutes=1)

    for kind, purpose, token in signed_links(language):
        opened = [each for each in SIGNED if read(each, token, at=at) is not None]
        assert opened == [purpose], kind
        assert read(purpose, token, at=too_late) is None, kind


@by_language
def test_a_signed_link_says_nothing_that_its_mail_does_not(language):
    """What a link says can be read by whoever sees it: names of things, no key to anything."""
    for kind, purpose, token in signed_links(language):
        said = read(purpose, token, at=now())
        if purpose == LEAVE:
            assert said == [str(READER.public_id), said[1]]
        else:
            assert said in all_kinds()[kind].sample.values(), kind


def test_codes_in_mails_are_good_for_minutes():
    assert allauth.EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 15 * 60
    assert allauth.PASSWORD_RESET_BY_CODE_TIMEOUT <= 15 * 60
