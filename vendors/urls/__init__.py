"""Addresses of the firms."""

from vendors.urls import admission, firms, public, qualification

app_name = "vendors"
urlpatterns = [
    *firms.urlpatterns,
    *qualification.urlpatterns,
    *admission.urlpatterns,
    *public.urlpatterns,
]
