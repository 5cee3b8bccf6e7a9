"""The site's one style sheet and one script, joined from small sources when they are asked for."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SOURCES = settings.BASE_DIR / "marketplace" / "assets"
BUNDLES = {"css/house.css": SOURCES / "css", "js/house.js": SOURCES / "js"}


def join_styles(sources: Iterable[str]) -> str:
    """The sources in order, without comments and indentation."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(sources), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).strip()


def join_scripts(sources: Iterable[str]) -> str:
    """Each source in a block of its own, so that their names can't clash."""
    return "\n".join(f"{{\n{source.strip()}\n}}" for source in sources) + "\n"


class JoinedSourcesFinder(BaseFinder):
    """Serve ``css/house.css`` and ``js/house.js``; written again when a source is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "joined")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in BUNDLES:
            return []
        found = str(self.write(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in BUNDLES:
            self.write(path)
            yield path, self.storage

    def write(self, path: str) -> Path:
        """Join the sources of ``path`` into the storage, unless that was done already."""
        sources = sorted(BUNDLES[path].iterdir())
        joined = Path(self.storage.path(path))
        newest = max(source.stat().st_mtime for source in [*sources, BUNDLES[path]])
        if joined.exists() and joined.stat().st_mtime >= newest:
            return joined
        join = join_styles if path.endswith(".css") else join_scripts
        joined.parent.mkdir(parents=True, exist_ok=True)
        fresh = joined.with_suffix(".new")
        fresh.write_text(join(source.read_text() for source in sources))
        fresh.replace(joined)
        return joined
