"""Each person is told as they chose; what must be sent is sent to everybody, at once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from marketplace.clock import travel
from marketplace.errors import IllegalTransition, Invalid, NotAuthorized
from marketplace.notifications.actions import choose_ways, send_again, send_digest, unsubscribe
from marketplace.notifications.kinds import Topic
from marketplace.notifications.models import (
    Message,
    MessageStatus,
    Preference,
    QuietHours,
    Way,
)
from marketplace.notifications.tasks import deliver_due_messages, send_digests
from marketplace.notifications.telling import after_quiet, next_digest
from tests.marketplace.notifications.people import PROGRESS, REQUIRED, TASK, person, tell
from tests.signing_in import sign_in

# Tuesday, half past eight in the evening in Montréal.
EVENING = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
SEVEN = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NIGHT = (time(20), time(7, 30))


def choose(who, quiet=None, **ways):
    asked = {Topic(topic): way for topic, way in ways.items()}
    choose_ways(ways=asked, quiet=quiet, actor=who, at=EVENING)


def deliver(at):
    with travel(at):
        return deliver_due_messages()


def sent_to(who):
    return [one.subject for one in mail.outbox if one.to == [who.email]]


@pytest.mark.django_db
def test_who_chose_nothing_is_told_at_once():
    camille = person()
    tell(camille, at=EVENING)

    assert deliver(EVENING) == 1

    assert len(sent_to(camille)) == 1


@pytest.mark.django_db
def test_who_wants_no_mail_finds_it_in_their_messages():
    camille, robin = person(), person("robin")
    choose(camille, tasks=Way.NEVER)

    tell(camille, robin, at=EVENING)
    deliver(EVENING)

    assert (sent_to(camille), len(sent_to(robin))) == ([], 1)
    assert Message.objects.inbox_of(camille).get().status == MessageStatus.KEPT


@pytest.mark.django_db
def test_what_must_be_sent_is_sent_whatever_was_chosen():
    camille = person()
    choose(camille, quiet=NIGHT, tasks=Way.NEVER, progress=Way.NEVER, calls=Way.NEVER)

    tell(camille, at=EVENING, kind=REQUIRED)
    deliver(EVENING)

    assert len(sent_to(camille)) == 1


@pytest.mark.django_db
def test_nobody_can_choose_about_what_must_be_sent():
    with pytest.raises(IntegrityError, match="required_mail_has_no_preference"):
        Preference.objects.create(person=person(), topic=Topic.REQUIRED, way=Way.NEVER)


@pytest.mark.django_db
def test_quiet_hours_hold_back_what_can_wait_until_their_end():
    camille = person()
    choose(camille, quiet=NIGHT)

    tell(camille, at=EVENING)

    assert deliver(EVENING) == 0
    morning = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
    assert Message.objects.get().due_at == morning
    with travel(morning):
        assert deliver_due_messages() == 1


@pytest.mark.parametrize(
    ("at", "begins", "ends", "due"),
    [
        ("01:30", 20, 7, "12:00"),  # half past eight in the evening, over midnight
        ("06:00", 20, 7, "12:00"),  # one in the morning
        ("12:00", 20, 7, "12:00"),  # seven: they have just ended
        ("17:00", 20, 7, "17:00"),
        ("17:00", 12, 13, "18:00"),  # noon
        ("18:00", 12, 13, "18:00"),
        ("16:59", 12, 13, "16:59"),
    ],
)
def test_quiet_hours_are_of_the_local_clock(at, begins, ends, due):
    hours = QuietHours(begins=time(begins), ends=time(ends))
    moment = datetime.fromisoformat(f"2026-03-04T{at}+00:00")

    assert after_quiet(moment, hours) == datetime.fromisoformat(f"2026-03-04T{due}+00:00")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-04T11:59+00:00", "2026-03-04T12:00+00:00"),
        ("2026-03-04T12:00+00:00", "2026-03-05T12:00+00:00"),
        ("2026-03-07T20:00+00:00", "2026-03-08T11:00+00:00"),  # clocks go forward that night
    ],
)
def test_the_daily_message_goes_out_at_seven_in_the_morning(at, due):
    assert next_digest(datetime.fromisoformat(at)) == datetime.fromisoformat(due)


@pytest.mark.django_db
def test_quiet_hours_that_begin_when_they_end_are_refused():
    camille = person()
    choose(camille, quiet=NIGHT, tasks=Way.DAILY)

    with pytest.raises(Invalid):
        choose(camille, quiet=(time(8), time(8)), tasks=Way.NEVER)

    assert Preference.objects.get(topic=Topic.TASKS).way == Way.DAILY
    assert QuietHours.objects.get().begins == time(20)


@pytest.mark.django_db
def test_one_daily_message_holds_what_came_since_the_last_and_comes_once():
    camille = person("camille", "en")
    choose(camille, tasks=Way.DAILY, progress=Way.DAILY)
    tell(camille, at=EVENING, occasion="1")
    tell(camille, at=EVENING + timedelta(hours=1), kind=PROGRESS)

    for moment in (EVENING, SEVEN - timedelta(minutes=1), SEVEN, SEVEN + timedelta(minutes=5)):
        with travel(moment):
            send_digests()
            deliver_due_messages()

    assert sent_to(camille) == ["Your message of the day: 2 items"]
    assert "Question about AP-2026-0001" in mail.outbox[0].body
    in_inbox = Message.objects.inbox_of(camille).values_list("kind", "status")
    assert sorted(in_inbox) == [(TASK, MessageStatus.KEPT), (PROGRESS, MessageStatus.KEPT)]


@pytest.mark.django_db
def test_a_long_day_is_cut_and_says_so():
    camille = person("camille", "en")
    choose(camille, tasks=Way.DAILY)
    for n in range(33):
        tell(camille, at=EVENING, occasion=str(n))

    assert send_digest(person=camille, at=SEVEN) == 33

    digest = Message.objects.get(kind="daily-digest")
    assert (len(digest.context["lines"]), digest.context["more"]) == (30, 3)


@pytest.mark.django_db
def test_stopping_a_topic_keeps_what_was_waiting_out_of_the_mail():
    camille = person()
    choose(camille, tasks=Way.DAILY)
    tell(camille, at=EVENING)

    unsubscribe(person=camille, topic=Topic.TASKS, at=EVENING)

    with travel(SEVEN):
        assert (send_digests(), deliver_due_messages()) == (0, 0)
    assert Message.objects.get().status == MessageStatus.KEPT


@pytest.mark.django_db
def test_stopping_the_daily_message_stops_all_that_it_holds_and_nothing_else():
    camille = person()
    choose(camille, tasks=Way.DAILY, progress=Way.AT_ONCE, calls=Way.DAILY)

    unsubscribe(person=camille, topic=Topic.GATHERED, at=EVENING)

    assert dict(Preference.objects.values_list("topic", "way")) == {
        Topic.TASKS: Way.NEVER,
        Topic.PROGRESS: Way.AT_ONCE,
        Topic.CALLS: Way.NEVER,
    }


@pytest.mark.django_db
def test_telling_many_asks_as_often_as_telling_one(django_assert_num_queries):
    people = [person(f"p{n}") for n in range(12)]

    with django_assert_num_queries(3):
        tell(people[0], at=EVENING, occasion="one")
    with django_assert_num_queries(3):
        tell(*people, at=EVENING, occasion="many")


@pytest.mark.django_db
def test_telling_what_is_required_asks_nothing(django_assert_num_queries):
    camille = person()

    with django_assert_num_queries(1):
        tell(camille, at=EVENING, kind=REQUIRED)


@pytest.mark.django_db
def test_the_operator_sends_again_what_was_given_up():
    operator = person("operator", is_operator=True)
    tell(person(), at=EVENING)
    Message.objects.update(status=MessageStatus.FAILED, attempts=9, last_error="550")

    send_again(message_id=Message.objects.get().pk, actor=operator, at=SEVEN)

    with travel(SEVEN):
        assert deliver_due_messages() == 1
    assert Message.objects.get().status == MessageStatus.SENT


@pytest.mark.django_db
def test_nobody_else_sends_again_and_nothing_is_sent_twice():
    camille, operator = person(), person("operator", is_operator=True)
    tell(camille, at=EVENING)
    Message.objects.update(status=MessageStatus.FAILED)
    number = Message.objects.get().pk

    with pytest.raises(NotAuthorized):
        send_again(message_id=number, actor=camille, at=SEVEN)
    assert Message.objects.get().status == MessageStatus.FAILED

    send_again(message_id=number, actor=operator, at=SEVEN)
    with pytest.raises(IllegalTransition):
        send_again(message_id=number, actor=operator, at=SEVEN)


@pytest.mark.django_db
def test_choices_are_kept_and_shown_again():
    camille = person()
    browser = sign_in(Client(), camille)
    choices = {"tasks": "daily", "progress": "never", "calls": "at_once"}

    answer = browser.post(
        reverse("inbox:preferences"), {**choices, "quiet_begins": "20:00", "quiet_ends": "07:00"}
    )

    assert answer.status_code == 302
    form = browser.get(reverse("inbox:preferences")).context["form"]
    assert form.initial == {**choices, "quiet_begins": time(20), "quiet_ends": time(7)}


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [("20:00", ""), ("", "07:00"), ("20:00", "20:00"), ("25", "7")])
def test_half_of_the_quiet_hours_is_an_error_that_loses_nothing(hours):
    camille = person()
    browser = sign_in(Client(), camille)
    choices = {"tasks": "daily", "progress": "never", "calls": "at_once"}

    answer = browser.post(
        reverse("inbox:preferences"), {**choices, "quiet_begins": hours[0], "quiet_ends": hours[1]}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["form"]["tasks"].value() == "daily"
    assert not Preference.objects.exists()
