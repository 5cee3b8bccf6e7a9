"""A message as it goes out: its mail, and the headers that mail programs act on."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from marketplace.notifications.kinds import CHOSEN, Topic, all_kinds, topic_of
from marketplace.notifications.links import signed_url
from marketplace.notifications.models import Message
from marketplace.notifications.rendering import render

LEAVE = "inbox:leave"


def mail_of(message: Message, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """Text and HTML; a Message-ID that only the key decides; a thread for each call.

    What its reader may stop carries one-click headers (RFC 8058) and the same link in its foot.
    """
    leave = leave_address(message)
    rendered = render(message.kind, message.language, message.context, leave=leave)
    mail = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        to=[message.address],
        connection=connection,
        headers={
            "Message-ID": message_id(message.key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **_thread(message),
            **_list(message, leave),
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def message_id(key: str) -> str:
    """The same for the same key, for ever; it tells a stranger nothing about the key."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{_host()}>"


def leave_address(message: Message) -> str:
    """Where this person stops mails of this topic without signing in; "" for what is required.

    The link names a person and a topic, is signed, does nothing else, and ends (``LINK_DAYS``).
    A kind that is subscribed to apart has a link of its own.
    """
    kind = all_kinds().get(message.kind)
    with translation.override(message.language):
        if kind and kind.stop:
            return signed_url(kind.stop, message.context["subscriber"])
        topic = topic_of(message.kind)
        if message.recipient is None or topic not in (*CHOSEN, Topic.GATHERED):
            return ""
        return signed_url(LEAVE, [str(message.recipient.public_id), topic.value])


def _thread(message: Message) -> dict[str, str]:
    """Mails about one call stand together: each answers a mail that nobody has."""
    call = message.context.get("ocid")
    if not call:
        return {}
    root = message_id(f"thread:{call}")
    return {"References": root, "In-Reply-To": root}


def _list(message: Message, leave: str) -> dict[str, str]:
    headers = {"List-Id": f"{settings.PRODUCT_NAME} <{topic_of(message.kind)}.{_host()}>"}
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _host() -> str:
    return str(urlsplit(settings.SITE_URL).hostname)
