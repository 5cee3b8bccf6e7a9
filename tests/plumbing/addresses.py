"""Every address of the URLconf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """``name`` is as ``reverse`` takes it; without a name it is the path itself."""

    name: str
    path: str
    pattern: URLPattern

    def takes(self, verb: str) -> bool:
        view: Any = getattr(self.pattern.callback, "view_class", None)
        allowed = getattr(view, "http_method_names", (verb,))
        return view is None or (hasattr(view, verb) and verb in allowed)


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", namespace: str = ""
) -> Iterator[Address]:
    for each in (resolver or get_resolver()).url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from addresses(each, path, inner)
        else:
            yield Address(f"{namespace}{each.name}" if each.name else path, path, each)
