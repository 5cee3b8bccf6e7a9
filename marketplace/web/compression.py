"""Smaller answers for those who accept them: brotli, else gzip.

For public data only: what holds a secret beside something a stranger chose must not be compressed.
"""

import gzip
import re

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

WORTH_IT = 500  # bytes
BROTLI_QUALITY, GZIP_LEVEL = 4, 6  # about the same time; brotli's is a tenth smaller
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress the body in place as ``Accept-Encoding`` allows; its ETag becomes a weak one."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) < WORTH_IT or "Content-Encoding" in response:
        return
    accepted = _accepted(request.headers.get("Accept-Encoding", ""))
    if "br" in accepted:
        response.content = brotli.compress(response.content, quality=BROTLI_QUALITY)
        response["Content-Encoding"] = "br"
    elif "gzip" in accepted:
        response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
    else:
        return
    response["Content-Length"] = str(len(response.content))
    if (etag := response.get("ETag", "")).startswith('"'):
        response["ETag"] = f"W/{etag}"


def _accepted(header: str) -> set[str]:
    codings = (part for part in header.split(",") if not REFUSED.search(part))
    return {coding.partition(";")[0].strip().lower() for coding in codings}
