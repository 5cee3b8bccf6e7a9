"""The operator's decisions about firms."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import admission
from vendors.views.firm_import import ImportFirmsView, InviteOwnerView

urlpatterns = [
    path(
        pgettext_lazy("url", "admissions/firms/"),
        admission.AdmissionListView.as_view(),
        name="admissions",
    ),
    path(
        pgettext_lazy("url", "admissions/firms/import/"),
        ImportFirmsView.as_view(),
        name="import_firms",
    ),
    path(
        pgettext_lazy("url", "admissions/firms/<uuid:public_id>/"),
        admission.AdmissionView.as_view(),
        name="admission",
    ),
    path(
        pgettext_lazy("url", "admissions/firms/<uuid:public_id>/invite/"),
        InviteOwnerView.as_view(),
        name="invite_owner",
    ),
]
