"""What search engines read of pages of words."""

import json
import re
from datetime import UTC, datetime

import pytest

from cms.demo import load_content

pytestmark = pytest.mark.django_db


def facts(client, path):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode()
    )
    return [json.loads(each) for each in found]


def test_the_home_page_tells_how_to_search_the_site(client, settings):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))

    [site] = facts(client, "/en/")
    target = site["potentialAction"]["target"]["urlTemplate"]

    assert (site["@type"], site["name"]) == ("WebSite", settings.PRODUCT_NAME)
    assert target == f"{settings.SITE_URL}/en/tenders/?q={{search_term_string}}"
    assert client.get(target.removeprefix(settings.SITE_URL)).status_code == 200


def test_questions_are_told_with_their_answers_in_plain_words(client):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))

    told = [
        fact
        for fact in facts(client, "/fr/guides/questions-frequentes/")
        if fact["@type"] == "FAQPage"
    ]

    questions = [question for fact in told for question in fact["mainEntity"]]
    assert len(questions) > 3
    assert not any("<" in question["acceptedAnswer"]["text"] for question in questions)
