"""A firm's file of papers, and the operator's checks."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import qualification as views

urlpatterns = [
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/file/"),
        views.QualificationsView.as_view(),
        name="qualifications",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/file/new/<slug:kind>/"),
        views.SubmitQualificationView.as_view(),
        name="submit_qualification",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/file/<uuid:paper_id>/withdraw/"),
        views.WithdrawQualificationView.as_view(),
        name="withdraw_qualification",
    ),
    path(
        pgettext_lazy("url", "papers/<uuid:paper_id>/document/"),
        views.QualificationFileView.as_view(),
        name="qualification_file",
    ),
    path(
        pgettext_lazy("url", "admissions/papers/"),
        views.QualificationListView.as_view(),
        name="qualifications_waiting",
    ),
    path(
        pgettext_lazy("url", "admissions/papers/<uuid:paper_id>/"),
        views.CheckQualificationView.as_view(),
        name="check_qualification",
    ),
]
