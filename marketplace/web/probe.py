"""Whether the site answers, asked from outside of its processes."""

from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

PATIENCE = 10  # seconds


def site_answers() -> bool:
    """Whether ``settings.SUBMISSION_PROBE_URL`` answers 200, as firms would reach it."""
    address = settings.SUBMISSION_PROBE_URL or f"{settings.SITE_URL}/healthz"
    try:
        # The operator's own setting, never anything that was typed.
        with urlopen(Request(address), timeout=PATIENCE) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False
