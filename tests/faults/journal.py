"""What the clients saw: the only witness that the site can't influence."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

STAMPED_WITHIN = timedelta(seconds=3)  # of its sending, even here where all share two processors


@dataclass(frozen=True)
class Attempt:
    """One submission as its client knows it, by the site's clock.

    ``outcome`` is "accepted", "closed" (refused as late) or "other" (refused for another
    reason); ``version`` and ``receipt`` (a digest) are what the receipt says. It was tried from
    ``begun_at`` on; the try that was answered was sent at ``sent_at``. What was never answered
    is no attempt. ``stamped`` says whether a proxy noted the moment of the last byte.
    """

    trouble: str
    bid: str
    key: str
    deadline: datetime
    begun_at: datetime
    sent_at: datetime
    answered_at: datetime
    outcome: str
    version: int = 0
    receipt: str = ""
    stamped: bool = False

    @property
    def was_late(self) -> bool:
        """Whether nothing of it was sent before the deadline."""
        return self.begun_at >= self.deadline

    @property
    def was_in_time(self) -> bool:
        """Whether the try that was answered was surely whole at the site before the deadline."""
        here = self.sent_at + STAMPED_WITHIN if self.stamped else self.answered_at
        return here < self.deadline


@dataclass(frozen=True)
class KeptFile:
    """A sealed file that the site acknowledged by its digest."""

    trouble: str
    bid: str
    digest: str


@dataclass(frozen=True)
class Race:
    """An award that several people made at once: how many were told that they made it."""

    trouble: str
    tender: str
    step: str
    told: int


@dataclass(frozen=True)
class Answer:
    """A response that was no answer: its status, and whether it said why in the page's language."""

    trouble: str
    status: int
    says_why: bool


@dataclass
class Journal:
    tried: set[str] = field(default_factory=set)  # the troubles that some call lived through
    attempts: list[Attempt] = field(default_factory=list)
    files: list[KeptFile] = field(default_factory=list)
    races: list[Race] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    waits: dict[str, list[float]] = field(
        default_factory=dict
    )  # seconds of each request, by trouble
    freed: list[tuple[str, datetime]] = field(default_factory=list)  # when a disk had room again
    early: Counter[str] = field(default_factory=Counter)  # what was asked early, and how it ended
    _lock: Lock = field(default_factory=Lock)

    def note(self, entry: Attempt | KeptFile | Race | Answer) -> None:
        lists: dict[type, list] = {
            Attempt: self.attempts,
            KeptFile: self.files,
            Race: self.races,
            Answer: self.answers,
        }
        with self._lock:
            lists[type(entry)].append(entry)

    def retried(self) -> None:
        with self._lock:
            self.retries += 1

    def waited(self, trouble: str, seconds: float) -> None:
        with self._lock:
            self.waits.setdefault(trouble, []).append(seconds)

    def of(self, outcome: str) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.outcome == outcome]
