"""The trial run's letter box: the mails that ``MailFiles`` wrote, readable in a browser."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

NAME = re.compile(r"[0-9a-f-]+")
SHOWN = 100
# What a mail holds may come from anybody: it is shown with its styles and nothing else.
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"


@dataclass(frozen=True)
class Letter:
    """One mail file."""

    name: str
    sent_at: datetime | None
    sender: str
    to: str
    subject: str
    text: str
    html: str
    attachments: list[str]


def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest mails, those to ``?to=`` only if given. 404 unless DEBUG is on."""
    to = request.GET.get("to", "").strip()
    letters = (read(path) for path in sorted(_folder().glob("*.eml"), reverse=True))
    wanted = (letter for letter in letters if to.lower() in letter.to.lower())
    shown = [letter for letter, _place in zip(wanted, range(SHOWN), strict=False)]
    return render(request, "notifications/mail_list.html", {"letters": shown, "to": to})


def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: what its header says, its text, and a way to its HTML."""
    return render(request, "notifications/mail_detail.html", {"letter": _letter(name)})


def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of one mail as a mail program would show it."""
    response = HttpResponse(_letter(name).html)
    response["Content-Security-Policy"] = HTML_POLICY
    return response


def read(path: Path) -> Letter:
    """Parse one mail file."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  what that policy makes
    date = mail["Date"]
    return Letter(
        name=path.stem,
        sent_at=date.datetime if date else None,
        sender=str(mail["From"]),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        attachments=[part.get_filename() or "" for part in mail.iter_attachments()],
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


def _folder() -> Path:
    if not settings.DEBUG:
        raise Http404
    return Path(settings.EMAIL_FILE_PATH)


def _letter(name: str) -> Letter:
    path = _folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return read(path)
