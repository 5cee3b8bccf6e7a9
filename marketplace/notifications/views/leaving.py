"""Stopping mails about a topic by the link that each of them carries, without signing in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from marketplace.clock import now
from marketplace.notifications.actions import unsubscribe
from marketplace.notifications.envelope import read_leave_token


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LeaveView(View):
    """Looking at the page changes nothing (mail scanners follow links); sending it does.

    Mail programs send ``List-Unsubscribe=One-Click`` here themselves (RFC 8058), without a cookie,
    so there is no token against forgery but the signed address itself.
    """

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=True)

    def _answer(self, request: HttpRequest, token: str, *, done: bool) -> HttpResponse:
        try:
            public_id, topic = read_leave_token(token)
        except signing.SignatureExpired:
            return render(request, "inbox/leave_expired.html", status=410)
        except (signing.BadSignature, ValueError) as error:
            raise Http404 from error
        person: Any = get_user_model().objects.filter(public_id=public_id).first()
        if done and person:
            unsubscribe(person=person, topic=topic, at=now())
        return render(request, "inbox/leave.html", {"topic": topic, "done": done})
