"""What is kept about people, for how long, and why."""

from typing import Any

from django.views.generic import TemplateView

from marketplace.personal import Fate, holdings, periods


class PeriodsView(TemplateView):
    """For everybody to read; the lists are those that deletion and erasure go by."""

    template_name = "privacy/periods.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = {str(each.label): each for each in holdings()}
        stays = [each for each in listed.values() if each.fate is not Fate.DELETED]
        goes = [each for each in listed.values() if each.fate is Fate.DELETED]
        return super().get_context_data(periods=periods(), stays=stays, goes=goes, **kwargs)
