"""How often one origin may ask for what anyone may have."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

from marketplace.clock import now
from marketplace.web.networks import network_of

WINDOW = 60  # seconds


def seconds_to_wait(request: HttpRequest, *, scope: str, per_minute: int) -> int:
    """Count this request; return 0, or after how many seconds the origin may ask again.

    Counted by whole minutes in the cache. Where Redis is away each process counts for itself;
    where nobody can say who asks, nothing is counted.
    """
    try:
        origin = network_of(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return 0
    minute, second = divmod(int(now().timestamp()), WINDOW)
    asked = _count(f"limit:{scope}:{minute}:{origin}")
    return WINDOW - second if asked > per_minute else 0


def _count(key: str) -> int:
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # the cache let go of it, or is another one than a moment ago
        return 1
