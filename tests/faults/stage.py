"""Where a trouble happens: one call, from when firms begin to bid on it until shortly after."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event as Flag

from marketplace.clock import now
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import say
from tests.faults.journal import Journal
from tests.faults.scene import Round
from tests.faults.site import Site

AFTERWARDS = timedelta(seconds=4)  # it lasts so long beyond the deadline
ATTEMPTS = 8


@dataclass
class Stage:
    site: Site
    journal: Journal
    chance: random.Random
    stop: Flag
    round: Round
    opens: datetime

    @property
    def deadline(self) -> datetime:
        return self.round.deadline

    def wait_for_share(self, share: float) -> None:
        """Until ``share`` of the time before the deadline has passed."""
        self.wait_until(self.opens + share * (self.deadline - self.opens))

    def wait_for_receipt(self, share: float) -> None:
        """Until somebody was acknowledged on this call, but for ``share`` of the time at most."""
        limit = self.opens + share * (self.deadline - self.opens)
        while not self._has_receipt() and now() < limit:
            self.stop.wait(0.1)

    def _has_receipt(self) -> bool:
        bids = {str(bid.public_id) for bid in self.round.bids}
        return any(attempt.bid in bids for attempt in self.journal.of("accepted"))

    def wait_until(self, moment: datetime) -> None:
        self.stop.wait(max(0.0, (moment - now()).total_seconds()))

    def wait_for_the_end(self) -> None:
        self.wait_until(self.deadline + AFTERWARDS)

    @property
    def is_over(self) -> bool:
        return self.stop.is_set() or now() >= self.deadline + AFTERWARDS

    def tell(self, what: str) -> None:
        say(f"  {what}")
        self.journal.faults[what] += 1

    def start_again(self, name: str) -> None:
        """A process may need what is down for another reason: try as systemd would."""
        for attempt in range(ATTEMPTS):
            if self.site.runs(name):
                return
            try:
                self.site.start(name)
            except StackError:
                if attempt == ATTEMPTS - 1:
                    raise
                Flag().wait(1)
