"""Addresses of contracts: for both parties, and the public check of a printed one."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import contracts

urlpatterns = [
    path(
        pgettext_lazy("url", "work/contracts/<uuid:public_id>/"),
        contracts.ContractView.as_view(),
        name="contract",
    ),
    path(
        pgettext_lazy("url", "work/contracts/<uuid:public_id>/document/"),
        contracts.ContractPdfView.as_view(),
        name="contract_pdf",
    ),
    path(
        pgettext_lazy("url", "work/contracts/<uuid:public_id>/sign/"),
        contracts.SignView.as_view(),
        name="contract_sign",
    ),
    path(
        pgettext_lazy("url", "contracts/<str:number>/check/"),
        contracts.CheckView.as_view(),
        name="contract_check",
    ),
]
