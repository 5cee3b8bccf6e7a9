"""Firms look for partners: notices, letters without addresses, reports to the operator."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Conflict, DomainError, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from vendors.models import PartnerLetter, PartnerNotice, Vendor
from vendors.queries.firms import operators, owners_of
from vendors.queries.partners import bidders_of, letter_facts, notice_facts
from vendors.values import PartnerText

LONGEST = timedelta(days=90)
LETTERS_A_DAY = 5


class TooManyLetters(DomainError):
    """The firm has written as much as is reasonable for now."""


@transaction.atomic
def publish_partner_notice(
    *, vendor_id: int, text: PartnerText, actor: User, at: datetime
) -> PartnerNotice:
    """Show what a firm looks for and can offer, in place of what it showed before.

    Raises NotAuthorized or Invalid; nothing is then changed.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    today = timezone.localdate(at)
    if not today <= text.ends_on <= today + LONGEST:
        raise Invalid(_("Choose a day within the next 90 days."), field="ends_on")
    columns = asdict(text)
    columns["category_id"] = columns.pop("category")
    notice = PartnerNotice(vendor=vendor, created_by=actor, created_at=at, **columns)
    check_columns(notice, ("language", "category", "seeks", "offers"))
    vendor.partner_notices.filter(ended_at__isnull=True).update(ended_at=at)
    notice.save()
    record("partner.notice-published", subject=vendor.reference, actor=actor, at=at)
    return notice


@transaction.atomic
def end_partner_notice(*, vendor_id: int, actor: User, at: datetime) -> None:
    """Take the firm's notice down. Twice is once. Raises NotAuthorized."""
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.act_for", vendor)
    if vendor.partner_notices.filter(ended_at__isnull=True).update(ended_at=at):
        record("partner.notice-ended", subject=vendor.reference, actor=actor, at=at)


@transaction.atomic
def take_down_notice(*, notice_id: int, reason: str, actor: User, at: datetime) -> PartnerNotice:
    """The operator takes a notice down, with a reason that the firm's owners read.

    Raises NotAuthorized, Invalid or Conflict; nothing is then changed.
    """
    notice = lock(PartnerNotice.objects.select_related("vendor"), pk=notice_id)
    authorize(actor, "vendors.moderate_partners")
    if notice.ended_at is not None:
        raise Conflict(_("This notice has ended already."))
    if not reason.strip():
        raise Invalid(_("Give the reason: the firm will read it."), field="reason")
    notice.ended_at, notice.end_reason = at, reason.strip()
    notice.save(update_fields=["ended_at", "end_reason"])
    record("partner.notice-taken-down", subject=notice.vendor.reference, actor=actor, at=at)
    context = {**notice_facts(notice), "reason": notice.end_reason}
    _tell("partner-notice-ended", owners_of(notice.vendor), notice, at, context)
    return notice


@transaction.atomic
def write_to_partner(
    *, notice_id: int, sender_id: int, text: str, actor: User, at: datetime
) -> PartnerLetter:
    """Write to the firm of a notice, in the name of one's own; its bidders get it by mail.

    Neither learns the other's address. A firm writes ``LETTERS_A_DAY`` letters a day, and one to
    each notice until it is answered. Raises NotAuthorized, Invalid, Conflict or TooManyLetters;
    nothing is then sent.
    """
    sender = lock(Vendor.objects.all(), pk=sender_id)
    authorize(actor, "vendors.act_for", sender)
    live = PartnerNotice.objects.live(timezone.localdate(at)).select_related("vendor")
    notice = live.filter(pk=notice_id).first()
    if notice is None:
        raise Conflict(_("This notice is over: the firm is not looking for a partner any more."))
    if notice.vendor_id == sender.pk:
        raise Invalid(_("This is your own firm’s notice."), field="sender")
    if not text.strip():
        raise Invalid(_("Write something."), field="text")
    sent = sender.letters_sent.filter(sent_at__gt=at - timedelta(days=1)).count()
    if sent >= LETTERS_A_DAY:
        raise TooManyLetters(_("Your firm has written five letters in a day. Go on tomorrow."))
    letter = _insert(notice=notice, sender=sender, written_by=actor, text=text.strip(), sent_at=at)
    record("partner.letter-sent", subject=sender.reference, actor=actor, at=at)
    _tell("partner-letter", bidders_of(notice.vendor), letter, at, letter_facts(letter))
    return letter


@transaction.atomic
def answer_letter(
    *, letter_id: int, answer: str, shares_address: bool, actor: User, at: datetime
) -> PartnerLetter:
    """Answer a letter, once. Who wrote it gets the answer by mail.

    With ``shares_address`` the answer shows the actor's own address, so that both go on by
    themselves; without it, it shows none. Raises NotAuthorized, Invalid or Conflict; nothing is
    then sent.
    """
    letter = lock(
        PartnerLetter.objects.select_related("notice__vendor", "sender", "written_by"),
        pk=letter_id,
    )
    authorize(actor, "vendors.act_for", letter.notice.vendor)
    if letter.answered_at is not None:
        raise Conflict(_("This message has been answered already."))
    if not answer.strip():
        raise Invalid(_("Write something."), field="answer")
    letter.answer, letter.shares_address = answer.strip(), shares_address
    letter.answered_by, letter.answered_at = actor, at
    check_columns(letter, ("answer",))
    letter.save(update_fields=["answer", "shares_address", "answered_by", "answered_at"])
    record("partner.letter-answered", subject=letter.notice.vendor.reference, actor=actor, at=at)
    context = {
        **letter_facts(letter),
        "answer": letter.answer,
        "answered_by": actor.full_name,  # not str(), which may be an address
        "address": letter.address_shown,
    }
    _tell("partner-answer", [letter.written_by], letter, at, context)
    return letter


@transaction.atomic
def report_letter(*, letter_id: int, reason: str, actor: User, at: datetime) -> PartnerLetter:
    """Tell the operators that a letter is abusive; they may then read it. Twice is once.

    Raises NotAuthorized for anyone but the people of the firm that got it, or Invalid.
    """
    letter = lock(PartnerLetter.objects.select_related("notice__vendor", "sender"), pk=letter_id)
    authorize(actor, "vendors.report_letter", letter)
    if not reason.strip():
        raise Invalid(_("Say what is wrong with it."), field="reason")
    if letter.reported_at is None:
        letter.reported_at, letter.report = at, reason.strip()
        check_columns(letter, ("report",))
        letter.save(update_fields=["reported_at", "report"])
        record("partner.letter-reported", subject=letter.sender.reference, actor=actor, at=at)
        context = {
            "sender": letter.sender.name,
            "sender_id": str(letter.sender.public_id),
            "letter": str(letter.public_id),
            "reason": letter.report,
        }
        _tell("partner-reported", operators(), letter, at, context)
    return letter


def _insert(**columns: Any) -> PartnerLetter:
    letter = PartnerLetter(**columns)
    check_columns(letter, ("text",))
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError as clash:
        raise Conflict(
            _("Your firm has written about this notice already: wait for the answer.")
        ) from clash
    return letter


def _tell(
    kind: str, people: Any, about: PartnerNotice | PartnerLetter, at: datetime, context: Any
) -> None:
    occasion = str(about.public_id)
    notify(kind, recipients=people, occasion=occasion, at=at, context=context)
