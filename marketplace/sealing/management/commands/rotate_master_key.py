"""``manage.py rotate_master_key``: another master key for what is published from now on."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from marketplace.sealing import master


class Command(BaseCommand):
    help = (
        "Put a new sealing master key before the old one in SEALING_MASTER_KEY_FILE. The old one "
        "goes on opening what it has wrapped: keep both, and back up anew."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = master.rotate(settings.SEALING_MASTER_KEY_FILE)
        except ImproperlyConfigured as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write("The sealer wraps from now on under the first of:")
        for each in keys.ids:
            self.stdout.write(f"  {each.hex()}")
