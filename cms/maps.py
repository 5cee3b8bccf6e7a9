"""The maps of the site, for search engines."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.sitemaps import section, sections, write_index, write_map

HOUR = 3600
XML = "application/xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=HOUR)
def index(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(write_index(sections()), content_type=XML)


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap(request: HttpRequest, name: str) -> StreamingHttpResponse:
    found = section(name)
    if found is None:
        raise Http404(name)
    return StreamingHttpResponse(write_map(found), content_type=XML)
