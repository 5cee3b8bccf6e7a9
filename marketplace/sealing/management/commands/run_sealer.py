"""``manage.py run_sealer``: the only process that can open what is sealed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from marketplace.sealing.master import MasterKey
from marketplace.sealing.server import listen, serve


class Command(BaseCommand):
    help = "Hold the private keys and release content keys to those who may have them."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            MasterKey(settings.SEALING_MASTER_KEY_FILE)
        except ImproperlyConfigured as missing:
            raise CommandError(str(missing)) from missing
        with listen(Path(settings.SEALER_SOCKET)) as listener:
            self.stdout.write(f"The sealer listens at {settings.SEALER_SOCKET}.")
            serve(listener)
