"""Addresses of the firms."""

from vendors.urls import admission, exclusion, firms, public, qualification

app_name = "vendors"
urlpatterns = [
    *firms.urlpatterns,
    *qualification.urlpatterns,
    *admission.urlpatterns,
    *exclusion.urlpatterns,
    *public.urlpatterns,
]
