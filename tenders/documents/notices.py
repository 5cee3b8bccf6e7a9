"""The row that lists read of a published call, made from the rows it follows from."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Count, DateTimeField, Exists, Func, OuterRef, Value

from tenders.documents.cards import draw_award, draw_call, draw_contract, form
from tenders.models import Award, Bid, Contract, Notice, Tender
from tenders.queries.facets import keys_of
from tenders.queries.notices import public_awards, public_tenders
from tenders.states import OPENED_BIDS

if TYPE_CHECKING:
    from datetime import datetime

NOTHING = {"fr": "", "en": ""}
CLOCK = Func(function="clock_timestamp", output_field=DateTimeField())


def draw_notices(tender_ids: Collection[int]) -> list[Notice]:
    """The notices of the published ones among these calls, not yet stored.

    As many statements for many calls as for one.
    """
    awards = _last_awards(tender_ids)
    bids = _opened_bids(awards)
    found = public_tenders().filter(pk__in=tender_ids).prefetch_related("categories")
    return [_draw(tender, awards.get(tender.pk), bids.get(tender.pk, 0)) for tender in found]


def outdated_notices(*, limit: int | None = None) -> list[int]:
    """The published calls whose notice is missing or was drawn with other templates."""
    drawn = Notice.objects.filter(tender=OuterRef("pk"), form=form())
    found = Tender.objects.public().filter(~Exists(drawn)).order_by("-pk")
    return list(found.values_list("pk", flat=True)[:limit])


def _last_awards(tender_ids: Collection[int]) -> dict[int, Award]:
    """The last public award of each call, a cancelled one too, with its contract if it has one."""
    found = public_awards().select_related("contract").filter(tender__in=tender_ids)
    return {award.tender_id: award for award in found.order_by("pk")}


def _opened_bids(awards: dict[int, Award]) -> dict[int, int]:
    """How many bids were opened, for each call that was awarded."""
    opened = Bid.objects.filter(tender__in=awards, status__in=OPENED_BIDS)
    return dict(opened.values_list("tender").annotate(Count("pk")))


def _draw(tender: Tender, award: Award | None, bids: int) -> Notice:
    contract = _in_force(award)
    call = draw_call(tender)
    won = draw_award(award, bids=bids) if award else NOTHING
    agreed = draw_contract(contract, award) if contract and award else NOTHING
    return Notice(
        tender=tender,
        status=tender.status,
        published_at=cast("datetime", tender.published_at),
        submission_deadline=cast("datetime", tender.submission_deadline),
        budget=tender.budget if tender.budget_is_public else None,
        buyer=tender.buyer,
        **_outcome(award, contract, bids),
        drawn_at=CLOCK,
        form=form(),
        keys=keys_of(tender, award, contract),
        title_fr=tender.title_fr,
        title_en=tender.title_en,
        search_fr=_vector(tender, award, "fr"),
        search_en=_vector(tender, award, "en"),
        call_fr=call["fr"],
        call_en=call["en"],
        award_fr=won["fr"],
        award_en=won["en"],
        contract_fr=agreed["fr"],
        contract_en=agreed["en"],
    )


def _in_force(award: Award | None) -> Contract | None:
    """The contract, once the public may read it: signed by both parties."""
    contract = getattr(award, "contract", None)
    return contract if contract and contract.in_force_at else None


def _outcome(award: Award | None, contract: Contract | None, bids: int) -> dict[str, Any]:
    if award is None:
        return {}
    return {
        "winner": award.bid.vendor,
        "awarded_at": award.approved_at,
        "amount": award.amount,
        "bids": bids,
        "contracted_at": contract.in_force_at if contract else None,
        "contract_number": contract.number if contract else "",
    }


def _vector(tender: Tender, award: Award | None, language: str) -> CombinedSearchVector:
    """What is found in one language; a call without English is found by its French there too."""
    spoken = language if getattr(tender, f"title_{language}") else "fr"
    weighed = {
        "A": (getattr(tender, f"title_{spoken}"), tender.number),
        "B": (
            getattr(tender, f"summary_{spoken}"),
            str(tender.buyer.name_fr),
            tender.buyer.name_en,
        ),
        "C": (getattr(tender, f"need_{spoken}"), award.bid.vendor.legal_name if award else ""),
    }
    first, *rest = (
        SearchVector(Value(" \n".join(texts)), weight=weight, config=f"{spoken}_unaccent")
        for weight, texts in weighed.items()
    )
    return sum(rest, first)  # type: ignore[return-value]  # vectors add up to one
