"""The list of calls: tabs, words, filters, pages by key."""

from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from marketplace.clock import now
from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.search import COUNT_CAP, count_up_to_cap
from tenders.forms.search import SearchForm
from tenders.queries.search import (
    Search,
    Sort,
    View,
    find_tenders,
    near_titles,
)

PAGE_SIZE = 25


class TenderListView(PublicPage):
    template_name = "tenders/public/list.html"

    @cached_property
    def form(self) -> SearchForm:
        return SearchForm(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = self.form.search()
        found = find_tenders(search, language=self._language, at=now())
        cursor = self.request.GET.get("cursor", "")
        listed = paginate(found, order=search.order, cursor=cursor, size=PAGE_SIZE)
        shown = {
            "listed": listed,
            "count": count_up_to_cap(found),
            "count_cap": COUNT_CAP,
            **({} if listed.rows else self._instead(search)),
        }
        return super().get_context_data(**self._asked(search), **shown, **kwargs)

    def _asked(self, search: Search) -> dict[str, Any]:
        """The form, and the ways to ask otherwise."""
        return {
            "form": self.form,
            "search": search,
            "views": View.choices,
            "sorts": Sort.choices,
            "chips": self._chips(),
        }

    @property
    def _language(self) -> str:
        return "en" if (get_language() or "fr").startswith("en") else "fr"

    def _chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        asked = self.form.cleaned_data
        return [
            {
                "label": str(self.form[name].label),
                "value": self._label(name, asked[name]),
                "url": self._without(name),
            }
            for name in SearchForm.FILTERS
            if asked.get(name)
        ]

    def _without(self, name: str) -> str:
        query = self.request.GET.copy()
        for dropped in (name, "cursor"):
            query.pop(dropped, None)
        return f"?{query.urlencode()}"

    def _label(self, name: str, value: Any) -> str:
        choices = getattr(self.form.fields[name], "choices", ())
        return str(value) if hasattr(value, "pk") else str(dict(choices)[value])

    def _instead(self, search: Search) -> dict[str, Any]:
        """What may help a reader whose search found nothing."""
        everywhere = Search(q=search.q, view=View.ALL)
        found = find_tenders(everywhere, language=self._language, at=now())
        return {
            "count_everywhere": count_up_to_cap(found) if search.q else 0,
            "near": near_titles(search.q, language=self._language) if search.q else [],
        }
