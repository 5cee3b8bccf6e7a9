"""``manage.py make_master_key``: once per installation, before the first tender."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.sealing import master


class Command(BaseCommand):
    help = "Make the sealing master key where SEALING_MASTER_KEY_FILE says, unless it is there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.SEALING_MASTER_KEY_FILE
        made = master.create(path)
        self.stdout.write(f"{path}: {'made; keep a copy of it apart' if made else 'already there'}")
