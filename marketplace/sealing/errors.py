"""Why the seal refuses. Each has a sentence for people, a code and facts for the ledger."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from marketplace.errors import DomainError, Unavailable

Fact = str | int


class SealError(DomainError):
    """The seal refused. ``code`` and ``facts`` are fit for a ledger entry: they hold no secret.

    Nothing was released and nothing was changed.
    """

    code: str
    sentence: object

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.sentence)
        self.facts = facts


class SealBroken(SealError):
    """The bytes are not what was sealed: altered, cut short, or not an envelope at all."""

    code = "broken"
    sentence = _("This sealed document was altered or is incomplete: it cannot be opened.")


class Misplaced(SealError):
    """A whole envelope, but made for another tender, bid, version or part."""

    code = "misplaced"
    sentence = _("This sealed document belongs to another bid: it cannot be opened here.")


class NoSuchKey(SealError):
    """No key of that name, or the envelope was not sealed to it."""

    code = "no-such-key"
    sentence = _("The key that would open this document does not exist.")


class TooEarly(SealError):
    """The largest deadline ever recorded for the tender has not passed on both clocks."""

    code = "too-early"
    sentence = _("Bids stay sealed until the deadline has passed.")


class NotApproved(SealError):
    """Fewer distinct officers have confirmed the opening than the tender requires."""

    code = "not-approved"
    sentence = _("Another officer must confirm the opening of the bids.")


class NotRecorded(SealError):
    """An event that must be in the ledger before the release is not there."""

    code = "not-recorded"
    sentence = _("The bids cannot be opened yet: a step is missing from the public record.")


class NoLiveSession(SealError):
    """A firm's copy was asked for without the live session of one of its people."""

    code = "no-live-session"
    sentence = _("Sign in again to read your documents.")


class ProofTooOld(SealError):
    """A submitted copy was asked for without a recent proof of who is asking."""

    code = "proof-too-old"
    sentence = _("Confirm that it is you to read your submitted bid.")


class SealerUnreachable(SealError, Unavailable):
    """The sealer did not answer: nothing sealed is read just now, and no key is made or changed."""

    code = "sealer-unreachable"
    sentence = _(
        "The sealer, which alone can open what is encrypted, does not answer just now. Nothing is "
        "lost: try again in a few minutes."
    )
    meanwhile = (
        _(
            "Submitting a bid that you have reviewed: open it under “My bids”. It is sealed and "
            "receives its signed receipt as usual."
        ),
        _("Reading calls, asking questions, withdrawing a bid, and checking receipts."),
    )
    waits = (
        _("Reading or changing a draft, and reading your copy of a submitted bid."),
        _("Publishing a call, moving its deadline, and opening bids."),
    )


_BY_CODE = {refusal.code: refusal for refusal in SealError.__subclasses__()}


def refusal_from(code: str, facts: Mapping[str, Fact]) -> SealError:
    """The refusal that another process gave. Raises KeyError for a code that does not exist."""
    return _BY_CODE[code](**facts)
