"""Sweeps over calls, awards and contracts: find what is due, call one action each."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from celery import shared_task
from django.conf import settings

from marketplace.clock import database_now, now
from tenders.actions.announcement import sort_announcement
from tenders.actions.award import finalise_award
from tenders.actions.contract import attach_pdf
from tenders.actions.delivery import deliver_batch, forget_deliveries, queue_for
from tenders.actions.digest import tell_subscribers
from tenders.actions.insights import refresh_insights
from tenders.actions.lapse import remind_to_confirm
from tenders.actions.notice import redraw_in_batches
from tenders.actions.opening import advance_opening
from tenders.actions.outage import hold_closing
from tenders.actions.publication import publish_scheduled
from tenders.actions.quiet_month import tell_quiet_month
from tenders.actions.reminder import remind_of_duty, remind_of_unsent
from tenders.actions.watch import note_watch, submission_fault
from tenders.documents.notices import outdated_notices
from tenders.models import Award, Contract, Tender
from tenders.queries.alerts import subscribers_due, unsorted
from tenders.queries.bidding import due_for_reminding
from tenders.queries.evaluating import due_for_opening
from tenders.queries.outages import may_be_held
from tenders.queries.quiet_month import quiet_subscribers
from tenders.queries.reminders import late_duties, unsent_bids
from tenders.queries.webhooks import behind
from tenders.queries.winners import winners_to_check
from tenders.values import Frequency
from vendors.tasks import look_up_all

NOTICES_A_MINUTE = 2_000
MAILS_AT_ONCE = 200  # alerts' mails queued in one transaction
MOST_BATCHES = 20  # then the next tick goes on, so that one worker is never held for long

log = structlog.get_logger(__name__)


def sweep(due: Iterable[int], act: Callable[[int], bool]) -> int:
    """Call ``act`` on each row and count what was done. One in trouble keeps no other waiting."""
    done = 0
    for pk in due:
        try:
            done += act(pk)
        except Exception:
            log.exception("sweep.failed", action=act.__qualname__, pk=pk)
    return done


@shared_task
def publish_due_tenders() -> int:
    """Twice a minute: publish approved calls whose moment has come."""
    at = now()
    due = Tender.objects.due_for_publication(at).values_list("pk", flat=True)
    return sweep(list(due), lambda pk: publish_scheduled(tender_id=pk, at=at))


@shared_task
def close_due_tenders() -> int:
    """Twice a minute: close calls past their deadline, open bids and prices that may be opened."""
    at = now()
    return sweep(due_for_opening(at), lambda pk: advance_opening(tender_id=pk, at=at))


@shared_task
def watch_submission() -> int:
    """Twice a minute: note whether bids can be submitted; hold closings after they couldn't."""
    note_watch(fault=submission_fault(), at=database_now())
    at = database_now()
    return sweep(may_be_held(at), lambda pk: hold_closing(tender_id=pk, at=at))


@shared_task
def remind_of_changes() -> int:
    """Every five minutes: remind firms of bids to confirm, two days before these would lapse."""
    at = now()
    due = due_for_reminding(at).values_list("pk", flat=True)
    return sweep(list(due), lambda pk: remind_to_confirm(bid_id=pk, at=at))


@shared_task
def remind_of_what_waits() -> int:
    """Four times an hour: duties that are late, bids begun and not submitted."""
    at = now()
    found = 0
    for late in late_duties(at):
        remind_of_duty(late=late, at=at)
        found += 1
    for unsent in unsent_bids(at):
        remind_of_unsent(unsent=unsent, at=at)
        found += 1
    return found


@shared_task
def finalise_due_awards() -> int:
    """Every minute: make awards final whose standstill is over."""
    at = now()
    due = Award.objects.out_of_standstill(at).values_list("pk", flat=True)
    return sweep(list(due), lambda pk: finalise_award(award_id=pk, at=at))


@shared_task
def recheck_winners() -> int:
    """Every minute: look up who is about to be given a contract in the enterprise register."""
    return look_up_all(winners_to_check(now()))


@shared_task
def redraw_outdated_notices() -> int:
    """Every minute: draw anew notices of other templates or of renamed bodies, and missing ones."""
    return redraw_in_batches(outdated_notices(limit=NOTICES_A_MINUTE))


@shared_task
def sort_announcements() -> int:
    """Every ten seconds: find the alerts that new calls and other public steps concern."""
    at = now()
    return sweep(unsorted(), lambda pk: sort_announcement(announcement_id=pk, at=at))


@shared_task
def tell_of_alerts() -> int:
    """Every half a minute: queue the mails of alerts that are due, by their frequency."""
    at = now()
    return sum(
        _tell_in_batches(subscribers_due(frequency, at=at), frequency, at)
        for frequency in Frequency.values
    )


def _tell_in_batches(due: list[int], frequency: str, at: datetime) -> int:
    """Many in one transaction; those of a batch in trouble one by one."""
    told = 0
    for start in range(0, len(due), MAILS_AT_ONCE):
        batch = due[start : start + MAILS_AT_ONCE]
        try:
            told += tell_subscribers(subscriber_ids=batch, frequency=frequency, at=at)
        except Exception:
            log.exception("alerts.batch_failed", frequency=frequency)
            told += sweep(
                batch,
                lambda pk: bool(tell_subscribers(subscriber_ids=[pk], frequency=frequency, at=at)),
            )
    return told


@shared_task
def tell_of_quiet_months() -> int:
    """Every hour: after the first of a month, what went on beside the alerts that found nothing."""
    at, told = now(), 0
    due = quiet_subscribers(at=at)
    for start in range(0, len(due), MAILS_AT_ONCE):
        told += tell_quiet_month(subscriber_ids=due[start : start + MAILS_AT_ONCE], at=at)
    return told


@shared_task
def make_missing_contracts() -> int:
    """Every few seconds: print the contracts of approved awards.

    A sweep, not a message: the row without a PDF is the queue.
    """
    waiting = Contract.objects.without_pdf().values_list("pk", flat=True)
    return sweep(list(waiting), lambda pk: attach_pdf(contract_id=pk, at=now()))


@shared_task
def make_insights() -> None:
    """Every quarter of an hour: the figures of the market, and the signals."""
    refresh_insights()


@shared_task
def make_bulk_files() -> int:
    """Every ten minutes: make the files of months that have something new."""
    from tenders.ocds.bulk import make_files  # flatten-tool is heavy: the web never imports it

    return make_files(settings.BULK_ROOT, at=now())


@shared_task
def tell_webhooks() -> int:
    """Every few seconds: queue what is new for each webhook, and send what is due."""
    at = now()
    sweep(list(behind()), lambda pk: queue_for(webhook_id=pk, at=at) > 0)
    taken = 0
    for _batch in range(MOST_BATCHES):
        in_batch = deliver_batch(at=now())
        taken += in_batch
        if not in_batch:
            break
    return taken


@shared_task
def forget_old_deliveries() -> int:
    """Every hour: delete messages to webhooks that were done with a month ago."""
    return forget_deliveries(at=now())
