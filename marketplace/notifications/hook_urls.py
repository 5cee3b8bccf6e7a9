"""Where the mail provider tells about bounces and complaints: that provider's address alone."""

from django.conf import settings
from django.urls import URLPattern

app_name = "anymail"
urlpatterns: list[URLPattern] = []

if settings.MAIL_PROVIDER:
    from anymail import urls

    # Without a secret anybody could silence anybody's mail: production.py wants one.
    hook = f"{settings.MAIL_PROVIDER}_tracking_webhook"
    urlpatterns = [pattern for pattern in urls.urlpatterns if pattern.name == hook]
