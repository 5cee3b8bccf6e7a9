"""Addresses of the firms."""

from vendors.urls import admission, firms

app_name = "vendors"
urlpatterns = [*firms.urlpatterns, *admission.urlpatterns]
