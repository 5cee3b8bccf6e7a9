"""Who opened what is the firm's: for its owners to read."""

from typing import Any

from django.views.generic import TemplateView

from marketplace.web.pagination import paginate
from vendors.personal_data import ACCESS_DAYS
from vendors.views.firm import OwnerMixin


class AccessView(OwnerMixin, TemplateView):
    """Each reading by somebody outside the firm, the newest first."""

    template_name = "vendors/accesses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")
        page = paginate(self.vendor.accesses.all(), order=("-at", "-id"), cursor=cursor)
        return super().get_context_data(page=page, years=ACCESS_DAYS // 365, **kwargs)
