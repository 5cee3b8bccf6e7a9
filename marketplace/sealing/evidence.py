"""What one shows to custody to have a key used: facts, which custody checks for itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Opening:
    """Why a tender's key may be used.

    ``opened_by`` are the distinct people who confirmed the opening. The events are the ledger's
    ids of the entries that must exist first: ``closed_event`` of the closing, ``opening_event``
    of this opening, and ``scores_event`` of the locked technical scores, which only the price
    of a two-envelope tender needs.
    """

    opened_by: tuple[str, ...]
    closed_event: str
    opening_event: str
    scores_event: str = ""


@dataclass(frozen=True)
class CopyAccess:
    """Why a firm's own copy may be read: the live session of a person the firm trusts.

    ``person`` is the user's primary key as text, ``session`` the key of their session.
    ``confirmed_at`` is when they last proved who they are (second factor or password); a draft
    needs no such proof, everything else a recent one. That the person belongs to the firm is
    for the calling action to authorize.
    """

    person: str
    session: str
    confirmed_at: datetime | None = None
