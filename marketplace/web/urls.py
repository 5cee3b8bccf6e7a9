"""Addresses without a language: they answer in the one the visitor prefers."""

from django.urls import path

from marketplace.web.views import preferences

urlpatterns = [
    path("", preferences.choose_language, name="root"),
    path("appearance/", preferences.set_theme, name="set_theme"),
]
