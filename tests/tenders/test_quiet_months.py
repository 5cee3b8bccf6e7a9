"""After a month in which somebody's searches found nothing, one message of what was close by."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now, travel
from marketplace.notifications.models import Message
from marketplace.signed_links import sign
from tenders.actions.quiet_month import tell_quiet_month
from tenders.models import Subscriber
from tenders.queries.quiet_month import month_before, quiet_subscribers
from tenders.tasks import tell_of_quiet_months
from tests.factories import EASTERN, TenderFactory, UserFactory
from tests.tenders import stages
from tests.tenders.alerts import following, saved, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def month(n=0):
    """The first of a month to come, at nine in Québec; ``n`` months later."""
    year, place = divmod(now().year * 12 + now().month + n, 12)
    return datetime.combine(date(year, place + 1, 1), time(9), tzinfo=EASTERN)


def waiting(query="q=formulaire", **fields):
    """The alert of somebody who asked for it well before the first month."""
    return saved(query, at=month(0) - timedelta(days=3), **fields)


def told():
    return list(Message.objects.filter(kind="quiet-month").order_by("pk"))


def sweep_at(at):
    with travel(at):
        return tell_of_quiet_months()


def near_call(at, **fields):
    """A call that is open on the first of the second month."""
    return TenderFactory(open=True, at=at, **fields)


def test_a_month_is_of_the_clock_of_quebec():
    at = datetime(2027, 3, 1, 13, 30, tzinfo=EASTERN)

    begin, end = month_before(at)

    assert (begin.isoformat()[:10], end.isoformat()[:10]) == ("2027-02-01", "2027-03-01")
    assert month_before(datetime(2027, 1, 31, tzinfo=EASTERN))[0].isoformat()[:7] == "2026-12"


def test_what_fits_but_for_one_thing_is_told_with_what_it_is():
    alert = waiting("region=05&category=81111500", name="Estrie")
    with travel(month(1) - timedelta(days=4)):
        near_call(now(), region="01", title_fr="Permis")
        near_call(now(), region="01", main_category_id="43232300", title_fr="Rien à voir")
        sweep()

    assert sweep_at(month(1)) == 1

    [message] = told()
    assert message.recipient == alert.subscriber.user
    [call] = message.context["near"]
    assert (call["title_fr"], call["alert"], call["but"]) == (
        "Permis",
        "Estrie",
        "Bas-Saint-Laurent",
    )


def test_what_fits_but_for_the_words_is_told_too():
    waiting("q=introuvable&region=01")
    with travel(month(1) - timedelta(days=4)):
        near_call(now(), region="01")
        sweep()

    sweep_at(month(1))

    assert [call["but"] for call in told()[0].context["near"]] == [""]


def test_what_was_awarded_in_ones_categories_is_told():
    waiting("region=05&category=81111500")
    with travel(month(0) + timedelta(days=4)):
        tender = TenderFactory(open=True, at=now() - timedelta(days=20))
        winner = stages.bid(tender, price="12000.00")
        stages.opened(tender)
        stages.awarded(tender, winner)

    sweep_at(month(1))

    assert [award["number"] for award in told()[0].context["awards"]] == [tender.number]


def test_a_year_of_sweeps_tells_once_a_month_at_most():
    waiting("q=introuvable&region=01")
    for n in (1, 2):
        with travel(month(n) - timedelta(days=4)):
            near_call(now(), region="01")
            sweep()
        for hours in (-2, 0, 1, 30, 24 * 20):
            sweep_at(month(n) + timedelta(hours=hours))

    assert [message.told_at.astimezone(EASTERN).month for message in told()] == [
        month(1).month,
        month(2).month,
    ]


def quiet_choice(alert):
    Subscriber.objects.update(wants_quiet_month=False)


def pause(alert):
    alert.paused_at = now()
    alert.save(update_fields=["paused_at"])


def close_account(alert):
    alert.subscriber.user.is_active = False
    alert.subscriber.user.save()


@pytest.mark.parametrize("change", [quiet_choice, pause, close_account])
def test_who_wants_nothing_is_told_nothing(change):
    alert = waiting("q=introuvable&region=01")
    with travel(month(1) - timedelta(days=4)):
        near_call(now(), region="01")
        sweep()
    change(alert)

    sweep_at(month(1))

    assert told() == []


def test_a_month_with_news_or_begun_in_its_middle_or_of_a_followed_call_is_not_quiet():
    waiting("region=01")
    saved("region=01", at=month(0) + timedelta(days=9), user=UserFactory())
    call = near_call(month(0) - timedelta(days=5), region="01")
    following(call, user=UserFactory())
    with travel(month(1) - timedelta(days=4)):
        near_call(now(), region="01")
        sweep()

    assert quiet_subscribers(at=month(1)) == []


def test_where_there_is_nothing_to_tell_nobody_is_written_to():
    waiting("q=introuvable&region=01")

    assert sweep_at(month(1)) == 0
    assert told() == []
    assert Subscriber.objects.get().quiet_seen_at >= month(1)


def test_two_sweeps_at_once_tell_once():
    alert = waiting("q=introuvable&region=01")
    with travel(month(1) - timedelta(days=4)):
        near_call(now(), region="01")
        sweep()

    both = [
        tell_quiet_month(subscriber_ids=[alert.subscriber_id], at=month(1) + timedelta(hours=n))
        for n in (0, 1)
    ]

    assert both == [1, 0]


def test_one_click_in_a_mail_program_stops_it_and_the_alerts_go_on():
    alert = waiting()
    token = sign(
        "tenders:quiet_stop", str(alert.subscriber.public_id), until=now() + timedelta(days=1)
    )
    page = reverse("tenders:quiet_stop", args=[token])

    assert "mois tranquilles" in Client().get(page).content.decode()  # as a scanner looks
    assert Subscriber.objects.get().wants_quiet_month
    answer = Client(enforce_csrf_checks=True).post(page, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not Subscriber.objects.get().wants_quiet_month
    alert.refresh_from_db()
    assert alert.paused_at is None


def test_it_is_switched_off_and_on_under_ones_alerts(client):
    alert = waiting()
    client.force_login(alert.subscriber.user)

    for said, wanted in (("off", False), ("on", True)):
        client.post(reverse("tenders:alerts"), {"quiet": said})
        assert Subscriber.objects.get().wants_quiet_month is wanted
