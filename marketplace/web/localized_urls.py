"""Addresses of the kernel's own pages under /fr/ and /en/."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from marketplace.web.views import components
from marketplace.web.views.periods import PeriodsView

urlpatterns = [
    path(pgettext_lazy("url", "components/"), components.living_page, name="components"),
    path(pgettext_lazy("url", "privacy/periods/"), PeriodsView.as_view(), name="periods"),
]
