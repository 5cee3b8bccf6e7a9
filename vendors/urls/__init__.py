"""Addresses of the firms."""

from vendors.urls import admission, exclusion, firms, partners, profile, public, qualification

app_name = "vendors"
urlpatterns = [
    *firms.urlpatterns,
    *qualification.urlpatterns,
    *admission.urlpatterns,
    *exclusion.urlpatterns,
    *partners.urlpatterns,
    *profile.urlpatterns,
    *public.urlpatterns,
]
