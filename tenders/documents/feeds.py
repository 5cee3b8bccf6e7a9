"""Feeds: Atom (RFC 4287) and RSS 2.0, in one language each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, get_tag_uri
from django.utils.translation import gettext as _

from marketplace.web.wording import say_moment, say_money
from tenders.models import Amendment
from tenders.states import AwardStatus, TenderStatus


class _Atom(Atom1Feed):
    """Names its twin in the other language, too."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for language, address in self.feed["twins"].items():
            link = {"rel": "alternate", "hreflang": language, "href": address}
            handler.addQuickElement("link", "", link | {"type": "application/atom+xml"})


FORMATS: dict[str, type[SyndicationFeed]] = {"atom": _Atom, "rss": Rss201rev2Feed}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``name`` is its part of an id that never changes."""

    name: str
    title: str
    summary: str
    address: str
    published: datetime
    updated: datetime
    author: str
    categories: tuple[str, ...] = ()


def call_entry(tender: Any, language: str) -> Entry:
    """A call; updated by its amendments. Expects ``amended_at``."""
    summary = str(tender.summary)
    if tender.status == TenderStatus.CANCELLED:
        summary = _("Cancelled. %(summary)s") % {"summary": summary}
    elif tender.submission_deadline:
        closes = {"summary": summary, "moment": say_moment(tender.submission_deadline, language)}
        summary = _("%(summary)s Bids close on %(moment)s.") % closes
    return Entry(
        name=tender.ocid,
        title=str(tender.title),
        summary=summary,
        address=tender.get_absolute_url(),
        published=tender.published_at,
        updated=tender.amended_at or tender.published_at,
        author=str(tender.buyer.name),
        categories=(str(tender.main_category),) if tender.main_category else (),
    )


def amendment_entry(amendment: Amendment, language: str) -> Entry:
    tender = amendment.tender
    title = _("Amendment %(number)d: %(title)s")
    return Entry(
        name=f"{tender.ocid}/amendment/{amendment.number}",
        title=title % {"number": amendment.number, "title": tender.title},
        summary=str(amendment.rationale),
        address=f"{tender.get_absolute_url()}#amendments",
        published=amendment.published_at,
        updated=amendment.published_at,
        author=str(tender.buyer.name),
    )


def award_entry(award: Any, language: str) -> Entry:
    """An award; a cancelled one says so."""
    told = {
        "firm": award.bid.vendor.name,
        "amount": say_money(award.amount, language),
        "title": award.tender.title,
    }
    is_cancelled = award.status == AwardStatus.CANCELLED
    title = _("Award cancelled: %(title)s") if is_cancelled else _("Awarded: %(title)s")
    return Entry(
        name=f"{award.tender.ocid}/award/{award.public_id}",
        title=title % told,
        summary=_("%(firm)s, %(amount)s before taxes.") % told,
        address=reverse("tenders:award", args=[award.tender.ocid]),
        published=award.approved_at,
        updated=award.cancelled_at or award.approved_at,
        author=str(award.tender.buyer.name),
    )


def write_feed(
    entries: Sequence[Entry],
    *,
    form: str,
    title: str,
    language: str,
    page: str,
    own: dict[str, str],
) -> str:
    """XML, as ``form`` says (atom, rss). ``page`` is its page; ``own``, its address by language."""
    feed = FORMATS[form](
        title=title,
        link=page,
        description=title,
        language=f"{language}-CA",
        feed_url=own[language],
        feed_guid=own[language],
        author_name=settings.PRODUCT_NAME,
        twins={code: address for code, address in own.items() if code != language},
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.address,
            description=entry.summary,
            unique_id=get_tag_uri(f"{settings.SITE_URL}/{entry.name}", entry.published),
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=entry.author,
            categories=entry.categories,
        )
    text: str = feed.writeString("utf-8")
    return text
