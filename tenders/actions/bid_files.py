"""Files of a bid: sealed on arrival, named only in the sealed draft."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Invalid
from marketplace.files.kinds import recognise
from marketplace.files.models import private_storage
from marketplace.files.scanning import scan
from marketplace.files.store import clean_name
from marketplace.sealing.api import CopyAccess, open_file_copy, seal_file
from marketplace.sealing.errors import SealError
from tenders.actions.bid_draft import offer_in, require_draft, store_draft
from tenders.actions.bid_guards import hold_bid
from tenders.models import Bid, BidFile, BidVersion
from tenders.sealing import ref_of
from tenders.values import OfferedFile

LARGEST_FILE = 25_000_000
LARGEST_BID = 100_000_000


@transaction.atomic
def add_bid_file(
    *, bid_id: int, name: str, content: File, access: CopyAccess, actor: User, at: datetime
) -> BidFile:
    """Seal a file on arrival and put its name into the draft. ``digest`` acknowledges it.

    ``content`` is read in chunks and never written in clear. Raises NotAuthorized, Conflict,
    SealError, or Invalid for a type that is not accepted, a file over 25 MB or a bid over
    100 MB; nothing is then kept.
    """
    bid = hold_bid(bid_id, actor)
    require_draft(bid)
    name = clean_name(name)
    kind = recognise(content, name, max_bytes=LARGEST_FILE)
    _require_room(bid, name, content.size)
    scan(content, name)

    file = BidFile(bid=bid, added_at=at)
    sink = BytesIO()
    sealed = seal_file(content, sink, ref=ref_of(bid), file=str(file.public_id))
    file.size, file.digest = sealed.size, sealed.digest
    file.content.save("", ContentFile(sink.getvalue()), save=False)
    try:
        file.save()
        offered = OfferedFile(str(file.public_id), name, content.size, kind.content_type)
        offer = offer_in(bid, access)
        store_draft(bid, replace(offer, files=(*offer.files, offered)), at=at)
    except Exception:
        private_storage().delete(str(file.content))  # the row is rolled back, bytes are not
        raise
    return file


@transaction.atomic
def remove_bid_file(
    *, bid_id: int, file_id: str, access: CopyAccess, actor: User, at: datetime
) -> None:
    """Take a file out of the draft. Its sealed bytes go too, unless a submitted version has it.

    Doing it twice is the same. Raises NotAuthorized, Conflict, SealError or BidFile.DoesNotExist.
    """
    bid = hold_bid(bid_id, actor)
    require_draft(bid)
    file = bid.files.get(public_id=file_id)
    if file.removed_at is not None:
        return
    offer = offer_in(bid, access)
    left = tuple(item for item in offer.files if item.id != str(file.public_id))
    store_draft(bid, replace(offer, files=left), at=at)
    file.removed_at = at
    file.save(update_fields=["removed_at"])
    if not BidVersion.objects.filter(
        bid=bid, manifest__files__contains=[{"file": str(file.public_id)}]
    ).exists():
        path = str(file.content)
        transaction.on_commit(lambda: private_storage().delete(path))


def read_bid_file(*, file: BidFile, access: CopyAccess, actor: User) -> Iterator[bytes]:
    """The firm's own copy of a file, in chunks. Needs a recent proof of who asks.

    Raises NotAuthorized or SealError before the first chunk.
    """
    authorize(actor, "tenders.read_own_bid", file.bid)
    sealed = file.content.open("rb")
    try:
        chunks = open_file_copy(
            sealed, ref=ref_of(file.bid), file=str(file.public_id), access=access
        )
    except SealError:
        sealed.close()
        raise
    return _then_close(chunks, sealed)


def _then_close(chunks: Iterator[bytes], sealed: File) -> Iterator[bytes]:
    with sealed:
        yield from chunks


def _require_room(bid: Bid, name: str, size: int) -> None:
    """Raise Invalid if ``size`` more bytes are too many for one bid."""
    held = bid.files.filter(removed_at=None).aggregate(total=Sum("size"))["total"] or 0
    if held + size > LARGEST_BID:
        raise Invalid(
            _("With “%(name)s” the files of this bid would take more than 100 MB.")
            % {"name": name},
            field="file",
        )
