"""Addresses without a language."""

from django.urls import path

from cms import theme

urlpatterns = [path("theme/<slug:digest>.css", theme.serve, name="theme")]
