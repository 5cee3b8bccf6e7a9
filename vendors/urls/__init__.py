"""Addresses of the firms."""

from vendors.urls import admission, firms, public

app_name = "vendors"
urlpatterns = [*firms.urlpatterns, *admission.urlpatterns, *public.urlpatterns]
