"""What anyone may read, without an account."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import public

urlpatterns = [
    path(pgettext_lazy("url", "tenders/"), public.TenderListView.as_view(), name="list"),
    path(pgettext_lazy("url", "tenders/<str:ocid>/"), public.TenderView.as_view(), name="detail"),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/award/"), public.AwardView.as_view(), name="award"
    ),
    path(pgettext_lazy("url", "data/"), public.DataView.as_view(), name="data"),
]
