"""What the commands about keys take from the operator: a page, and its passphrase."""

import sys
from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from marketplace.keys import paper
from marketplace.keys.paper import SHORTEST_PASSPHRASE


def add_page(parser: CommandParser) -> None:
    parser.add_argument("page", type=Path, help="what backup_key wrote; - is standard input")


def add_passphrase(parser: CommandParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        help="its first line is the passphrase, instead of asking for it on the terminal",
    )


def read_page(page: Path, passphrase_file: Path | None) -> tuple[dict[str, str], bytes]:
    """The facts and the secret of a page. Raises CommandError, saying what is wrong with it."""
    try:
        text = sys.stdin.read() if str(page) == "-" else page.read_text()
        return paper.read(text, _passphrase(passphrase_file, "Passphrase of the backup: "))
    except (paper.Unreadable, OSError, UnicodeDecodeError) as wrong:
        raise CommandError(str(wrong)) from wrong


def new_passphrase(file: Path | None) -> str:
    """A passphrase for a new page, asked for twice. Raises CommandError if it is too short."""
    passphrase = _passphrase(file, "A passphrase for the backup: ")
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise CommandError(
            f"Take {SHORTEST_PASSPHRASE} characters or more: six words drawn by dice, say."
        )
    if file is None and getpass("The same once more: ") != passphrase:
        raise CommandError("These are two passphrases. Nothing was written.")
    return passphrase


def _passphrase(file: Path | None, prompt: str) -> str:
    if file is None:
        return getpass(prompt)
    try:
        return file.read_text().partition("\n")[0]
    except (OSError, UnicodeDecodeError) as wrong:
        raise CommandError(str(wrong)) from wrong
