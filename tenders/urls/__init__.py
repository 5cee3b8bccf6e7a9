"""Addresses of the calls, a module per corridor."""

from tenders.urls import (
    alerts,
    authoring,
    bidding,
    contracts,
    evaluating,
    public,
    webhooks,
    work,
)

app_name = "tenders"
urlpatterns = [
    *public.urlpatterns,
    *work.urlpatterns,
    *authoring.urlpatterns,
    *bidding.urlpatterns,
    *evaluating.urlpatterns,
    *contracts.urlpatterns,
    *alerts.urlpatterns,
    *webhooks.urlpatterns,
]
