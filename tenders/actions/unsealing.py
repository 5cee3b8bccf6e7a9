"""Opening what firms sealed, one bid at a time: a bid that can't be opened stops no other.

The opening and the evaluation call these within their own transactions.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.core.files import File

from marketplace.files.models import StoredFile
from marketplace.files.store import keep
from marketplace.ledger.record import record
from marketplace.sealing.api import (
    FILE,
    PRICE,
    TECHNICAL,
    open_file,
    open_part,
)
from marketplace.sealing.errors import (
    NotApproved,
    NotRecorded,
    SealError,
    SealerUnreachable,
    TooEarly,
)
from marketplace.transitions import move
from tenders.models import Bid, BidFile, BidVersion
from tenders.queries.received import counted_version
from tenders.sealing import place_of, ref_of
from tenders.states import BID, BidStatus

CONCERN_THE_TENDER = (TooEarly, NotApproved, NotRecorded, SealerUnreachable)
MISSING = "missing"
UNREADABLE = "unreadable"


def unseal_answers(bid: Bid, *, actor: Any, at: datetime) -> None:
    """Open the technical part and the files of a sealed bid; ``bid`` becomes OPENED.

    If the part can't be opened the bid is opened empty, with the reason in
    ``opening_fault``. Raises only what concerns the whole tender.
    """
    found, fault = _open(bid, TECHNICAL, actor, at)
    content = found or {}
    if bid.status == BidStatus.SEALED:
        move(
            bid,
            BidStatus.OPENED,
            BID,
            opened_at=at,
            technical=content,
            opening_fault=fault,
        )
    else:
        bid.technical, bid.opening_fault = content, fault
        bid.save(update_fields=["technical", "opening_fault"])
    for listed in content.get("files", []):
        _unseal_file(bid, listed, actor, at)


def unseal_price(bid: Bid, *, actor: Any, at: datetime) -> None:
    """Open the price part of a bid whose answers are open; failing that ``opening_fault`` says why.

    The amount is summed again, never believed. Raises only what concerns the whole tender.
    """
    content, fault = _open(bid, PRICE, actor, at)
    if content is not None:
        try:
            prices = {key: Decimal(price) for key, price in content["prices"].items()}
            bid.charges_taxes = bool(content["charges_taxes"])
        except (KeyError, AttributeError, TypeError, InvalidOperation):
            fault = _note_fault(bid, PRICE, UNREADABLE, actor, at)
        else:
            bid.prices = {key: str(price) for key, price in prices.items()}
            bid.amount = sum(prices.values(), Decimal("0.00"))
            bid.prices_opened_at = at
    bid.opening_fault = fault
    bid.save(
        update_fields=["prices", "amount", "charges_taxes", "prices_opened_at", "opening_fault"]
    )


def _open(bid: Bid, part: str, actor: Any, at: datetime) -> tuple[dict[str, Any] | None, str]:
    """The content of a part and no fault, or no content and the fault."""
    try:
        version = counted_version(bid)
        data = bytes(getattr(version, part))
        return open_part(data, part=part, version=place_of(version)), ""
    except CONCERN_THE_TENDER:
        raise
    except SealError as refusal:
        return None, _note_fault(bid, part, refusal.code, actor, at, **refusal.facts)
    except BidVersion.DoesNotExist:
        return None, _note_fault(bid, part, MISSING, actor, at)


def _note_fault(
    bid: Bid, part: str, code: str, actor: Any, at: datetime, **facts: str | int
) -> str:
    record(
        "bid.opening-failed",
        subject=bid.reference,
        actor=actor,
        at=at,
        data={"part": part, "code": code, **facts},
    )
    return f"{part}:{code}"


def _unseal_file(bid: Bid, listed: dict[str, Any], actor: Any, at: datetime) -> None:
    """Make the clear file beside the sealed one. One that can't be opened stays without."""
    sealed = bid.files.filter(public_id=UUID(listed["id"]), opened__isnull=True).first()
    if sealed is None:
        return
    try:
        sealed.opened = _stored(sealed, listed, at)
    except CONCERN_THE_TENDER:
        raise
    except SealError as refusal:
        _note_fault(bid, FILE, refusal.code, actor, at, file=listed["id"], **refusal.facts)
    except FileNotFoundError:
        _note_fault(bid, FILE, MISSING, actor, at, file=listed["id"])
    else:
        sealed.save(update_fields=["opened"])


def _stored(sealed: BidFile, listed: dict[str, Any], at: datetime) -> StoredFile:
    with sealed.content.open("rb") as source, TemporaryFile() as clear:
        chunks = open_file(source, ref=ref_of(sealed.bid), file=str(sealed.public_id))
        for chunk in chunks:
            clear.write(chunk)
        return keep(
            File(clear),
            name=listed["name"],
            content_type=listed["content_type"],
            uploaded_by=None,
            at=at,
        )
