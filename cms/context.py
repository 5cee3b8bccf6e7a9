"""What every template may say of the site's furniture (see ``cms.furniture``)."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cms import furniture as site


def furniture(request: HttpRequest) -> dict[str, object]:
    """Lazy: a page without header and footer, such as a fragment, asks nothing."""
    language = (get_language() or "fr")[:2]
    return {"furniture": SimpleLazyObject(lambda: site.furniture(language))}
