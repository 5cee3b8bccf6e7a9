"""Addresses of the kernel's own pages under /fr/ and /en/."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from marketplace.web.views import components

urlpatterns = [
    path(pgettext_lazy("url", "components/"), components.living_page, name="components"),
]
