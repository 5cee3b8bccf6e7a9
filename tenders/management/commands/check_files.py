"""``manage.py check_files``: are the bytes of every private file there, and the same?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenders.queries.stored import kept_files


class Command(BaseCommand):
    help = "Read every private file and compare it with its SHA-256. After a restore, and at night."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each file that is not whole; fail if there was one."""
        files = list(kept_files())
        faulty = [file for file in files if file.fault]
        for file in faulty:
            self.stderr.write(f"{file.path} ({file.public_id}): {file.fault}")
        if faulty:
            raise CommandError(f"{len(faulty)} of {len(files)} files are not what was stored.")
        self.stdout.write(f"All {len(files)} files are there and whole.")
