"""What anyone may read, without an account."""

from django.urls import path
from django.utils.translation import pgettext_lazy as _

from tenders.views import public_list, public_lists, public_tender

urlpatterns = [
    path(_("url", "tenders/"), public_list.TenderListView.as_view(), name="list"),
    path(_("url", "tenders/<str:ocid>/"), public_tender.TenderView.as_view(), name="detail"),
    path(
        _("url", "tenders/<str:ocid>/opening/"), public_tender.OpeningView.as_view(), name="opening"
    ),
    path(_("url", "tenders/<str:ocid>/award/"), public_tender.AwardView.as_view(), name="award"),
    path(
        _("url", "tenders/<str:ocid>/deadlines.ics"),
        public_tender.DeadlinesView.as_view(),
        name="deadlines",
    ),
    path(_("url", "awards/"), public_lists.AwardListView.as_view(), name="awards"),
    path(_("url", "buyers/"), public_lists.BuyerListView.as_view(), name="buyers"),
    path(_("url", "buyers/<slug:slug>/"), public_lists.BuyerView.as_view(), name="buyer"),
    path(_("url", "data/"), public_lists.DataView.as_view(), name="data"),
]
