"""Information sessions: what comes next, what was, and a file for calendars."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from tests.cms import gardens

pytestmark = pytest.mark.django_db


def test_sessions_to_come_are_soonest_first_and_past_ones_latest_first(client):
    index = gardens.event_index()
    for days in (9, 2, -40, -3):
        gardens.event(index, f"Jour {days}", days=days)

    page = client.get("/fr/seances/")

    assert [event.title for event in page.context["to_come"]] == ["Jour 2", "Jour 9"]
    assert [event.title for event in page.context["past"]] == ["Jour -3", "Jour -40"]


def test_a_list_of_three_sessions_asks_no_more_than_a_list_of_one(client):
    index = gardens.event_index()
    counts = []
    for number in range(3):
        gardens.event(index, f"Séance {number}")
        client.get("/fr/seances/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/seances/")
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_a_session_to_come_is_joined_and_a_past_one_watched(client):
    index = gardens.event_index()
    gardens.event(index, "Prochaine", recording="https://exemple.example/film")
    gardens.event(index, "Passée", days=-3, recording="https://exemple.example/film")

    coming = client.get("/fr/seances/prochaine/").text
    past = client.get("/fr/seances/passee/").text

    assert "Rejoindre la séance" in coming
    assert "Voir l’enregistrement" not in coming
    assert "Rejoindre la séance" not in past
    assert "Voir l’enregistrement" in past


def test_a_session_goes_into_a_calendar(client):
    event = gardens.event(gardens.event_index(), "Lire, écrire", place="Salle 3; Québec")

    answer = client.get("/fr/seances/lire-ecrire/calendar/")
    [told] = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert told["SUMMARY"] == "Lire, écrire"
    assert told["LOCATION"] == "Salle 3; Québec"
    assert told["UID"] == f"{event.translation_key}-fr@micromarche"
    assert (told.start, told.end) == tuple(
        moment.replace(microsecond=0) for moment in (event.starts_at, event.ends_at)
    )


def test_a_session_that_moves_keeps_its_identity_and_raises_its_sequence(client):
    event = gardens.event(gardens.event_index())
    before = client.get("/fr/seances/seance/calendar/").text

    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    event.save_revision().publish()
    after = client.get("/fr/seances/seance/calendar/").text

    assert [line for line in before.splitlines() if line.startswith("UID")] == [
        line for line in after.splitlines() if line.startswith("UID")
    ]
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"place": "", "online": ""}, "place"),
        ({"online": "javascript:alert(1)"}, "online"),
    ],
)
def test_a_session_without_a_place_or_with_an_unsafe_address_is_refused(fields, wrong):
    event = gardens.event(gardens.event_index())
    for name, value in fields.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert list(refusal.value.message_dict) == [wrong]


def test_a_session_that_ends_before_it_begins_is_refused():
    event = gardens.event(gardens.event_index())
    event.ends_at = event.starts_at

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert list(refusal.value.message_dict) == ["ends_at"]
