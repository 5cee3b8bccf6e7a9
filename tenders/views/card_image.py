"""The picture of a call for links to it."""

import hashlib
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.clock import now
from tenders.documents.card_image import card_image
from tenders.models import Notice
from tenders.queries.notice import state_of
from tenders.queries.notices import public_tenders

DAY = int(timedelta(days=1).total_seconds())


@require_safe
@cache_control(public=True, max_age=DAY)
def show(request: HttpRequest, ocid: str, language: str) -> HttpResponse:
    """``/cards/ocds-….fr.png``; drawn anew when the call changes, or its deadline has passed."""
    try:
        basis = f"{ocid} {language} {state_of(ocid).at(now())}"
    except Notice.DoesNotExist as absent:
        raise Http404(ocid) from absent
    etag = f'"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    tender = get_object_or_404(public_tenders(), ocid=ocid)
    with translation.override(language):
        image = card_image(tender, language)
    return HttpResponse(image, content_type="image/png", headers={"ETag": etag})
