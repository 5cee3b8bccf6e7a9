"""``manage.py sequence_ledger``: the sequencer, a process of its own."""

import signal
from threading import Event as Flag
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.ledger.running import run


class Command(BaseCommand):
    help = "Integrate recorded events into the public ledger and sign it, every second."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one step, for tests and repairs")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = Flag()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        run(stopped, once=options["once"])
