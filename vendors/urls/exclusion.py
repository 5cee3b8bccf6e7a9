"""The operator's register of ineligible firms."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import exclusion as views

urlpatterns = [
    path(
        pgettext_lazy("url", "admissions/excluded/"),
        views.ExclusionListView.as_view(),
        name="exclusions",
    ),
    path(
        pgettext_lazy("url", "admissions/excluded/new/"),
        views.EnterExclusionView.as_view(),
        name="exclusion_new",
    ),
    path(
        pgettext_lazy("url", "admissions/excluded/import/"),
        views.ImportExclusionsView.as_view(),
        name="exclusions_import",
    ),
    path(
        pgettext_lazy("url", "admissions/excluded/<uuid:public_id>/"),
        views.ExclusionView.as_view(),
        name="exclusion",
    ),
]
