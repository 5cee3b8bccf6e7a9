"""What lists show of a call follows every public step."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from marketplace.locking import lock_all
from marketplace.web.search import plain_words
from tenders.documents.notices import CLOCK, draw_notices
from tenders.models import Buyer, Notice, Tender, TitleWord

BATCH = 50
COLUMNS = [field.name for field in Notice._meta.concrete_fields if not field.primary_key]


def show_notices(tender_ids: Collection[int]) -> int:
    """Write anew the notices of these calls, of those that are published; return how many.

    In the caller's transaction, after it has written what they show.
    """
    drawn = draw_notices(tender_ids)
    Notice.objects.bulk_create(
        drawn, update_conflicts=True, unique_fields=["tender"], update_fields=COLUMNS
    )
    _learn_words(drawn)
    return len(drawn)


def _learn_words(notices: Iterable[Notice]) -> None:
    """Know the words of these titles, by which typing mistakes are mended, from now on."""
    words = plain_words(" ".join(f"{each.title_fr} {each.title_en}" for each in notices))
    known = set(TitleWord.objects.filter(word__in=words).values_list("word", flat=True))
    TitleWord.objects.bulk_create(TitleWord(word=word) for word in words if word not in known)


@transaction.atomic
def redraw_notices(tender_ids: Collection[int]) -> int:
    """Write anew notices that nobody has just changed; return how many.

    They are held first: a public step under way waits with its own writing, and is read if it
    was quicker. Safe to repeat.
    """
    lock_all(Notice.objects.filter(pk__in=tender_ids))
    return show_notices(tender_ids)


def stir_notice(tender: Tender) -> None:
    """Note that the page of ``tender`` tells something new, though the lists don't."""
    Notice.objects.filter(tender=tender).update(drawn_at=CLOCK)


def redraw_in_batches(tender_ids: Sequence[int]) -> int:
    """``redraw_notices`` of many: few at a time, so that no public step waits long for one."""
    starts = range(0, len(tender_ids), BATCH)
    return sum(redraw_notices(tender_ids[start : start + BATCH]) for start in starts)


def outdate_notices(buyer: Buyer) -> None:
    """Have the notices of ``buyer``, whose name stands in them, redrawn by the next sweep."""
    Notice.objects.filter(buyer=buyer).update(form="")
