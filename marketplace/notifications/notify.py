"""Telling people, once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marketplace.notifications.models import Message


def notify(
    kind: str, *, recipients: Iterable[Any], occasion: str, at: datetime, context: Mapping[str, Any]
) -> None:
    """Queue one message per recipient, once per occasion.

    Runs in the caller's transaction and sends nothing: the sweep
    ``deliver_due_messages`` does. Calling twice with the same ``occasion`` is
    a no-op for recipients already queued. ``context`` must be JSON: strings,
    numbers, lists; moments as ISO 8601 text, and paths such as
    ``/tenders/…`` are made absolute by the template.

    The mail is ``templates/mail/<kind>.<language>.{subject.txt,txt,html}``.
    """
    Message.objects.bulk_create(
        [
            Message(
                key=f"{kind}:{occasion}:{person.pk}",
                kind=kind,
                recipient=person,
                address=person.email,
                language=person.language,
                context=dict(context),
                due_at=at,
            )
            for person in recipients
        ],
        ignore_conflicts=True,
    )
