"""Why the seal refuses. Each has a sentence for people, a code and facts for the ledger."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from marketplace.errors import DomainError


class SealError(DomainError):
    """The seal refused. ``code`` and ``facts`` are fit for a ledger entry: they hold no secret.

    Nothing was released and nothing was changed.
    """

    code = "refused"

    def __init__(self, message: object, **facts: str | int) -> None:
        super().__init__(message)
        self.facts = facts


class SealBroken(SealError):
    """The bytes are not what was sealed: altered, cut short, or not an envelope at all."""

    code = "broken"

    def __init__(self, what: str) -> None:
        super().__init__(
            _("This sealed document was altered or is incomplete: it cannot be opened."), what=what
        )


class Misplaced(SealError):
    """A whole envelope, but made for another tender, bid, version or part."""

    code = "misplaced"

    def __init__(self, fields: list[str]) -> None:
        super().__init__(
            _("This sealed document belongs to another bid: it cannot be opened here."),
            fields=",".join(fields),
        )


class NoSuchKey(SealError):
    """No key of that name, or the envelope was not sealed to it."""

    code = "no-such-key"

    def __init__(self, key: str) -> None:
        super().__init__(_("The key that would open this document does not exist."), key=key)


class TooEarly(SealError):
    """The largest deadline ever recorded for the tender has not passed on both clocks."""

    code = "too-early"

    def __init__(self, key: str, *, not_before: datetime, clock: datetime) -> None:
        super().__init__(
            _("Bids stay sealed until the deadline has passed."),
            key=key,
            not_before=not_before.isoformat(),
            clock=clock.isoformat(),
        )


class NotApproved(SealError):
    """Fewer distinct officers have confirmed the opening than the tender requires."""

    code = "not-approved"

    def __init__(self, key: str, *, required: int, given: int) -> None:
        super().__init__(
            _("Another officer must confirm the opening of the bids."),
            key=key,
            required=required,
            given=given,
        )


class NotRecorded(SealError):
    """An event that must be in the ledger before the release was not named."""

    code = "not-recorded"

    def __init__(self, key: str, *, event: str) -> None:
        super().__init__(
            _("The bids cannot be opened yet: a step is missing from the public record."),
            key=key,
            event=event,
        )


class NoLiveSession(SealError):
    """A firm's copy was asked for without the live session of a signed-in person."""

    code = "no-live-session"

    def __init__(self, key: str) -> None:
        super().__init__(_("Sign in again to read your documents."), key=key)


class ProofTooOld(SealError):
    """A submitted copy was asked for without a recent proof of who is asking."""

    code = "proof-too-old"

    def __init__(self, key: str) -> None:
        super().__init__(_("Confirm that it is you to read your submitted bid."), key=key)
