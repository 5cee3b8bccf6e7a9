"""A contract in the public register."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse

from marketplace.clock import now
from marketplace.web.public_page import PublicPage
from tenders.models import Contract
from tenders.queries.notice import notice_of


class PublicContractView(PublicPage):
    """What anyone may read of a contract once both parties have signed it."""

    template_name = "tenders/public/contract.html"

    @cached_property
    def contract(self) -> Contract:
        signed = Contract.objects.filter(in_force_at__isnull=False).select_related(
            "award__tender__buyer", "award__tender__main_category", "award__bid__vendor"
        )
        return get_object_or_404(signed, number=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        award = self.contract.award
        address = reverse("tenders:public_contract", args=[self.contract.number])
        return super().get_context_data(
            contract=self.contract,
            award=award,
            tender=award.tender,
            notice=notice_of(award.tender, at=now()),
            permanent=settings.SITE_URL + address,
            **kwargs,
        )
