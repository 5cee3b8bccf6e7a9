"""Asking for the passphrase of a key's backup, on the terminal or from a file."""

from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from marketplace.keys.paper import SHORTEST_PASSPHRASE


def add_argument(parser: CommandParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        help="its first line is the passphrase, instead of asking for it on the terminal",
    )


def known(file: Path | None) -> str:
    """The passphrase of a page that exists."""
    if file is not None:
        return file.read_text().partition("\n")[0]
    return getpass("Passphrase of the backup: ")


def new(file: Path | None) -> str:
    """A passphrase for a new page, asked for twice. Raises CommandError if it is too short."""
    passphrase = known(file) if file is not None else getpass("A passphrase for the backup: ")
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise CommandError(
            f"Take {SHORTEST_PASSPHRASE} characters or more: six words drawn by dice, say."
        )
    if file is None and getpass("The same once more: ") != passphrase:
        raise CommandError("These are two passphrases. Nothing was written.")
    return passphrase
