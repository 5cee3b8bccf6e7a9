"""The list of buyers, the page of a buyer, and the page about the data."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from marketplace.clock import now
from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.templatetags.wording import reader
from tenders.documents.cards import live_cards
from tenders.forms.notices import BuyersForm
from tenders.models import Buyer
from tenders.queries.buyers import find_buyers, profile_of
from tenders.views.structured_data import buyer_facts_for_machines

PAGE_SIZE = 25


class BuyerListView(PublicPage):
    template_name = "tenders/public/buyers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = BuyersForm(self.request.GET)
        form.is_valid()
        found = find_buyers(at=now(), q=form.cleaned_data.get("q", ""))
        cursor = self.request.GET.get("cursor", "")
        listed = paginate(found, order=("name_fr", "pk"), cursor=cursor, size=2 * PAGE_SIZE)
        return super().get_context_data(form=form, listed=listed, **kwargs)


class BuyerView(PublicPage):
    template_name = "tenders/public/buyer.html"

    @cached_property
    def buyer(self) -> Buyer:
        return get_object_or_404(Buyer.objects.public(), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"@context": "https://schema.org", **buyer_facts_for_machines(self.buyer)}
        at = now()
        profile, card = profile_of(self.buyer, at=at), f"call_{reader()}"
        return super().get_context_data(
            buyer=self.buyer,
            profile=profile,
            open_calls=live_cards(profile.open_calls.cards(card), card, at=at),
            structured_data=facts,
            **kwargs,
        )
