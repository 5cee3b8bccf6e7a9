"""What the pages of a bid have in common: finding it, and the evidence to read its draft."""

from functools import cached_property
from typing import Any, cast

from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from marketplace.accounts.models import User
from marketplace.accounts.proof import FRESH, proved_at
from marketplace.clock import now
from marketplace.web.views.private import PrivateMixin
from tenders.models import Bid
from tenders.queries.bidding import own_bids
from tenders.sealing import CopyAccess


def copy_access(request: HttpRequest) -> CopyAccess:
    """The live session that opens a firm's own drafts and copies."""
    key = request.session.session_key or ""
    return CopyAccess(str(request.user.pk), key)


def require_recent_proof(request: HttpRequest) -> None:
    """Send the person to confirm who they are, unless they did so lately.

    Only for a GET: allauth keeps a POST in the session, where nothing of a bid may be written.
    """
    proved = proved_at(request)
    if request.method == "GET" and (proved is None or now() - proved > FRESH / 2):
        raise ReauthenticationRequired


class OwnBidMixin(PrivateMixin):
    """A page of one bid, for the people of its firm. Everybody else gets a 404."""

    kwargs: dict[str, Any]

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def bid(self) -> Bid:
        return get_object_or_404(own_bids(self.person), public_id=self.kwargs["public_id"])

    @property
    def bid_id(self) -> int:
        """Of the bid alone: for an action that will read it once it is held."""
        mine = own_bids(self.person).filter(public_id=self.kwargs["public_id"])
        for key in mine.values_list("pk", flat=True):
            return key
        raise Http404

    @cached_property
    def may_bid(self) -> bool:
        """Whether the person may change the bid; readers of the firm may not."""
        return self.person.has_perm("vendors.act_for", self.bid.vendor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"bid": self.bid, "tender": self.bid.tender, "may_bid": self.may_bid, **kwargs}
        return super().get_context_data(**context)  # type: ignore[misc]


class ChangeBidMixin(OwnBidMixin):
    """A page that changes a bid: 403 for the firm's readers."""

    @cached_property
    def bid(self) -> Bid:
        bid = super().bid
        if not self.person.has_perm("vendors.act_for", bid.vendor):
            raise PermissionDenied
        return bid
