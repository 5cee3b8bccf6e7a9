"""A draft while the sealer is away: it can't be read, but submitted as it was reviewed."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.errors import Unavailable
from marketplace.web.wording import say_moment
from tenders.actions.bid_prepare import fitting
from tenders.forms.bid import SubmitForm
from tenders.models import Bid
from tenders.queries.bidding import last_change


def without_sealer(bid: Bid, silence: Unavailable) -> dict[str, Any]:
    """What the page of ``bid`` shows in place of its draft.

    ``as_reviewed`` is the form that submits the bid, if it was sealed when it was reviewed and
    neither it nor the call has changed since; to submit then needs nobody who can read it.
    """
    return {"silence": silence.message, "as_reviewed": _form(bid)}


def _form(bid: Bid) -> SubmitForm | None:
    if (prepared := fitting(bid)) is None:
        return None
    initial = {"reviewed": bid.draft_digest, "amendment": last_change(bid.tender)}
    form = SubmitForm(initial=initial, is_low=False)
    form.fields["confirm"].label = _(
        "I submit the bid as it was reviewed on %(moment)s, with the price that it showed then."
    ) % {"moment": say_moment(prepared.prepared_at, (get_language() or "fr")[:2])}
    return form
