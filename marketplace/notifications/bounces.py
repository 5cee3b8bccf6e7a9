"""What the mail provider tells about addresses that refuse mail (anymail's tracking events)."""

from collections.abc import Mapping
from typing import Any

from anymail.signals import EventType, RejectReason

from marketplace.clock import now
from marketplace.notifications.actions import enter_dead_address
from marketplace.notifications.models import WhyDead


def on_tracking(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Enter an address as dead after a hard bounce or a complaint; all else is only news.

    A full mailbox or a slow server (``deferred``) says nothing about the address.
    """
    if event.event_type == EventType.COMPLAINED:
        reason = WhyDead.COMPLAINT
    elif event.event_type in (EventType.BOUNCED, EventType.REJECTED) and _for_good(event):
        reason = WhyDead.BOUNCED
    else:
        return
    said = event.mta_response or event.description or ""
    enter_dead_address(address=event.recipient, reason=reason, said=said, at=now())


def _for_good(event: Any) -> bool:
    """Whether the address is at fault.

    Postmark calls a full mailbox a bounce too, but says that it goes on writing there; the other
    providers call that deferred.
    """
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    goes_on = told.get("Inactive") is False
    return not goes_on and event.reject_reason in (
        None,
        RejectReason.BOUNCED,
        RejectReason.INVALID,
    )
