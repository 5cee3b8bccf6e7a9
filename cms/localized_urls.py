"""Addresses under /fr/ and /en/ that are no pages of Wagtail's."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from cms import views

urlpatterns = [
    path(pgettext_lazy("url", "search/"), views.SearchPages.as_view(), name="search_pages")
]
