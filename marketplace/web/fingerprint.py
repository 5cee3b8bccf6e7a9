"""What a piece of HTML was made with: kept HTML is made anew once any of it is another."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static

FILES = ("css/house.css", "js/house.js", "img/icons.svg")  # their names change with them
WORDS = "locale/*/LC_MESSAGES/django.po"
EVERYTHING = ("**/*.py", "templates/**/*.html")


@cache
def fingerprint(*patterns: str) -> str:
    """Of the house's sources that match, with the translations and the names of static files."""
    digest = sha256(" ".join(map(static, FILES)).encode())
    homes = [Path(app.path) for app in apps.get_app_configs()]
    ours = sorted(home for home in homes if home.is_relative_to(settings.BASE_DIR))
    for pattern in (WORDS, *patterns):
        for path in (path for home in ours for path in sorted(home.glob(pattern))):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
