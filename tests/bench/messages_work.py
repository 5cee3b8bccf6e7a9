"""What ``tests.bench.messages`` measures, in a process with the site's settings. Prints JSON."""

import json
import smtplib
import sys
import time
from typing import Any

import django

django.setup()

from django.core.mail import get_connection  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from marketplace.accounts.models import User  # noqa: E402
from marketplace.clock import now  # noqa: E402
from marketplace.notifications.delivery import deliver_batch  # noqa: E402
from marketplace.notifications.envelope import mail_of  # noqa: E402
from marketplace.notifications.kinds import all_kinds  # noqa: E402
from marketplace.notifications.models import Message, MessageStatus  # noqa: E402
from marketplace.notifications.notify import notify  # noqa: E402

KIND, ROUNDS, FEW, LOOKS = "tender-fits", 5, 100, 15


def people(count: int) -> list[User]:
    User.objects.bulk_create(
        User(email=f"reader{n}@firme.example", language="fr" if n % 4 else "en")
        for n in range(count)
    )
    return list(User.objects.filter(email__startswith="reader"))


def queue(readers: list[User], occasion: str) -> float:
    sample = all_kinds()[KIND].sample
    begun = time.perf_counter()
    with transaction.atomic():
        notify(KIND, recipients=readers, occasion=occasion, at=now(), context=sample)
    return time.perf_counter() - begun


def drain(count: int) -> float:
    """Mails a second, as the worker's sweep hands them over."""
    begun, left = time.perf_counter(), count
    while left > 0:
        left -= deliver_batch(at=now())
    return count / (time.perf_counter() - begun)


def by_hand(port: int, count: int) -> float:
    """The same mail, built beforehand, on one connection."""
    message = Message.objects.filter(kind=KIND).select_related("recipient").first()
    assert message is not None
    written = mail_of(message, get_connection()).message().as_bytes(linesep="\r\n")
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for n in range(count):
            server.sendmail("avis@micromarche.example", [f"reader{n}@firme.example"], written)
    return count / (time.perf_counter() - begun)


def inbox_seconds(person: User) -> float:
    browser = Client(SERVER_NAME="localhost", HTTP_X_FORWARDED_PROTO="https")
    browser.force_login(person)
    times = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        answer = browser.get(reverse("inbox:list"))
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.status_code
    return sorted(times)[LOOKS // 2]


def filled_inbox(person: User, count: int) -> User:
    at = now()
    Message.objects.bulk_create(
        Message(
            key=f"inbox:{person.pk}:{n}",
            kind=KIND,
            recipient=person,
            address=person.email,
            language="fr",
            context=all_kinds()[KIND].sample,
            told_at=at,
            due_at=at,
            status=MessageStatus.KEPT,
            in_inbox=True,
        )
        for n in range(count)
    )
    return person


def main(count: int, port: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: [] for name in ("queued", "ours", "bare", "inbox_few", "inbox_many")
    }
    readers = people(count)
    share = readers[: count // ROUNDS]
    for number in range(ROUNDS):
        found["queued"].append(queue(readers, f"whole {number}"))
        Message.objects.all().delete()
        queue(share, f"sent {number}")
        found["ours"].append(drain(len(share)))
        found["bare"].append(by_hand(port, len(share)))
    few, many = filled_inbox(readers[0], FEW), filled_inbox(readers[1], count)
    for _ in range(ROUNDS):
        found["inbox_few"].append(inbox_seconds(few))
        found["inbox_many"].append(inbox_seconds(many))
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
