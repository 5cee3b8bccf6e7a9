"""The sweep of the pages of words."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled_pages() -> None:
    """Every minute: publish what editors scheduled, and take down what has expired."""
    call_command("publish_scheduled")
