"""Plays many stories at once, in the order of time, with the clock set to each moment."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import count

from marketplace.clock import travel

Story = Iterator[datetime]


def play(
    stories: Iterable[Story],
    *,
    until: datetime,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Resume each story at the moments it asks for, the earliest first. Return how many steps.

    A moment after ``until`` is not played: the story stays where it is.

    A story is a generator: it yields the moment of its next step and does the
    step when resumed. So the ledger, the releases and the numbers follow one
    another as they would have in life.
    """
    order = count()
    waiting: list[tuple[datetime, int, Story]] = []
    for story in stories:
        _queue(waiting, story, next(order), until)
    steps = 0
    while waiting:
        moment, _, story = heapq.heappop(waiting)
        with travel(moment):
            _queue(waiting, story, next(order), until)
        steps += 1
        told(steps)
    return steps


def _queue(
    waiting: list[tuple[datetime, int, Story]], story: Story, number: int, until: datetime
) -> None:
    moment = next(story, None)
    if moment is not None and moment <= until:
        heapq.heappush(waiting, (moment, number, story))
