"""SEAO's contracts of the past: a list and a page, kept apart from our calls."""

from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404

from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.search import COUNT_CAP, clean_words, count_up_to_cap
from tenders.ocds.seao import PREFIX
from tenders.queries.history import find_history

PAGE_SIZE = 25


class HistoryView(PublicPage):
    template_name = "tenders/public/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = clean_words(self.request.GET.get("q", ""))
        found = find_history(q=q)
        cursor = self.request.GET.get("cursor", "")
        return super().get_context_data(
            q=q,
            listed=paginate(found, order=("-dated_at", "-pk"), cursor=cursor, size=PAGE_SIZE),
            count=count_up_to_cap(found),
            count_cap=COUNT_CAP,
            **kwargs,
        )


class PastNoticeView(PublicPage):
    template_name = "tenders/public/past_notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = clean_words(self.kwargs["number"])
        notice = get_object_or_404(find_history(), ocid=PREFIX + number)
        prices = [
            {**supplier, "price": Decimal(supplier["price"]) if supplier["price"] else None}
            for supplier in notice.suppliers
        ]
        return super().get_context_data(notice=notice, prices=prices, **kwargs)
