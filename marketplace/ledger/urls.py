"""Addresses of the ledger's pages, under /fr/ and /en/."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from marketplace.ledger.views import pages

app_name = "ledger"
urlpatterns = [
    path(pgettext_lazy("url", "ledger/"), pages.LedgerView.as_view(), name="index"),
    path(pgettext_lazy("url", "ledger/check/"), pages.CheckView.as_view(), name="check"),
    path(
        pgettext_lazy("url", "ledger/about/<str:subject>/"),
        pages.SubjectView.as_view(),
        name="subject",
    ),
]
