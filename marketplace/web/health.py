"""What a load balancer asks: is the process alive, and can it serve."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all: restart it if not."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 if the database answers, otherwise 503: send requests elsewhere until it does.

    Redis is not asked: without it the site still serves (mail and sweeps wait). The lines that
    follow tell of parts beside the site (the setting ``READINESS_LINES``), for the operator.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    lines = ["ok", *(import_string(name)() for name in settings.READINESS_LINES)]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")
