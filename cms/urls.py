"""Addresses without a language."""

from django.urls import path

from cms import maps, theme

urlpatterns = [
    path("theme/<slug:digest>.css", theme.serve, name="theme"),
    path("sitemap.xml", maps.index, name="sitemaps"),
    path("sitemap-<slug:name>.xml", maps.sitemap, name="sitemap"),
]
