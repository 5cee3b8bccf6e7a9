"""Addresses of the firms."""

from vendors.urls import public

app_name = "vendors"
urlpatterns = [*public.urlpatterns]
