"""Loads the demo: a believable Québec that went through the same doors as everybody."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.demo import load_content
from marketplace.clock import now
from marketplace.demo.alerts import make_alerts
from marketplace.demo.bodies import Body, make_bodies
from marketplace.demo.facts import FOLDER, read
from marketplace.demo.firms import make_firms
from marketplace.demo.offers import Firm
from marketplace.demo.partners import make_partners
from marketplace.demo.people import People
from marketplace.demo.stories import Life, story
from marketplace.demo.timeline import play
from marketplace.notifications.models import Message, MessageStatus
from tenders.actions.history import keep_history
from tenders.actions.insights import refresh_insights
from tenders.models import Buyer
from tenders.ocds.seao import past_notice, releases_in

YEARS_BACK = 500  # days
MAIL_DELIVERED_BEFORE = timedelta(days=1)


def is_loaded() -> bool:
    """Whether the demo is there already."""
    return Buyer.objects.filter(slug=read("buyers")[0]["slug"]).exists()


@transaction.atomic
def load(told: Callable[[int], None] = lambda done: None) -> int:
    """Make people, bodies, firms and calls, and play every call's story up to today.

    Returns how many steps were played. All of it or nothing.
    """
    people, begun = People(), now() - timedelta(days=YEARS_BACK)
    bodies = make_bodies(people, begun)
    firms = make_firms(people, begun)
    steps = play(map(story, _lives(bodies, firms)), until=now(), told=told)
    make_alerts(people, begun)
    make_partners(people, firms, now() - timedelta(days=9))
    people.sign_out()
    load_content(now(), editor=people.role("editor"))
    _take_over_history()
    _deliver_the_past()
    refresh_insights()
    return steps


def _take_over_history() -> None:
    """Some contracts of the past, as ``import_seao`` takes them over."""
    path = FOLDER / "seao_sample.json"
    found = (
        past_notice(each, source=path.name, at=now()) for each in releases_in(path.read_bytes())
    )
    keep_history(notice for notice in found if notice)


def _lives(bodies: dict[str, Body], firms: list[Firm]) -> list[Life]:
    places: Counter[str] = Counter()
    today = timezone.localdate(now())
    lives = []
    for call in read("calls"):
        state = call["state"]
        rng = Random(call["title_fr"])  # noqa: S311  a demo, to be the same every time
        lives.append(
            Life(
                call=call,
                body=bodies[call["buyer"]],
                firms=_bidders(call, firms, rng),
                today=today,
                place=places[state],
                rng=rng,
            )
        )
        places[state] += 1
    return lives


def _bidders(call: dict[str, Any], firms: list[Firm], rng: Random) -> list[Firm]:
    """Two to six firms of the trade; the three announced ones bid whenever they may."""
    able = [firm for firm in firms if call["archetype"] in firm.archetypes]
    announced, others = able[:1], able[1:]
    return [*announced, *rng.sample(others, k=min(len(others), rng.randrange(1, 6)))]


def _deliver_the_past() -> None:
    """Nobody wants a year of mail on the first evening: what was due long ago counts as sent."""
    old = Message.objects.filter(
        status=MessageStatus.QUEUED, due_at__lt=now() - MAIL_DELIVERED_BEFORE
    )
    old.update(status=MessageStatus.SENT, sent_at=F("due_at"))
