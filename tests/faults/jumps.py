"""The system clock of web, worker, sealer and sequencer jumps; the database's is right."""

import time
from datetime import timedelta

from django.test import override_settings

from marketplace.sealing.api import PRICE, open_part
from marketplace.sealing.errors import SealError
from tenders.models import BidVersion, Tender
from tenders.sealing import place_of
from tenders.states import TenderStatus
from tests.faults.stage import Stage

FAR = 7200  # seconds: well beyond every deadline
NOTICED = timedelta(seconds=1.5)  # how long until a process sees its clock jump
SEALER = "marketplace.sealing.client.SealerClient"


def jump(stage: Stage) -> None:
    """Two hours ahead before the deadline, when nothing may open; two behind once it is over."""
    clock = stage.site.clock
    assert clock is not None
    try:
        stage.wait_for_share(0.3)
        stage.tell("clocks jump two hours ahead")
        clock.jump(FAR)
        time.sleep(NOTICED.total_seconds())
        _ask_early(stage)
        stage.wait_for_share(0.9)
        _ask_early(stage)
        stage.tell("clocks jump two hours back")
        clock.jump(-FAR)
        stage.wait_for_the_end()
    finally:
        clock.jump(0)


def _ask_early(stage: Stage) -> None:
    """Before the deadline: is the call still open, and does the sealer keep its bids shut?"""
    tender = stage.round.tender
    is_open = Tender.objects.filter(pk=tender.pk, status=TenderStatus.OPEN).exists()
    stage.journal.early["still open" if is_open else "closed early"] += 1
    version = BidVersion.objects.filter(bid__tender=tender).first()
    if version is None:
        return
    try:
        with override_settings(SEALING_CUSTODY=SEALER):
            open_part(bytes(version.price), part=PRICE, version=place_of(version))
    except SealError as refusal:
        stage.journal.early[refusal.code] += 1
    else:
        stage.journal.early["opened early"] += 1
