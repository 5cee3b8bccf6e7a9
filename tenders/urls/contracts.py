"""Addresses of contracts: for both parties, and the public check of a printed one."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import contracts

urlpatterns = [
    path(
        pgettext_lazy("url", "contracts/<str:number>/check/"),
        contracts.CheckView.as_view(),
        name="contract_check",
    ),
]
