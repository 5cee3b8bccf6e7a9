"""Who holds the private keys. Callers see this interface only, never a private key.

What crosses it is small: a wrapped content key goes in with the place it belongs to, 32 bytes come
out. What must be so before that, custody looks up for itself (``evidence``).
"""

from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.sealing.binding import Binding
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.evidence import CopyAccess


class Custody(Protocol):
    """The holder of the private keys.

    Every method raises a SealError that says why when it refuses, SealerUnreachable among them.
    """

    def ping(self) -> None:
        """Do nothing, if it is there. Raises SealerUnreachable if it is not."""

    def create_tender_key(
        self, name: str, *, not_before: datetime, openers_required: int, awaits_scores: bool
    ) -> None:
        """Make the key pair ``name`` if there is none. If there is, only ``postpone`` it.

        It is never used before ``not_before``, nor with fewer than ``openers_required`` distinct
        officers, nor, with ``awaits_scores``, before the technical scores are locked.
        """

    def create_copy_key(self, name: str) -> None:
        """Make the key pair of a firm's own copies, if there is none."""

    def postpone(self, name: str, *, not_before: datetime) -> None:
        """Record a deadline. The largest ever recorded counts: an earlier one changes nothing."""

    def release(self, name: str, wrapped: WrappedKey, *, binding: Binding) -> bytes:
        """Unwrap a content key with the tender key ``name``, if the record allows it.

        Raises NoSuchKey, TooEarly, NotRecorded, NotApproved or SealBroken.
        """

    def release_copy(
        self, name: str, wrapped: WrappedKey, *, binding: Binding, access: CopyAccess
    ) -> bytes:
        """Unwrap a content key with the copy key ``name`` of a firm, for one of its people.

        Raises NoSuchKey, NoLiveSession, ProofTooOld or SealBroken.
        """


def get_custody() -> Custody:
    """The custody that ``settings.SEALING_CUSTODY`` names."""
    return cast(Custody, import_string(settings.SEALING_CUSTODY)())
