"""What a visitor of the ledger's page may have checked: the script's own verdict, in words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from marketplace.errors import DomainError
from marketplace.ledger import log, verify_ledger, words
from marketplace.ledger.kinds import CONTRACTS
from marketplace.ledger.models import Event
from marketplace.ledger.verify_ledger import Head, Refused

MOST_SIGNATURES = 16  # more than any note of ours has; each takes 30 ms to check


@dataclass(frozen=True)
class Verdict:
    """What holds: the form it has, the size of the log it speaks of, what it says."""

    form: str
    size: int
    index: int | None = None
    entry: dict[str, Any] = field(default_factory=dict)
    receipt: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return words.kind(self.entry["kind"])

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.entry["at"])


def check(given: str) -> Verdict:
    """Check a checkpoint, a .tlog-proof or a receipt against the ledger's keys and its log.

    That the log still continues what was signed then is part of it. Raises
    DomainError with a sentence that names what fails.
    """
    text = "\n".join(given.strip().splitlines()) + "\n"
    if text.startswith('{"checkpoint":'):
        raise DomainError(_("An export is too long for this page: check it with the script."))
    if text.startswith("old "):
        raise DomainError(
            _("A consistency proof needs an earlier checkpoint: check it with the script.")
        )
    if text.count("— ") > MOST_SIGNATURES:
        raise DomainError(_("This has more signatures than anything that the ledger gives out."))
    try:
        told = verify_ledger.check(
            iter(text.encode().splitlines(keepends=True)), log.trusted_keys()
        )
        head = _head(text)
    except Refused as refused:
        raise DomainError(words.refusal(refused)) from refused
    _require_continued(head)
    return Verdict(
        form="receipt" if "receipt" in told else "proof" if "entry" in told else "checkpoint",
        size=head[1],
        index=told.get("index"),
        entry=told.get("entry", {}),
        receipt=told.get("receipt", {}),
    )


def contract_with(sha256: str) -> Event | None:
    """The last entry about the contract whose PDF has this hash."""
    entries = Event.objects.filter(action__in=CONTRACTS, data__sha256=sha256)
    return entries.order_by("-pk").first()


def _head(text: str) -> Head:
    """The checkpoint within what has just been checked."""
    if text.startswith("{"):
        text = verify_ledger.parse(text.encode())["proof"]
    if text.startswith("c2sp.org/"):
        text = text.partition("\n\n")[2]
    return verify_ledger.open_note(text, log.trusted_keys())


def _require_continued(head: Head) -> None:
    _origin, size, root = head
    if size > log.size() or log.tree(size).root() != root:
        raise DomainError(
            _(
                "This was signed by the ledger’s key, and the ledger does not continue it: keep "
                "it, and tell the operator and the authority in charge."
            )
        )
