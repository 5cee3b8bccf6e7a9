"""Contracts without a PDF: copies of a real one, each on an award of its own."""

import sys

import django

django.setup()

from marketplace.clock import now  # noqa: E402  the settings come first
from marketplace.demo.copying import copy_rows  # noqa: E402
from marketplace.demo.scale import load_scale  # noqa: E402
from tenders.models import Award, Contract  # noqa: E402
from tenders.states import ContractStatus  # noqa: E402


def main(round_number: int, count: int) -> None:
    load_scale(tenders=2 * count * (round_number + 1), seed=1, at=now())
    terms = Contract.objects.order_by("pk").first().terms
    free = Award.objects.filter(contract__isnull=True, tender__ocid__contains="-scale-")
    rows = [
        {
            "number": f"BENCH-{round_number}-{place}",
            "award_id": award,
            "status": ContractStatus.DRAWN_UP,
            "terms": terms,
            "created_at": now(),
        }
        for place, award in enumerate(free.order_by("pk").values_list("pk", flat=True)[:count])
    ]
    copy_rows(Contract, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
