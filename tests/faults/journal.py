"""What the clients saw: the only witness that the site can't influence."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock


@dataclass(frozen=True)
class Attempt:
    """One submission as its client knows it, by the site's clock.

    ``outcome`` is "accepted", "closed" (refused as late) or "other" (refused for another
    reason); ``version`` is what the receipt says. What was never answered is no attempt.
    """

    bid: str
    key: str
    deadline: datetime
    sent_at: datetime
    answered_at: datetime
    outcome: str
    version: int = 0


@dataclass
class Journal:
    attempts: list[Attempt] = field(default_factory=list)
    retries: int = 0
    faults: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, attempt: Attempt) -> None:
        with self._lock:
            self.attempts.append(attempt)

    def retried(self) -> None:
        with self._lock:
            self.retries += 1

    def of(self, outcome: str) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.outcome == outcome]
