"""Mail of the trial run: one file per message."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from marketplace.clock import now


class MailFiles(BaseEmailBackend):
    """Write each message to ``settings.EMAIL_FILE_PATH`` as ``<moment>-<hash of its id>.eml``.

    A file appears whole or not at all, so whoever watches the folder never reads half a mail.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            message = mail.message()
            mark = sha256(str(message["Message-ID"]).encode()).hexdigest()[:12]
            path = folder / f"{now():%Y%m%d-%H%M%S-%f}-{mark}.eml"
            fresh = path.with_suffix(".part")
            fresh.write_bytes(message.as_bytes())
            fresh.replace(path)
        return len(email_messages)
