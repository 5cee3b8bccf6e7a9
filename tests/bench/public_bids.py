"""``python -m tests.bench.public_bids``: what entering a bid costs, beside so many other calls.

Run by ``bench public`` in the trial's settings. For each line that it reads it enters BIDS bids
that were drafted beforehand, and prints the median of their milliseconds.
"""

import statistics
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import translation  # noqa: E402

from marketplace.clock import now, travel  # noqa: E402
from tests.bench.added import entered  # noqa: E402
from tests.bids import drafted_bid  # noqa: E402
from tests.factories import TenderFactory  # noqa: E402

BIDS, ROUNDS = 20, 6  # the first round warms up
ANSWER = "Nous proposons une démarche en trois temps, avec vos équipes. " * 27


def main() -> None:
    translation.activate("fr")
    at = now()
    with travel(at - timedelta(days=2)):
        tender = TenderFactory(open=True)
    bids = [drafted_bid(tender, at=now(), answer=ANSWER) for _ in range(BIDS * ROUNDS)]
    for place, _line in enumerate(sys.stdin):
        taken = [entered(bid) for bid in bids[place * BIDS : (place + 1) * BIDS]]
        print(statistics.median(taken), flush=True)


if __name__ == "__main__":
    main()
