"""«My work»: what waits for this person, over all of its roles."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from marketplace.clock import now
from tenders.models import Buyer
from tenders.queries.waiting import waiting_for
from vendors.models import Vendor


class WorkView(LoginRequiredMixin, TemplateView):
    template_name = "tenders/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            waiting=waiting_for(user, at=now()),
            buyers=Buyer.objects.of(user),
            vendors=Vendor.objects.of(user),
            **kwargs,
        )
