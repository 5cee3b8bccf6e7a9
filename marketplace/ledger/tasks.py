"""Sweeps of the ledger."""

from celery import shared_task

from marketplace.clock import now
from marketplace.ledger.signing import introduce_receipt_key


@shared_task
def introduce_keys() -> int:
    """Let the ledger tell with which key receipts are signed. Return how many keys were new."""
    return int(introduce_receipt_key(at=now()))
