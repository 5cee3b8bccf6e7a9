"""Addresses without a language: they answer in the one the visitor prefers, or machines."""

from django.urls import path

from marketplace.web.views import machines, preferences

urlpatterns = [
    path("", preferences.choose_language, name="root"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("appearance/", preferences.set_theme, name="set_theme"),
]
