"""A new call finds the saved searches that it fits, and their people are told, once."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.clock import now, travel
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.notifications.models import Message
from tenders.actions.alert import (
    MOST_ALERTS,
    confirm_alert,
    delete_alert,
    pause_alert,
    resume_alert,
    save_alert,
    set_frequency,
    stop_alerts,
)
from tenders.actions.announcement import sort_announcement
from tenders.actions.cancellation import cancel_tender
from tenders.actions.digest import tell_subscribers
from tenders.models import Alert, Announcement, News, Subscriber
from tenders.queries.search import CALLS
from tests.factories import BuyerFactory, TenderFactory, UserFactory, VendorFactory, member
from tests.judging import approver_of
from tests.races import race
from tests.tenders.alerts import calls_in, following, saved, sweep, told, wish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "language", "fits"),
    [
        ("", "fr", True),
        ("q=formulaires", "fr", True),
        ("q=FORMULAIRE+telephone", "fr", True),
        ("q=drone", "fr", False),
        ("q=formulaire+-permis", "fr", False),
        ('q="demande+de+permis"', "fr", True),
        ("q=formul*", "fr", True),
        ("q=forms", "en", True),
        ("q=formulaire", "en", False),
        ("region=01", "fr", True),
        ("region=06", "fr", False),
        ("region=06&region=01", "fr", True),
        ("category=81111509", "fr", True),
        ("category=81111500", "fr", True),
        ("category=81110000", "fr", True),
        ("category=81112000", "fr", False),
        ("buyer=ville-des-alertes", "fr", True),
        ("buyer=autre-ville", "fr", False),
        ("budget=25000-50000", "fr", True),
        ("budget=0-10000&budget=50000-", "fr", False),
        ("place=hybrid&method=adjusted_price&licence=LiLiQ-P-1.1", "fr", True),
        ("q=formulaire&region=01&budget=25000-50000", "fr", True),
        ("q=formulaire&region=06", "fr", False),
        ("view=all&status=awarded&sort=newest&closing=5", "fr", True),  # what passes is not kept
    ],
)
def test_a_new_call_fits_a_saved_search_or_not(query, language, fits):
    alert = saved(query, language=language)
    buyer = BuyerFactory(slug="ville-des-alertes")
    tender = TenderFactory(open=True, buyer=buyer, region="01", city="Rimouski", place="hybrid")

    sweep()

    assert [calls_in(mail) for mail in told(alert.subscriber.user)] == [[tender.number]] * fits


def test_every_facet_of_the_list_is_kept_or_fleeting():
    kept = wish("&".join(f"{facet.name}=x" for facet in CALLS.facets if not facet.choices))

    assert kept.keys == ["category=x", "buyer=x"]


def test_words_that_hold_quotes_and_operators_are_words():
    saved(f"q={quote(chr(39) + ' OR 1=1; -- & | ! <-> :* (')}&buyer=a-b_c")
    TenderFactory(open=True)

    assert sweep() == 0


def test_a_call_is_told_once_however_often_the_sweeps_come():
    alert = saved()
    TenderFactory(open=True)

    assert [sweep(), sweep(), sweep()] == [1, 0, 0]
    assert News.objects.count() == 1
    assert len(told(alert.subscriber.user)) == 1


def test_an_alert_begins_when_it_is_saved():
    tender = TenderFactory(open=True, at=now() - timedelta(minutes=5))
    saved(at=now())

    assert sweep() == 0
    assert Announcement.objects.get(tender=tender).sorted_at is not None


def test_a_draft_is_told_to_nobody():
    saved()
    TenderFactory(in_review=True)

    assert sweep() == 0
    assert not Announcement.objects.exists()


def test_one_mail_tells_of_all_the_best_first_and_says_why():
    user = UserFactory(language="en")
    saved("q=drone", user=user, name="Drones", language="fr")
    saved("region=01", user=user, name="Near us")
    plain = TenderFactory(open=True, region="01", city="Là", place="hybrid")
    best = TenderFactory(
        open=True, region="01", city="Là", place="hybrid", title_fr="Relevés par drone"
    )

    assert sweep() == 1

    [mail] = told(user)
    assert (mail.language, mail.context["count"], mail.context["more"]) == ("en", 2, 0)
    assert calls_in(mail) == [best.number, plain.number]
    assert mail.context["calls"][0]["reasons"] == [
        {"alert": "Drones", "by": "“drone”"},
        {"alert": "Near us", "by": "Bas-Saint-Laurent"},
    ]


def test_the_reason_names_only_the_values_that_the_call_has():
    saved("region=01&region=06", name="Deux régions")
    TenderFactory(open=True, region="06", city="Là", place="hybrid")

    sweep()

    [mail] = told()
    assert mail.context["calls"][0]["reasons"] == [{"alert": "Deux régions", "by": "Montréal"}]


def test_who_was_told_for_their_firm_is_not_told_twice():
    vendor = VendorFactory()
    vendor.categories.set(["81111509"])
    person = member(vendor)
    alert, other = saved(user=person), saved()
    tender = TenderFactory(open=True, main_category_id="81111509")

    assert sweep() == 1
    assert Message.objects.filter(kind="tender-fits", recipient=person).count() == 1
    assert (told(person), calls_in(told(other.subscriber.user)[0])) == ([], [tender.number])
    assert alert.news.get().told_at is not None


def test_a_mail_shows_ten_calls_and_counts_the_others(monkeypatch):
    monkeypatch.setattr("tenders.documents.digest.SHOWN", 2)
    saved()
    for _ in range(3):
        TenderFactory(open=True)

    sweep()

    [mail] = told()
    assert (len(mail.context["calls"]), mail.context["count"], mail.context["more"]) == (2, 3, 1)


def test_a_call_that_closed_before_the_mail_is_left_out():
    alert = saved(frequency="weekly")
    tender = TenderFactory(open=True)
    sweep()

    with travel(tender.submission_deadline + timedelta(days=8)):
        assert sweep() == 0

    assert alert.news.get().told_at is not None
    assert told() == []


def test_followers_of_a_call_are_told_what_happens_to_it():
    tender = TenderFactory(open=True)
    alert, other = following(tender), following(TenderFactory(open=True))
    sweep()

    cancel_tender(
        tender_id=tender.pk, reason_fr="Le besoin a changé.", actor=approver_of(tender), at=now()
    )

    assert sweep() == 1
    [mail] = told(alert.subscriber.user)
    assert [(step["number"], step["step"]) for step in mail.context["steps"]] == [
        (tender.number, "cancelled")
    ]
    assert told(other.subscriber.user) == []


def test_a_paused_alert_finds_nothing_and_is_resumed_for_what_comes():
    alert = saved(frequency="daily")
    owner = alert.subscriber
    TenderFactory(open=True)
    sweep()
    pause_alert(alert_id=alert.public_id, actor=owner, at=now())
    TenderFactory(open=True)
    sweep()
    resume_alert(alert_id=alert.public_id, actor=owner, at=now())
    wanted = TenderFactory(open=True)
    sweep()

    assert [each.announcement.tender for each in alert.news.all()] == [wanted]


def test_another_frequency_holds_for_what_waits():
    alert = saved(frequency="weekly")
    TenderFactory(open=True)
    assert sweep() == 0

    set_frequency(alert_id=alert.public_id, frequency="at_once", actor=alert.subscriber, at=now())

    assert sweep() == 1


def test_the_same_search_is_saved_once_and_not_more_than_so_many():
    user = UserFactory()
    saved("region=01", user=user)

    with pytest.raises(Conflict):
        saved("region=01", user=user)
    for number in range(MOST_ALERTS - 1):
        saved(f"q=mot{number}", user=user)
    with pytest.raises(Invalid):
        saved("q=encore", user=user)
    with pytest.raises(Invalid):
        saved("q=jamais", frequency="never")

    assert Alert.objects.count() == MOST_ALERTS


@pytest.mark.parametrize("change", [pause_alert, resume_alert, delete_alert])
def test_nobody_changes_the_alert_of_another(change):
    alert, stranger = saved("region=01"), saved("region=01").subscriber
    before = Alert.objects.filter(pk=alert.pk).values().get()

    for actor in (stranger, alert.subscriber.user):
        with pytest.raises(NotAuthorized):
            change(alert_id=alert.public_id, actor=actor, at=now())

    assert Alert.objects.filter(pk=alert.pk).values().get() == before


def test_an_address_is_forgotten_with_its_last_alert():
    confirmed = {**wish("region=01").__dict__, "address": "a@example.org"}
    subscriber = confirm_alert(confirmed=confirmed, at=now())

    delete_alert(alert_id=subscriber.alerts.get().public_id, actor=subscriber, at=now())

    assert not Subscriber.objects.exists()


def test_an_address_that_becomes_an_account_keeps_its_alerts():
    confirmed = {**wish("region=01").__dict__, "address": "a@example.org"}
    confirm_alert(confirmed=confirmed, at=now())
    user = UserFactory(email="a@example.org")

    save_alert(wish=wish("region=02"), actor=user, at=now())

    assert user.subscriber.alerts.count() == 2
    assert Subscriber.objects.count() == 1


def test_an_address_with_an_account_confirms_for_the_account():
    user = UserFactory(email="a@example.org", language="en")
    confirmed = {**wish("region=01").__dict__, "address": "a@example.org"}

    assert confirm_alert(confirmed=confirmed, at=now()).user == user


def test_who_stops_is_told_nothing_more():
    alert = saved()
    saved("region=06", user=alert.subscriber.user)
    TenderFactory(open=True)

    assert stop_alerts(actor=alert.subscriber, at=now()) == 2
    assert stop_alerts(actor=alert.subscriber, at=now()) == 0
    assert sweep() == 0


def test_an_account_that_was_closed_is_told_nothing():
    alert = saved()
    alert.subscriber.user.is_active = False
    alert.subscriber.user.save()
    TenderFactory(open=True)

    assert sweep() == 0


def test_one_in_trouble_keeps_nobody_waiting():
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"
    broken = Subscriber.objects.create(address=long, language="fr", created_at=now())
    alert = saved()
    Alert.objects.create(
        subscriber=broken,
        name="Trop long",
        frequency="at_once",
        language="fr",
        created_at=alert.created_at,
    )
    TenderFactory(open=True)

    assert sweep() == 1
    assert [mail.recipient for mail in told()] == [alert.subscriber.user]
    assert News.objects.get(alert__subscriber=broken).told_at is None


def test_matching_and_telling_cost_the_same_for_one_and_for_three():
    def cost():
        TenderFactory(open=True)
        [waiting] = Announcement.objects.filter(sorted_at=None)
        found = statements_of(lambda: sort_announcement(announcement_id=waiting.pk, at=now()))
        owners = list(Subscriber.objects.values_list("pk", flat=True))
        tell = {"subscriber_ids": owners, "frequency": "at_once", "at": now()}
        return found, statements_of(lambda: tell_subscribers(**tell))

    saved("category=81111509")
    one = cost()
    saved("category=81111500&category=81110000")
    saved("q=formulaire&category=81111509")

    assert cost() == one


def statements_of(do):
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_that_race_send_one_mail():
    alert = saved()
    TenderFactory(open=True)
    [waiting] = Announcement.objects.filter(sorted_at=None)
    at = now()

    sort = [lambda: sort_announcement(announcement_id=waiting.pk, at=at)] * 2
    sorted_out = [each.result() for each in race(*sort, line=News)]
    owner = [alert.subscriber_id]
    tell = [lambda: tell_subscribers(subscriber_ids=owner, frequency="at_once", at=at)] * 2
    sent = [each.result() for each in race(*tell, line=Message)]

    assert sorted(sorted_out) == [False, True]
    assert sorted(sent) == [0, 1]
    assert len(told()) == 1
