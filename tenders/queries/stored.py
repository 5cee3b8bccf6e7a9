"""Whether every private file that must be there is there, and whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from marketplace.files.models import StoredFile
from marketplace.files.whole import fault
from tenders.models import BidFile, BidVersion


@dataclass(frozen=True)
class File:
    """A file by its place on the disk and its public id; ``fault`` is empty if it is whole."""

    path: str
    public_id: UUID
    fault: str


def kept_files() -> Iterator[File]:
    """Each file that must be on the disk, read from end to end.

    A sealed file that a firm took out of its draft is gone, unless a version of the bid has it.
    """
    for stored in StoredFile.objects.order_by("pk").iterator():
        yield File(str(stored.content.name), stored.public_id, fault(stored.content, stored.sha256))
    for sealed in BidFile.objects.order_by("pk").iterator():
        if sealed.removed_at is None or _is_submitted(sealed):
            yield File(
                str(sealed.content.name), sealed.public_id, fault(sealed.content, sealed.digest)
            )


def _is_submitted(sealed: BidFile) -> bool:
    named = [{"file": str(sealed.public_id)}]
    return BidVersion.objects.filter(bid=sealed.bid_id, manifest__files__contains=named).exists()
