"""``manage.py run_sealer``: the only process that can open what is sealed."""

from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error

from marketplace.sealing.server import listen, serve
from marketplace.sealing.state import WORKING, state

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Hold the private keys and release content keys to those who may have them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve, with its master key or without: who asks is told, and so is the operator."""
        try:
            if (found := state()) != WORKING:
                log.error("sealer.not-working", state=found)
        except Error:
            log.exception("sealer.no-database")
        with listen(Path(settings.SEALER_SOCKET)) as listener:
            self.stdout.write(f"The sealer listens at {settings.SEALER_SOCKET}.")
            serve(listener)
