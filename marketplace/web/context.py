"""What every template may say without its view handing it over."""

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, object]:
    return {"product_name": settings.PRODUCT_NAME, "site_url": settings.SITE_URL}
