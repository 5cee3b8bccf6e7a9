"""Every address of the site. Public pages live under /fr/ and /en/ with translated slugs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView

from marketplace.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("marketplace.web.urls")),
    path("ledger/", include("marketplace.ledger.file_urls")),
    path("dev/mail/", include("marketplace.notifications.urls")),
    path("hooks/mail/", include("marketplace.notifications.hook_urls")),
    # One door: the editors' admin has a sign-in of its own, which would skip the second factor.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("documents/", include("wagtail.documents.urls")),
    path("cms/", include("wagtail.admin.urls")),
    path("", include("tenders.urls.opendata")),
    path("feeds/", include("tenders.urls.feeds")),
    path("cards/", include("tenders.urls.cards")),
    path("", include("cms.urls")),
    # Editors' images; in production nginx serves them.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
handler400 = "marketplace.web.views.errors.bad_request"
handler403 = "marketplace.web.views.errors.forbidden"
handler404 = "marketplace.web.views.errors.not_found"
handler500 = "marketplace.web.views.errors.server_error"

# What is read most comes first: each address above another is tried before it.
urlpatterns += i18n_patterns(
    path("", include("tenders.urls")),
    path(pgettext_lazy("url", "account/"), include("marketplace.accounts.urls")),
    path("", include("marketplace.web.localized_urls")),
    path("", include("marketplace.ledger.urls")),
    path("", include("marketplace.notifications.localized_urls")),
    path("", include("vendors.urls")),
    path("", include("cms.localized_urls")),
    path("", include("wagtail.urls")),
)
