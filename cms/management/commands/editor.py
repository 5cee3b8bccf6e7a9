"""``manage.py editor``: who may edit pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.access import EDITORS, MODERATORS, admit, dismiss
from marketplace.accounts.models import User


class Command(BaseCommand):
    help = "Let a person edit pages (drafts), publish them (--publish), or no longer (--remove)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--publish", action="store_true", help="publish, keep site settings")
        choice.add_argument("--remove", action="store_true", help="take the rights back")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        if options["remove"]:
            dismiss(person)
        else:
            admit(person, group=MODERATORS if options["publish"] else EDITORS)
        self.stdout.write("Done.")
