"""The public pages of calls and awards."""

from typing import Any

from django.views.generic import DetailView, ListView, TemplateView

from tenders.models import Tender


class TenderListView(ListView):
    queryset = Tender.objects.public().select_related("buyer")[:50]
    template_name = "tenders/public/list.html"


class TenderView(DetailView):
    queryset = Tender.objects.public().select_related("buyer")
    slug_field = slug_url_kwarg = "ocid"
    context_object_name = "tender"
    template_name = "tenders/public/detail.html"


class AwardView(DetailView):
    queryset = Tender.objects.public().filter(awards__approved_at__isnull=False).distinct()
    slug_field = slug_url_kwarg = "ocid"
    context_object_name = "tender"
    template_name = "tenders/public/award.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(awards=self.object.awards.public(), **kwargs)


class DataView(TemplateView):
    template_name = "tenders/public/data.html"
