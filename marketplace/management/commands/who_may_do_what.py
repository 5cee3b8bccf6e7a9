"""``manage.py who_may_do_what``: write the page of the docs again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.access.document import document


class Command(BaseCommand):
    help = "Write docs/who-may-do-what.md from the table of access."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "who-may-do-what.md"
        page.write_text(document())
        self.stdout.write(f"{page}: written")
