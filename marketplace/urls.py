"""Every address of the site. Public pages live under /fr/ and /en/ with translated slugs."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("cms/", include("wagtail.admin.urls")),
]

urlpatterns += i18n_patterns(
    path("compte/", include("allauth.urls")),
    path("", include("wagtail.urls")),
)
