"""Every address of the site. Public pages live under /fr/ and /en/ with translated slugs."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from marketplace.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("cms/", include("wagtail.admin.urls")),
]

urlpatterns += i18n_patterns(
    path(pgettext_lazy("url", "account/"), include("allauth.urls")),
    path("", include("tenders.urls")),
    path("", include("vendors.urls")),
    path("", include("wagtail.urls")),
)
