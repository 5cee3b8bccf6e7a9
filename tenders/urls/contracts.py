"""Addresses of contracts: for both parties, and the public check of a printed one."""

from django.urls import path
from django.utils.translation import pgettext_lazy as _

from tenders.views import contracts

urlpatterns = [
    path(
        _("url", "work/contracts/<uuid:public_id>/"),
        contracts.ContractView.as_view(),
        name="contract",
    ),
    path(
        _("url", "work/contracts/<uuid:public_id>/document/"),
        contracts.ContractPdfView.as_view(),
        name="contract_pdf",
    ),
    path(
        _("url", "work/contracts/<uuid:public_id>/sign/"),
        contracts.SignView.as_view(),
        name="contract_sign",
    ),
    path(
        _("url", "contracts/<str:number>/check/"),
        contracts.CheckView.as_view(),
        name="contract_check",
    ),
]
